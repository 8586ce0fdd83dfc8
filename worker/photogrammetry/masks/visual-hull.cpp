#include "masks/visual-hull.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/parallel.h"

namespace scan {
namespace {

constexpr int SIDE = VoxelGrid::SIDE;

/**
 * Views that carve a high voxel by being sure of background: two, since one may see its like by chance; and a thirtieth
 * of all, which are those from twelve degrees of a full circle. Sure: odds of 6 to 1, half of what the table's picture
 * says at most.
 */
constexpr double LEAST_THROUGH = 2, SHARE_THROUGH = 1.0 / 30;
constexpr float SURE_OF_BACKGROUND = 0.15F;

/** A voxel's projection covers about 3 x 3 pixels: the largest probability among them keeps thin parts. */
std::vector<cv::Mat> widen(const std::vector<Silhouette>& views) {
  std::vector<cv::Mat> widened(views.size());
  parallelFor(views.size(), [&](std::size_t i) { cv::dilate(views[i].probability, widened[i], cv::Mat::ones(3, 3, CV_8U)); });
  return widened;
}

class Carving {
 public:
  explicit Carving(const Region& region) : region_(region), kept_(std::size_t(SIDE) * SIDE * SIDE, 0) {
    const Eigen::Vector3d up = region.up, x = up.unitOrthogonal(), y = up.cross(x);
    grid_.voxel = 2 * REACH * region.radius / SIDE;
    grid_.axes << x, y, up;
    grid_.corner = region.centre - REACH * region.radius * (x + y + up);
    if (region.plane) grid_.corner += (0.5 * grid_.voxel - region.plane->height(grid_.corner)) * up;
  }

  void carve(const std::vector<Silhouette>& views, const std::vector<Silhouette>& evidence, double mostBackground) {
    const auto masks = widen(views), sure = widen(evidence);
    parallelFor(SIDE, [&](std::size_t z) {
      for (int y = 0; y < SIDE; ++y)
        for (int x = 0; x < SIDE; ++x) {
          double background = 0, seen = 0, through = 0;
          const Eigen::Vector3d p = grid_.at(x, y, int(z));
          for (std::size_t i = 0; i < views.size(); ++i) {
            const Eigen::Vector3d q = views[i].camera.toCamera(p);
            if (q.z() <= 0 || !views[i].camera.contains(views[i].camera.pixel(q))) continue;
            const Eigen::Vector2d pixel = views[i].camera.pixel(q);
            background += 1 - masks[i].at<float>(int(pixel.y()), int(pixel.x()));
            if (!sure.empty()) through += sure[i].at<float>(int(pixel.y()), int(pixel.x())) < SURE_OF_BACKGROUND;
            ++seen;
          }
          const bool open = isHigh(p, region_) && through >= std::max(LEAST_THROUGH, SHARE_THROUGH * seen);
          kept_[VoxelGrid::index(x, y, int(z))] = seen * 4 >= double(views.size()) && background < mostBackground * seen && !open;
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
      for (const std::size_t o : part) mean += grid_.at(o) / double(part.size());
      // Only the distance across counts: a tall item's middle lies above the axes' point.
      const Eigen::Vector3d off = mean - middle, across = off - off.dot(region_.up) * region_.up;
      const double score = double(part.size()) * std::exp(-across.squaredNorm() / (reach * reach));
      if (score > bestScore) bestScore = score, best = part;
    }
    std::fill(kept_.begin(), kept_.end(), 0);
    for (const std::size_t o : best) kept_[o] = 1;
  }

  Hull hull() const {
    Hull hull{grid_, kept_, {}};
    Eigen::Vector3d low = Eigen::Vector3d::Constant(1e300), high = -low;
    for (std::size_t o = 0; o < kept_.size(); ++o) {
      if (!kept_[o]) continue;
      const Eigen::Vector3d p = grid_.axes.transpose() * grid_.at(o);
      low = low.cwiseMin(p);
      high = high.cwiseMax(p);
      if (isSurface(o)) hull.surface.push_back(grid_.at(o));
    }
    if (hull.empty()) return hull;
    hull.centre = grid_.axes * ((low + high) / 2);
    for (const auto& p : hull.surface) hull.radius = std::max(hull.radius, (p - hull.centre).norm());
    hull.radius += 2 * grid_.voxel;
    return hull;
  }

 private:
  static constexpr double REACH = 1.15;  ///< the item may exceed the first guess of its region

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

  const Region& region_;
  VoxelGrid grid_;
  std::vector<std::uint8_t> kept_;
};

}  // namespace

bool Hull::holds(const Eigen::Vector3d& place) const {
  const Eigen::Vector3d p = (grid.axes.transpose() * (place - grid.corner) / grid.voxel).array().round();
  if ((p.array() < 0).any() || (p.array() >= SIDE).any()) return false;
  return kept[VoxelGrid::index(int(p.x()), int(p.y()), int(p.z()))] != 0;
}

Hull carveHull(const std::vector<Silhouette>& views, const std::vector<Silhouette>& evidence, const Region& region,
               double mostBackground) {
  Carving carving(region);
  carving.carve(views, evidence, mostBackground);
  carving.keepItem(region.axesPoint, 0.6 * region.radius);
  return carving.hull();
}

}  // namespace scan
