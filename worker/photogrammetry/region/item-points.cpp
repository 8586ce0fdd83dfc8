#include "region/item-points.h"

#include <array>
#include <cmath>
#include <map>
#include <queue>

#include "common/statistics.h"
#include "region/region-of-interest.h"

namespace scan {
namespace {

using Cell = std::array<int, 3>;

/** Points that the larger part of the photographs have in view, clear of the plane, within reach of the axes. */
std::vector<Eigen::Vector3d> pointsInView(const Scene& scene, const Region& region) {
  std::vector<Eigen::Vector3d> points;
  for (const auto& p : sparsePoints(scene)) {
    if (region.plane && region.plane->height(p) < 2 * PLANE_BAND * region.cameraDistance) continue;
    if ((p - region.axesPoint).norm() > 0.75 * region.cameraDistance) continue;
    std::size_t inView = 0;
    for (const auto& camera : scene.cameras) {
      const Eigen::Vector3d q = camera.toCamera(p);
      inView += q.z() > 0 && camera.contains(camera.pixel(q));
    }
    if (inView * 2 > scene.cameras.size()) points.push_back(p);
  }
  return points;
}

/** The part of `points`, connected at `step`, that has the most weight near `middle`. */
std::vector<Eigen::Vector3d> connectedNear(const std::vector<Eigen::Vector3d>& points, const Eigen::Vector3d& middle,
                                           double step) {
  std::map<Cell, std::vector<int>> cells;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Eigen::Vector3d p = points[i] / step;
    const Cell cell = {int(std::floor(p.x())), int(std::floor(p.y())), int(std::floor(p.z()))};
    cells[cell].push_back(static_cast<int>(i));
  }
  std::map<Cell, bool> visited;
  std::vector<Eigen::Vector3d> best;
  double bestWeight = 0;
  for (const auto& start : cells) {
    if (visited[start.first]) continue;
    visited[start.first] = true;
    std::vector<Eigen::Vector3d> component;
    double weight = 0;
    std::queue<Cell> open({start.first});
    while (!open.empty()) {
      const Cell cell = open.front();
      open.pop();
      for (const int i : cells[cell]) {
        component.push_back(points[i]);
        weight += std::exp(-(points[i] - middle).squaredNorm() / (2 * 25 * step * step));
      }
      for (int n = 0; n < 27; ++n) {
        const Cell next = {cell[0] + n % 3 - 1, cell[1] + n / 3 % 3 - 1, cell[2] + n / 9 - 1};
        if (cells.count(next) == 0 || visited[next]) continue;
        visited[next] = true;
        open.push(next);
      }
    }
    if (weight > bestWeight) bestWeight = weight, best = std::move(component);
  }
  return best;
}

/** Middle of the box between the 1st and 99th percentiles, and a radius with 15 % to spare. */
Sphere sphereAround(const std::vector<Eigen::Vector3d>& points) {
  Sphere sphere;
  for (int axis = 0; axis < 3; ++axis) {
    std::vector<double> values;
    for (const auto& p : points) values.push_back(p[axis]);
    sphere.centre[axis] = (quantile(values, 0.01) + quantile(values, 0.99)) / 2;
  }
  std::vector<double> distance;
  for (const auto& p : points) distance.push_back((p - sphere.centre).norm());
  sphere.radius = 1.15 * quantile(distance, 0.98);
  return sphere;
}

/** Smallest sphere around two spheres. */
Sphere enclosing(const Sphere& a, const Sphere& b) {
  const Eigen::Vector3d between = b.centre - a.centre;
  const double distance = between.norm();
  if (distance + b.radius <= a.radius) return a;
  if (distance + a.radius <= b.radius) return b;
  const double radius = (distance + a.radius + b.radius) / 2;
  return {a.centre + between * ((radius - a.radius) / distance), radius};
}

}  // namespace

Sphere itemSphere(const Scene& scene, const Region& region, double framedRadius) {
  const Sphere framed{region.axesPoint, framedRadius};
  // Six hundredths of the camera's distance bridge the gaps between sparse points of an item with little texture.
  const auto points = connectedNear(pointsInView(scene, region), region.axesPoint, 0.06 * region.cameraDistance);
  if (points.size() < 50) return framed;
  Sphere sphere = sphereAround(points);
  // A sixth of room: what reaches past the sphere counts as background, and a foot often reaches farther than what
  // has features.
  if (region.plane) sphere = enclosing(framed, sphere), sphere.radius *= 1.15;
  // Beyond this the sphere reaches the cameras.
  sphere.radius = std::min(sphere.radius, 0.8 * region.cameraDistance);
  return sphere;
}

}  // namespace scan
