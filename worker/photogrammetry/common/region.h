// region.json: where the item is.
#pragma once
#include <Eigen/Dense>
#include <optional>
#include <string>

#include "common/camera.h"

namespace scan {

struct Plane {
  Eigen::Vector3d normal;  ///< unit, towards the item
  double offset = 0;       ///< normal·X = offset on the plane
  double height(const Eigen::Vector3d& p) const { return normal.dot(p) - offset; }
};

/** See README.md for the meaning of each field. */
struct Region {
  Eigen::Vector3d up, centre, axesPoint;
  double radius = 0, cameraDistance = 0;
  std::optional<Plane> plane;

  /** Whether the ray through a pixel of `camera` meets the sphere. */
  bool meetsRay(const Camera& camera, double x, double y) const;
};

/**
 * Height above the plane, in shares of the cameras' distance, up to which evidence errs alike in many views: matching
 * has windows of 11 pixels, on maps of 240 before the last pass, and spreads the plane's depth as far up; shadows and
 * reflections of a foot stay by it from all sides.
 */
constexpr double LOW = 0.05;

/** Whether the place lies higher above the plane than that. Never without a plane. */
bool isHigh(const Eigen::Vector3d& place, const Region& region);

Region readRegion(const std::string& path);
void writeRegion(const std::string& path, const Region& region);

}  // namespace scan
