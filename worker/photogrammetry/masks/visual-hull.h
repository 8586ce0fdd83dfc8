// The item's rough shape from all views' evidence.
#pragma once
#include <Eigen/Dense>
#include <cstdint>
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

/** Cubes in rows along `axes`, the first of them around `corner`. */
struct VoxelGrid {
  static constexpr int SIDE = 120;  ///< voxels along each axis
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
  Eigen::Vector3d corner = Eigen::Vector3d::Zero();
  double voxel = 0;

  static std::size_t index(int x, int y, int z) { return (std::size_t(z) * SIDE + y) * SIDE + x; }
  Eigen::Vector3d at(int x, int y, int z) const { return corner + voxel * (axes * Eigen::Vector3d(x, y, z)); }
  Eigen::Vector3d at(std::size_t o) const { return at(int(o % SIDE), int(o / SIDE % SIDE), int(o / SIDE / SIDE)); }
};

/** Voxels that the item may fill, and the sphere around them. */
struct Hull {
  VoxelGrid grid;
  std::vector<std::uint8_t> kept;        ///< per voxel of the grid
  std::vector<Eigen::Vector3d> surface;  ///< centres of voxels at the hull's surface
  Eigen::Vector3d centre = Eigen::Vector3d::Zero();
  double radius = 0;
  bool empty() const { return surface.empty(); }
  bool holds(const Eigen::Vector3d& place) const;
};

/** Of the views, the share that may miss a part of the item where they are masks: one in seven. */
constexpr double MASKS_MAY_MISS = 0.15;

/**
 * A soft visual hull (Laurentini 1994): a voxel is kept where the views' mean probability of background is below
 * `mostBackground`, and at least a quarter of all views see it. High above the plane it goes, too, where `evidence` of a
 * few views alone is sure of background (empty: nobody is): the gap under a handle is looked through from few sides, and
 * what lies on the plane behind a high place changes from view to view, so that two do not err alike. Of the connected
 * parts the one that is large and near the axes' point is the item.
 */
Hull carveHull(const std::vector<Silhouette>& views, const std::vector<Silhouette>& evidence, const Region& region,
               double mostBackground);

}  // namespace scan
