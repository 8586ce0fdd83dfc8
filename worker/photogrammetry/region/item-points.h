// The sparse points that lie on the item, and the sphere around them.
#pragma once
#include <Eigen/Dense>

#include "common/camera.h"
#include "common/region.h"

namespace scan {

struct Sphere {
  Eigen::Vector3d centre;
  double radius = 0;
};

/**
 * Sphere that holds the item with room to spare: at least the framed sphere around the axes' point, and also the
 * connected sparse points above the plane that most photographs have in view. Without a plane, the points alone.
 */
Sphere itemSphere(const Scene& scene, const Region& region, double framedRadius);

}  // namespace scan
