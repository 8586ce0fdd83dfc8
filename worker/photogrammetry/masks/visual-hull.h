// The item's rough shape from all views' evidence.
#pragma once
#include <Eigen/Dense>
#include <opencv2/core.hpp>
#include <vector>

#include "common/camera.h"
#include "common/region.h"

namespace scan {

/** Evidence of one view: the camera at the image's size, and the probability of the item per pixel (CV_32FC1). */
struct Silhouette {
  Camera camera;
  cv::Mat probability;
};

/** Voxels that the item may fill; their centres, and the sphere around them. */
struct Hull {
  std::vector<Eigen::Vector3d> surface;  ///< centres of voxels at the hull's surface
  double voxel = 0;
  Eigen::Vector3d centre = Eigen::Vector3d::Zero();
  double radius = 0;
  bool empty() const { return surface.empty(); }
};

/**
 * A soft visual hull (Laurentini 1994): a voxel is kept where the views' mean probability of background is below
 * `mostBackground`, and at least a quarter of all views see it. Of the connected parts the one that is large and near
 * the axes' point is the item.
 */
Hull carveHull(const std::vector<Silhouette>& views, const Region& region, double mostBackground);

}  // namespace scan
