#include "region/region-of-interest.h"

#include <algorithm>
#include <cmath>

#include "common/stage.h"
#include "common/statistics.h"
#include "region/item-points.h"

namespace scan {

Eigen::Vector3d closestPointToAxes(const std::vector<Camera>& cameras) {
  // Iteratively reweighted least squares: weight 1/distance turns the sum of squares into a sum of distances.
  std::vector<double> weight(cameras.size(), 1.0);
  Eigen::Vector3d point = Eigen::Vector3d::Zero();
  for (int iteration = 0; iteration < 30; ++iteration) {
    Eigen::Matrix3d lhs = Eigen::Matrix3d::Zero();
    Eigen::Vector3d rhs = Eigen::Vector3d::Zero();
    for (std::size_t i = 0; i < cameras.size(); ++i) {
      const Eigen::Vector3d axis = cameras[i].axis();
      const Eigen::Matrix3d across = Eigen::Matrix3d::Identity() - axis * axis.transpose();
      lhs += weight[i] * across;
      rhs += weight[i] * across * cameras[i].centre();
    }
    point = lhs.ldlt().solve(rhs);
    std::vector<double> distance;
    for (const auto& camera : cameras) distance.push_back((point - camera.centre()).cross(camera.axis()).norm());
    const double floor = 1e-3 * median(distance) + 1e-12;
    for (std::size_t i = 0; i < cameras.size(); ++i) weight[i] = 1.0 / std::max(distance[i], floor);
  }
  return point;
}

Eigen::Vector3d meanUp(const std::vector<Camera>& cameras) {
  Eigen::Vector3d up = Eigen::Vector3d::Zero();
  for (const auto& camera : cameras) up -= camera.rotation.row(1).transpose();
  return up.normalized();
}

double medianDistance(const std::vector<Camera>& cameras, const Eigen::Vector3d& point) {
  std::vector<double> distance;
  for (const auto& camera : cameras) distance.push_back((camera.centre() - point).norm());
  return median(distance);
}

double framedRadius(const std::vector<Camera>& cameras, const Eigen::Vector3d& point) {
  std::vector<double> radius;
  for (const auto& camera : cameras) {
    const double halfAngle = std::min(std::atan(camera.width / (2 * camera.fx)), std::atan(camera.height / (2 * camera.fy)));
    radius.push_back((camera.centre() - point).norm() * std::sin(halfAngle));
  }
  return median(radius);
}

Region findRegion(const Scene& scene) {
  Region region;
  region.axesPoint = closestPointToAxes(scene.cameras);
  region.cameraDistance = medianDistance(scene.cameras, region.axesPoint);
  std::size_t looking = 0;
  for (const auto& camera : scene.cameras) looking += camera.toCamera(region.axesPoint).z() > 0;
  // Where most cameras have the point behind them, the axes diverge: a room filmed from its middle.
  if (looking * 10 < scene.cameras.size() * 7)
    throw StageError(ExitCode::nothingRecognised, "the cameras do not look at one place");
  region.up = meanUp(scene.cameras);
  region.plane = findSupportPlane(scene.cameras, sparsePoints(scene), region.axesPoint, region.cameraDistance, region.up);
  if (region.plane) region.up = region.plane->normal;
  const double framed = framedRadius(scene.cameras, region.axesPoint);
  const Sphere item = itemSphere(scene, region, framed);
  region.centre = item.centre;
  region.radius = item.radius;
  return region;
}

}  // namespace scan
