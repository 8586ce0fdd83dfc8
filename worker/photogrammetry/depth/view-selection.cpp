#include "depth/view-selection.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace scan {
namespace {

double angleWeight(double degrees) {
  const double best = 8, spread = degrees < best ? 2.5 : 10;
  return std::exp(-(degrees - best) * (degrees - best) / (2 * spread * spread));
}

Eigen::MatrixXd pairScores(const Scene& scene, const Region& region) {
  const auto count = static_cast<Eigen::Index>(scene.cameras.size());
  Eigen::MatrixXd scores = Eigen::MatrixXd::Zero(count, count);
  std::vector<Eigen::Vector3d> centres;
  for (const auto& camera : scene.cameras) centres.push_back(camera.centre());
  for (const auto& point : scene.points) {
    if ((point.position - region.centre).norm() > 1.5 * region.radius) continue;
    for (const int a : point.views)
      for (const int b : point.views) {
        if (b <= a) continue;
        const Eigen::Vector3d toA = (centres[a] - point.position).normalized();
        const Eigen::Vector3d toB = (centres[b] - point.position).normalized();
        const double degrees = std::acos(std::clamp(toA.dot(toB), -1.0, 1.0)) * 180 / M_PI;
        scores(a, b) += angleWeight(degrees);
        scores(b, a) = scores(a, b);
      }
  }
  return scores;
}

}  // namespace

std::vector<std::vector<int>> selectSources(const Scene& scene, const Region& region, int most) {
  const Eigen::MatrixXd scores = pairScores(scene, region);
  std::vector<std::vector<int>> sources(scene.cameras.size());
  for (std::size_t view = 0; view < sources.size(); ++view) {
    std::vector<int> order(scene.cameras.size());
    std::iota(order.begin(), order.end(), 0);
    const auto row = static_cast<Eigen::Index>(view);
    std::sort(order.begin(), order.end(), [&](int a, int b) { return scores(row, a) > scores(row, b); });
    for (const int other : order)
      if (static_cast<int>(sources[view].size()) < most && scores(row, other) > 1) sources[view].push_back(other);
  }
  return sources;
}

}  // namespace scan
