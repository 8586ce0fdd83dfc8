#include "texture/view-labels.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace scan {

std::vector<std::array<int, 3>> triangleNeighbours(const Mesh& mesh) {
  std::vector<std::array<int, 3>> neighbours(mesh.triangles.size(), {-1, -1, -1});
  std::unordered_map<std::uint64_t, int> open;  // edge -> 3 * triangle + corner that waits for its other side
  for (int t = 0; t < int(mesh.triangles.size()); ++t)
    for (int k = 0; k < 3; ++k) {
      const auto [low, high] = std::minmax(mesh.triangles[t][k], mesh.triangles[t][(k + 1) % 3]);
      const std::uint64_t edge = std::uint64_t(low) << 32 | std::uint32_t(high);
      const auto [found, isNew] = open.emplace(edge, 3 * t + k);
      if (isNew) continue;
      neighbours[t][k] = found->second / 3;
      neighbours[found->second / 3][found->second % 3] = t;
    }
  return neighbours;
}

std::vector<int> labelTriangles(const Mesh& mesh, const std::vector<Qualities>& qualities) {
  // A shared edge is worth 35 % of the best rating; below 35 % of it no photograph is considered.
  constexpr float SHARED_EDGE = 0.35F, LEAST_SHARE = 0.35F;
  const auto neighbours = triangleNeighbours(mesh);
  std::vector<int> label(mesh.triangles.size(), -1);
  std::vector<float> best(mesh.triangles.size(), 0.0F);
  for (int view = 0; view < int(qualities.size()); ++view)
    for (std::size_t t = 0; t < label.size(); ++t)
      if (qualities[view][t] > best[t]) best[t] = qualities[view][t], label[t] = view;
  for (int sweep = 0, changed = 1; sweep < 60 && changed > 0; ++sweep) {
    changed = 0;
    for (std::size_t t = 0; t < label.size(); ++t) {
      if (label[t] < 0) continue;
      const auto score = [&](int view) {
        float sum = qualities[view][t] / best[t];
        for (const int n : neighbours[t]) sum += n >= 0 && label[n] == view ? SHARED_EDGE : 0;
        return sum;
      };
      int chosen = label[t];
      float chosenScore = score(chosen);
      for (const int n : neighbours[t]) {
        if (n < 0 || label[n] < 0 || qualities[label[n]][t] <= LEAST_SHARE * best[t]) continue;
        const float s = score(label[n]);
        if (s > chosenScore + 1e-6F) chosenScore = s, chosen = label[n];
      }
      changed += chosen != label[t];
      label[t] = chosen;
    }
  }
  return label;
}

}  // namespace scan
