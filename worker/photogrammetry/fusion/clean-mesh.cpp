#include "fusion/clean-mesh.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>

namespace scan {
namespace {

class DisjointSets {
 public:
  explicit DisjointSets(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0); }
  int find(int i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(const Triangle& t) {
    parent_[find(t[1])] = find(t[0]);
    parent_[find(t[2])] = find(t[0]);
  }

 private:
  std::vector<int> parent_;
};

template <class Keep>
void keepTriangles(Mesh& mesh, const Keep& keep) {
  auto& triangles = mesh.triangles;
  triangles.erase(std::remove_if(triangles.begin(), triangles.end(), [&](const Triangle& t) { return !keep(t); }),
                  triangles.end());
}

}  // namespace

void keepLargestParts(GridMesh& surface, double share) {
  const float wellSeen = 2;  // summed weight of two views
  DisjointSets parts(surface.mesh.vertices.size());
  for (const auto& t : surface.mesh.triangles) parts.join(t);
  std::map<int, std::size_t> observed;
  std::size_t most = 0;
  for (const auto& t : surface.mesh.triangles)
    if (surface.seen[t[0]] > wellSeen) most = std::max(most, ++observed[parts.find(t[0])]);
  keepTriangles(surface.mesh, [&](const Triangle& t) {
    const auto found = observed.find(parts.find(t[0]));
    return found != observed.end() && (found->second == most || double(found->second) > share * double(most));
  });
}

void dropUnseenSheets(GridMesh& surface, const Grid& grid) {
  const auto& vertices = surface.mesh.vertices;
  const auto unseen = [&](const Triangle& t) {
    return std::all_of(t.begin(), t.end(), [&](int v) { return surface.seen[v] <= 0.5F; });
  };
  const auto atBorder = [&](const Eigen::Vector3f& p) {
    for (int axis = 0; axis < 3; ++axis) {
      if (axis < 2 && p[axis] < 2) return true;  // the bottom is where the item stands
      if (p[axis] > float(grid.size[axis] - 3)) return true;
    }
    return false;
  };
  DisjointSets sheets(vertices.size());
  for (const auto& t : surface.mesh.triangles)
    if (unseen(t)) sheets.join(t);
  std::vector<std::uint8_t> touches(vertices.size(), 0);
  for (const auto& t : surface.mesh.triangles)
    if (unseen(t))
      for (const int v : t)
        if (atBorder(vertices[v])) touches[sheets.find(v)] = 1;
  keepTriangles(surface.mesh, [&](const Triangle& t) { return !unseen(t) || !touches[sheets.find(t[0])]; });
}

void smooth(Mesh& mesh, int passes) {
  std::vector<Eigen::Vector3f> sum(mesh.vertices.size());
  std::vector<int> count(mesh.vertices.size());
  for (int step = 0; step < 2 * passes; ++step) {
    const float amount = step % 2 == 0 ? 0.5F : -0.53F;
    std::fill(sum.begin(), sum.end(), Eigen::Vector3f::Zero());
    std::fill(count.begin(), count.end(), 0);
    for (const auto& t : mesh.triangles)
      for (int k = 0; k < 3; ++k) {
        sum[t[k]] += mesh.vertices[t[(k + 1) % 3]] + mesh.vertices[t[(k + 2) % 3]];
        count[t[k]] += 2;
      }
    for (std::size_t i = 0; i < count.size(); ++i)
      if (count[i] > 0) mesh.vertices[i] += amount * (sum[i] / float(count[i]) - mesh.vertices[i]);
  }
}

}  // namespace scan
