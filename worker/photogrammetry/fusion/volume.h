// A box of voxels around the item, its third axis up.
#pragma once
#include <Eigen/Dense>
#include <cstddef>
#include <vector>

namespace scan {

/** Where a box of voxels lies in the world. Grid coordinates count voxels; whole numbers are voxel centres. */
struct Grid {
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();   ///< rows: the box's x, y and up axes in the world
  Eigen::Vector3d origin = Eigen::Vector3d::Zero();     ///< centre of voxel (0, 0, 0), in the box's frame
  double voxel = 1;                                     ///< edge of a voxel
  Eigen::Vector3i size = Eigen::Vector3i::Zero();

  std::size_t count() const { return std::size_t(size.x()) * size.y() * size.z(); }
  std::size_t index(int x, int y, int z) const { return (std::size_t(z) * size.y() + y) * size.x() + x; }
  std::size_t stride(int axis) const {
    return axis == 0 ? 1 : axis == 1 ? std::size_t(size.x()) : std::size_t(size.x()) * size.y();
  }
  Eigen::Vector3d toWorld(const Eigen::Vector3d& gridPoint) const {
    return axes.transpose() * (origin + voxel * gridPoint);
  }
  Eigen::Vector3d toGrid(const Eigen::Vector3d& world) const { return (axes * world - origin) / voxel; }
  bool onBorder(int x, int y, int z) const {
    return x == 0 || y == 0 || z == 0 || x == size.x() - 1 || y == size.y() - 1 || z == size.z() - 1;
  }
};

/** Rotation whose third row is `up`. */
Eigen::Matrix3d axesWithUp(const Eigen::Vector3d& up);

/**
 * Truncated signed distances: negative inside, in units of the truncation, so -1..1 (Curless and Levoy 1996).
 * `sum` is the weighted sum over observations, `weight` the sum of their weights.
 */
struct Volume {
  Grid grid;
  std::vector<float> sum, weight;

  explicit Volume(const Grid& g) : grid(g), sum(g.count(), 0.0F), weight(g.count(), 0.0F) {}
};

}  // namespace scan
