#include "masks/bare-table.h"

#include <algorithm>
#include <random>

#include "region/region-of-interest.h"

namespace scan {
namespace {

/** As many as a film has sparse points: each of the search's draws looks at all of them. */
constexpr std::size_t SAMPLE = 4000;

/** Points of all maps, drawn evenly. */
std::vector<Eigen::Vector3d> samplePoints(const Scene& scene, const std::vector<DepthMap>& maps) {
  std::vector<Eigen::Vector3d> points;
  for (std::size_t i = 0; i < maps.size(); ++i) {
    if (maps[i].empty()) continue;
    const Camera camera = scene.cameras[i].resized(maps[i].depth.cols, maps[i].depth.rows);
    for (int y = 4; y < maps[i].depth.rows; y += 8)
      for (int x = 4; x < maps[i].depth.cols; x += 8)
        if (const float depth = maps[i].depth.at<float>(y, x); depth > 0)
          points.push_back(camera.toWorld(camera.ray(x + 0.5, y + 0.5) * depth));
  }
  std::shuffle(points.begin(), points.end(), std::mt19937(1));
  points.resize(std::min(points.size(), SAMPLE));
  return points;
}

/** Share of the points that stand on the plane: above twice the band in which points count as lying on it. */
double standingShare(const std::vector<Eigen::Vector3d>& points, const Plane& plane, double cameraDistance) {
  const auto stands = [&](const Eigen::Vector3d& p) { return plane.height(p) > 2 * PLANE_BAND * cameraDistance; };
  return double(std::count_if(points.begin(), points.end(), stands)) / double(points.size());
}

}  // namespace

std::optional<Plane> findBareTable(const Scene& scene, const std::vector<DepthMap>& maps, const Region& region) {
  const auto points = samplePoints(scene, maps);
  const auto plane = findSupportPlane(scene.cameras, points, region.axesPoint, region.cameraDistance, region.up);
  // As much as the plane itself has to have at least.
  if (!plane || standingShare(points, *plane, region.cameraDistance) < LEAST_ON_PLANE) return std::nullopt;
  return plane;
}

}  // namespace scan
