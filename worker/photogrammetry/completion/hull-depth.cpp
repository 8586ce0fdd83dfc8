#include "completion/hull-depth.h"

#include <cmath>

#include "completion/cells.h"

namespace scan {

Hull hullOfMasks(const std::vector<Camera>& cameras, const std::vector<cv::Mat>& masks, const Region& region) {
  std::vector<Silhouette> silhouettes;
  for (std::size_t i = 0; i < masks.size(); ++i) {
    if (masks[i].empty()) continue;
    silhouettes.push_back({cameras[i], {}});
    masks[i].convertTo(silhouettes.back().probability, CV_32F, 1 / 255.0);
  }
  return carveHull(silhouettes, {}, region, MASKS_MAY_MISS);
}

cv::Mat hullInverse(const Hull& hull, const Camera& camera) {
  if (hull.empty()) return {};
  cv::Mat inverse = cv::Mat::zeros(camera.height / CELL, camera.width / CELL, CV_32FC1);
  const double step = 0.5 * hull.grid.voxel, middle = camera.toCamera(hull.centre).z();
  const double nearest = std::max(hull.grid.voxel, middle - hull.radius);
  for (int y = 0; y < inverse.rows; ++y)
    for (int x = 0; x < inverse.cols; ++x) {
      const Eigen::Vector3d ray = camera.ray((x + 0.5) * CELL, (y + 0.5) * CELL);
      for (double depth = nearest; depth < middle + hull.radius; depth += step) {
        if (!hull.holds(camera.toWorld(ray * depth))) continue;
        inverse.at<float>(y, x) = float(1 / depth);
        break;
      }
    }
  return inverse;
}

}  // namespace scan
