#include "fusion/integrate.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/parallel.h"
#include "common/picture.h"
#include "common/stage.h"
#include "common/statistics.h"

namespace scan {
namespace {

/** A row of voxels in a camera's frame: point of voxel i is start + i * step. */
struct Row {
  Eigen::Vector3f start, step;
};

Row rowInCamera(const Grid& grid, const Camera& camera, int y, int z) {
  const Eigen::Vector3d start = camera.toCamera(grid.toWorld({0, double(y), double(z)}));
  return {start.cast<float>(), (camera.rotation * grid.axes.row(0).transpose() * grid.voxel).cast<float>()};
}

/** Calls visit(x, depth of the voxel, row and column of the pixel) for every voxel of the row in the image. */
template <class Visit>
void forEachInView(const Grid& grid, const Camera& camera, int y, int z, const Visit& visit) {
  const Row row = rowInCamera(grid, camera, y, z);
  const float fx = float(camera.fx), fy = float(camera.fy), cx = float(camera.cx), cy = float(camera.cy);
  for (int x = 0; x < grid.size.x(); ++x) {
    const Eigen::Vector3f p = row.start + float(x) * row.step;
    if (!(p.z() > 0)) continue;
    const float u = fx * p.x() / p.z() + cx, v = fy * p.y() / p.z() + cy;
    if (!(u >= 0 && v >= 0 && u < float(camera.width) && v < float(camera.height))) continue;
    visit(x, p.z(), int(v), int(u));
  }
}

/** World points of every third pixel with depth, above the plane and inside the region. */
std::vector<Eigen::Vector3d> samplePoints(const std::vector<FusionView>& views, const Region& region) {
  std::vector<Eigen::Vector3d> points;
  for (const auto& view : views)
    for (int y = 1; y < view.depth.rows; y += 3)
      for (int x = 1; x < view.depth.cols; x += 3) {
        const float depth = view.depth.at<float>(y, x);
        if (!(depth > 0) || (!view.mask.empty() && view.mask.at<std::uint8_t>(y, x) < 128)) continue;
        const Eigen::Vector3d p = view.camera.toWorld(view.camera.ray(x + 0.5, y + 0.5) * depth);
        if ((p - region.centre).norm() > region.radius) continue;
        if (region.plane && region.plane->height(p) < 0.01 * region.radius) continue;
        points.push_back(p);
      }
  return points;
}

/** Width of a pixel at the point's distance; not positive behind the camera. */
double pixelFootprint(const Camera& camera, const Eigen::Vector3d& point) { return camera.toCamera(point).z() / camera.fx; }

/** The mask with its outline moved outwards by half a voxel at the box's middle. */
cv::Mat widenedByHalfVoxel(const FusionView& view, const Grid& grid) {
  const double footprint = pixelFootprint(view.camera, grid.toWorld(grid.size.cast<double>() / 2));
  const int radius = footprint > 0 ? int(std::lround(0.5 * grid.voxel / footprint)) : 0;
  if (view.mask.empty() || radius == 0) return view.mask;
  cv::Mat widened;
  cv::dilate(view.mask, widened, disc(radius));
  return widened;
}

bool isCompleted(const FusionView& view, int row, int column) {
  return !view.agree.empty() && view.agree.at<std::uint8_t>(row, column) == 0;
}

/** The say of a pixel's depth: as the inverse of a variance, of which a measured depth has one part. */
float trustIn(const FusionView& view, int row, int column, float completed) {
  if (!isCompleted(view, row, column)) return 1;
  const float deviation = view.deviation.empty() ? 0 : view.deviation.at<float>(row, column);
  return completed / (1 + deviation * deviation);
}

/** Whether the view measured a surface within `reach` of that depth. */
bool measuredAt(const FusionView& view, int row, int column, float depth, float reach) {
  return std::abs(view.depth.at<float>(row, column) - depth) < reach && !isCompleted(view, row, column);
}

double medianFootprint(const std::vector<FusionView>& views, const Region& region) {
  std::vector<double> footprints;
  for (const auto& view : views) footprints.push_back(pixelFootprint(view.camera, region.centre));
  return median(footprints);
}

}  // namespace

Eigen::Matrix3d axesWithUp(const Eigen::Vector3d& up) {
  const Eigen::Vector3d z = up.normalized(), x = z.unitOrthogonal();
  Eigen::Matrix3d axes;
  axes << x.transpose(), z.cross(x).transpose(), z.transpose();
  return axes;
}

void dropOutlines(FusionView& view, int radius) {
  const cv::Mat before = view.depth.clone();
  for (int y = 0; y < before.rows; ++y)
    for (int x = 0; x < before.cols; ++x) {
      const float limit = before.at<float>(y, x) * 1.03F;
      if (!(limit > 0)) continue;
      for (int dy = -radius; dy <= radius; ++dy)
        for (int dx = -radius; dx <= radius; ++dx) {
          const int nx = x + dx, ny = y + dy;
          if (dx * dx + dy * dy > radius * radius || nx < 0 || ny < 0 || nx >= before.cols || ny >= before.rows) continue;
          if (before.at<float>(ny, nx) > limit) view.depth.at<float>(y, x) = 0;
        }
    }
}

void raiseAbovePlane(FusionView& view, const Plane& plane, double height) {
  const double cameraHeight = plane.height(view.camera.centre());
  if (view.mask.empty() || cameraHeight <= height) return;
  for (int y = 0; y < view.depth.rows; ++y)
    for (int x = 0; x < view.depth.cols; ++x) {
      float& depth = view.depth.at<float>(y, x);
      if (!(depth > 0) || view.mask.at<std::uint8_t>(y, x) < 128) continue;
      const double pointHeight = plane.height(view.camera.toWorld(view.camera.ray(x + 0.5, y + 0.5) * depth));
      if (pointHeight < height) depth *= float((cameraHeight - height) / (cameraHeight - pointHeight));
    }
}

Grid gridAround(const std::vector<FusionView>& views, const Region& region, int mostVoxelsAlongAxis) {
  const auto points = samplePoints(views, region);
  if (points.size() < 1000)
    throw StageError(ExitCode::nothingRecognised, "hardly any depth lies on the item");
  Grid grid;
  grid.axes = axesWithUp(region.up);
  Eigen::Vector3d low, high;
  for (int axis = 0; axis < 3; ++axis) {
    std::vector<double> values;
    for (const auto& p : points) values.push_back(grid.axes.row(axis).dot(p));
    // One in two thousand points may be an outlier on either side; 4 % of room keeps the surface off the border.
    low[axis] = quantile(values, 0.0005);
    high[axis] = quantile(values, 0.9995);
  }
  const double largest = (high - low).maxCoeff();
  low.array() -= 0.04 * largest;
  high.array() += 0.04 * largest;
  // The item stands on the plane, even if nobody saw its foot in the shadow.
  if (region.plane) low.z() = region.plane->offset - 0.02 * largest;
  grid.voxel = std::max(medianFootprint(views, region), (high - low).maxCoeff() / mostVoxelsAlongAxis);
  grid.origin = low;
  grid.size = ((high - low) / grid.voxel).array().ceil().cast<int>() + 1;
  return grid;
}

void integrateDepth(Volume& volume, const std::vector<FusionView>& views, float truncationVoxels, const DepthWeights& weights) {
  const Grid& grid = volume.grid;
  const float truncation = truncationVoxels * float(grid.voxel);
  parallelFor(std::size_t(grid.size.z()), [&](std::size_t slice) {
    const int z = int(slice);
    for (const auto& view : views)
      for (int y = 0; y < grid.size.y(); ++y) {
        float* sum = &volume.sum[grid.index(0, y, z)];
        float* weight = &volume.weight[grid.index(0, y, z)];
        forEachInView(grid, view.camera, y, z, [&](int x, float voxelDepth, int row, int column) {
          const float seen = view.depth.at<float>(row, column);
          const float ahead = seen - voxelDepth;
          if (!(seen > 0) || ahead < -truncation) return;
          const float distance = std::min(1.0F, ahead / truncation);
          const float trust = trustIn(view, row, column, weights.completed);
          // Behind the surface the weight falls to a third: a thin part's far side must be able to win there.
          const float w = trust * (ahead > truncation ? weights.freeSpace : ahead < 0 ? 1 + 0.7F * distance : 1.0F);
          sum[x] += w * distance;
          weight[x] += w;
        });
      }
  });
}

void carveByMasks(Volume& volume, const std::vector<FusionView>& views, const CarveOptions& options) {
  const Grid& grid = volume.grid;
  constexpr float CERTAIN = 12;  // outweighs what a few wrong depth maps say, and the smoothing
  constexpr float NEAR_SURFACE = 1.5F;  // voxels: those that the surface cuts, seen along an edge or across corners
  constexpr int BORDER = 3;      // pixels at an image's edge whose segmentation is unsure
  std::vector<cv::Mat> masks(views.size());
  parallelFor(views.size(), [&](std::size_t i) { masks[i] = widenedByHalfVoxel(views[i], grid); });
  parallelFor(std::size_t(grid.size.z()), [&](std::size_t slice) {
    const int z = int(slice);
    std::vector<int> seen(grid.size.x()), outside(grid.size.x());
    for (int y = 0; y < grid.size.y(); ++y) {
      std::fill(seen.begin(), seen.end(), 0);
      std::fill(outside.begin(), outside.end(), 0);
      for (std::size_t i = 0; i < views.size(); ++i) {
        const cv::Mat& mask = masks[i];
        if (mask.empty()) continue;
        forEachInView(grid, views[i].camera, y, z, [&](int x, float voxelDepth, int row, int column) {
          if (row < BORDER || column < BORDER || row >= mask.rows - BORDER || column >= mask.cols - BORDER) return;
          ++seen[x];
          if (mask.at<std::uint8_t>(row, column) < 128) ++outside[x];
          else if (measuredAt(views[i], row, column, voxelDepth, NEAR_SURFACE * float(grid.voxel))) --outside[x];
        });
      }
      for (int x = 0; x < grid.size.x(); ++x)
        if (outside[x] >= options.leastViews && outside[x] > options.share * seen[x])
          volume.sum[grid.index(x, y, z)] = volume.weight[grid.index(x, y, z)] = CERTAIN;
    }
  });
}

}  // namespace scan
