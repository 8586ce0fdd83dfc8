#include "masks/visual-hull.h"

#include <cmath>
#include <cstdint>

#include "common/parallel.h"
#include <opencv2/imgproc.hpp>

namespace scan {
namespace {

constexpr int SIDE = 120;  ///< voxels along each axis

class HullGrid {
 public:
  HullGrid(const Region& region) : voxel_(2 * REACH * region.radius / SIDE), kept_(std::size_t(SIDE) * SIDE * SIDE, 0) {
    const Eigen::Vector3d up = region.up, x = up.unitOrthogonal(), y = up.cross(x);
    axes_ << x, y, up;
    Eigen::Vector3d corner = region.centre - REACH * region.radius * (x + y + up);
    if (region.plane) corner += (0.5 * voxel_ - region.plane->height(corner)) * up;
    corner_ = corner;
  }

  Eigen::Vector3d at(int x, int y, int z) const { return corner_ + voxel_ * (axes_ * Eigen::Vector3d(x, y, z)); }
  Eigen::Vector3d at(std::size_t o) const { return at(int(o % SIDE), int(o / SIDE % SIDE), int(o / SIDE / SIDE)); }

  void carve(const std::vector<Silhouette>& views, double mostBackground) {
    // A voxel's projection covers about 3 x 3 pixels: the largest probability among them keeps thin parts.
    std::vector<cv::Mat> widened(views.size());
    parallelFor(views.size(), [&](std::size_t i) { cv::dilate(views[i].probability, widened[i], cv::Mat::ones(3, 3, CV_8U)); });
    parallelFor(SIDE, [&](std::size_t z) {
      for (int y = 0; y < SIDE; ++y)
        for (int x = 0; x < SIDE; ++x) {
          double background = 0, seen = 0;
          const Eigen::Vector3d p = at(x, y, int(z));
          for (std::size_t i = 0; i < views.size(); ++i) {
            const Eigen::Vector3d q = views[i].camera.toCamera(p);
            if (q.z() <= 0 || !views[i].camera.contains(views[i].camera.pixel(q))) continue;
            const Eigen::Vector2d pixel = views[i].camera.pixel(q);
            background += 1 - widened[i].at<float>(int(pixel.y()), int(pixel.x()));
            ++seen;
          }
          kept_[index(x, y, int(z))] = seen * 4 >= double(views.size()) && background < mostBackground * seen;
        }
    });
  }

  void keepItem(const Eigen::Vector3d& middle, double reach) {
    std::vector<std::uint8_t> visited(kept_.size(), 0);
    std::vector<std::size_t> best;
    double bestScore = 0;
    for (std::size_t start = 0; start < kept_.size(); ++start) {
      if (!kept_[start] || visited[start]) continue;
      const auto part = connectedPart(start, visited);
      Eigen::Vector3d mean = Eigen::Vector3d::Zero();
      for (const std::size_t o : part) mean += at(o) / double(part.size());
      // Only the distance across counts: a tall item's middle lies above the axes' point.
      const Eigen::Vector3d off = mean - middle, across = off - off.dot(axes_.col(2)) * axes_.col(2);
      const double score = double(part.size()) * std::exp(-across.squaredNorm() / (reach * reach));
      if (score > bestScore) bestScore = score, best = part;
    }
    std::fill(kept_.begin(), kept_.end(), 0);
    for (const std::size_t o : best) kept_[o] = 1;
  }

  Hull hull() const {
    Hull hull;
    hull.voxel = voxel_;
    Eigen::Vector3d low = Eigen::Vector3d::Constant(1e300), high = -low;
    for (std::size_t o = 0; o < kept_.size(); ++o) {
      if (!kept_[o]) continue;
      const Eigen::Vector3d p = axes_.transpose() * at(o);
      low = low.cwiseMin(p);
      high = high.cwiseMax(p);
      if (isSurface(o)) hull.surface.push_back(at(o));
    }
    if (hull.empty()) return hull;
    hull.centre = axes_ * ((low + high) / 2);
    for (const auto& p : hull.surface) hull.radius = std::max(hull.radius, (p - hull.centre).norm());
    hull.radius += 2 * voxel_;
    return hull;
  }

 private:
  static constexpr double REACH = 1.15;  ///< the item may exceed the first guess of its region

  static std::size_t index(int x, int y, int z) { return (std::size_t(z) * SIDE + y) * SIDE + x; }

  /** Calls visit with the indices of the six neighbours inside the grid. */
  template <class Visit>
  static void forNeighbours(std::size_t o, const Visit& visit) {
    std::size_t stride = 1;
    for (int axis = 0; axis < 3; ++axis, stride *= SIDE) {
      const std::size_t along = o / stride % SIDE;
      if (along > 0) visit(o - stride);
      if (along + 1 < SIDE) visit(o + stride);
    }
  }

  std::vector<std::size_t> connectedPart(std::size_t start, std::vector<std::uint8_t>& visited) const {
    std::vector<std::size_t> part = {start};
    visited[start] = 1;
    for (std::size_t next = 0; next < part.size(); ++next)
      forNeighbours(part[next], [&](std::size_t n) {
        if (kept_[n] && !visited[n]) visited[n] = 1, part.push_back(n);
      });
    return part;
  }

  bool isSurface(std::size_t o) const {
    int kept = 0;
    forNeighbours(o, [&](std::size_t n) { kept += kept_[n]; });
    return kept < 6;
  }

  const double voxel_;
  Eigen::Matrix3d axes_;
  Eigen::Vector3d corner_;
  std::vector<std::uint8_t> kept_;
};

}  // namespace

Hull carveHull(const std::vector<Silhouette>& views, const Region& region, double mostBackground) {
  HullGrid grid(region);
  grid.carve(views, mostBackground);
  grid.keepItem(region.axesPoint, 0.6 * region.radius);
  return grid.hull();
}

}  // namespace scan
