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

Region readRegion(const std::string& path);
void writeRegion(const std::string& path, const Region& region);

}  // namespace scan
