#include "completion/completion.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace scan {
namespace {

/** Residual in shares of inverse depth beyond which a pixel of a kept cell is an outlier all the same. */
constexpr float LARGEST_PIXEL_RESIDUAL = 0.012F;

cv::Mat depthOf(const cv::Mat& inverse) {
  cv::Mat depth = cv::Mat::zeros(inverse.size(), CV_32FC1);
  for (int y = 0; y < inverse.rows; ++y)
    for (int x = 0; x < inverse.cols; ++x)
      if (inverse.at<float>(y, x) > 0) depth.at<float>(y, x) = 1 / inverse.at<float>(y, x);
  return depth;
}

/** Unit normals, towards the camera, of a map of cells by central differences; zero at its edge. */
cv::Mat cellNormals(const Camera& camera, const cv::Mat& depth) {
  cv::Mat normals = cv::Mat::zeros(depth.size(), CV_32FC3);
  const auto point = [&](int y, int x) -> Eigen::Vector3d {
    return camera.ray((x + 0.5) * CELL, (y + 0.5) * CELL) * depth.at<float>(y, x);
  };
  for (int y = 1; y < depth.rows - 1; ++y)
    for (int x = 1; x < depth.cols - 1; ++x) {
      if (!(depth.at<float>(y, x) > 0 && depth.at<float>(y, x - 1) > 0 && depth.at<float>(y, x + 1) > 0 &&
            depth.at<float>(y - 1, x) > 0 && depth.at<float>(y + 1, x) > 0))
        continue;
      const Eigen::Vector3d n = (point(y + 1, x) - point(y - 1, x)).cross(point(y, x + 1) - point(y, x - 1)).normalized();
      normals.at<cv::Vec3f>(y, x) = {float(n.x()), float(n.y()), float(n.z())};
    }
  return normals;
}

/** Cells to fill: inside, not kept, near enough to what is known, and not seen at a glancing angle. */
cv::Mat cellsToFill(const Camera& camera, const Cells& cells, const Completed& completed, const cv::Mat& normals,
                    const CompletionOptions& options) {
  cv::Mat distance, inner;
  cv::Mat known = completed.kept > 0;
  if (!cells.rims.inverse.empty()) known |= cells.rims.inverse > 0;
  cv::distanceTransform(known == 0, distance, cv::DIST_L2, 3);
  cv::erode(cells.inside, inner, cv::Mat::ones(3, 3, CV_8U));
  const double reach = options.reach * std::max(camera.width, camera.height) / CELL;
  cv::Mat fill = (completed.kept == 0) & inner & (distance < reach);
  for (int y = 0; y < fill.rows; ++y)
    for (int x = 0; x < fill.cols; ++x) {
      const auto& n = normals.at<cv::Vec3f>(y, x);
      const Eigen::Vector3d ray = camera.ray((x + 0.5) * CELL, (y + 0.5) * CELL).normalized();
      const double cosine = -(n[0] * ray.x() + n[1] * ray.y() + n[2] * ray.z());
      if (!(cosine > options.leastCosine)) fill.at<std::uint8_t>(y, x) = 0;
    }
  return fill;
}

/** A match behind an outline's place is a reflection's or chance's: its ray has met the surface before. */
void dropBehindRims(Cells& cells) {
  if (cells.rims.farthest.empty()) return;
  const cv::Mat behind = cells.inverse < cells.rims.farthest;
  cells.inverse.setTo(0, behind);
  cells.trust.setTo(0, behind);
}

}  // namespace

DepthMap believe(const DepthMap& map, const cv::Mat& mask, const BelieveOptions& options) {
  const cv::Mat everywhere(map.size(), CV_8UC1, cv::Scalar(255));
  const cv::Mat pixels = believablePixels(map, mask.empty() ? everywhere : mask, options);
  cv::Mat kept = cv::Mat::zeros(map.size(), CV_32FC1);
  map.depth.copyTo(kept, pixels);
  return {kept, map.cost, {}, map.agree};
}

CompletedView completeView(const Camera& camera, const DepthMap& map, const cv::Mat& mask, const cv::Mat& image,
                           const RimCells& rims, const CompletionOptions& options) {
  CompletedView result{{map.depth, {}, {}, map.agree}, cv::Mat::zeros(map.size(), CV_32FC1), cv::countNonZero(map.depth > 0), 0};
  if (mask.empty()) return result;
  Cells cells = makeCells(map, mask, image);
  cells.rims = rims;
  dropBehindRims(cells);
  const Completed completed = completeThinPlate(cells, options.plate);
  if (completed.empty()) return result;
  const cv::Mat normals = cellNormals(camera, depthOf(completed.inverse));
  const cv::Mat fill = cellsToFill(camera, cells, completed, normals, options);
  result = {{cv::Mat::zeros(map.size(), CV_32FC1), {}, {}, cv::Mat::zeros(map.size(), CV_8UC1)}, result.deviation, 0, 0};
  // Between cell centres inverse depth is interpolated; the surface's own border is repeated outwards.
  cv::Mat inverse;
  cv::resize(completed.inverse, inverse, {}, CELL, CELL, cv::INTER_LINEAR);
  for (int y = 0; y < inverse.rows; ++y)
    for (int x = 0; x < inverse.cols; ++x) {
      const float smooth = completed.inverse.at<float>(y / CELL, x / CELL);
      const float measured = map.depth.at<float>(y, x);
      const bool trusted = measured > 0 && completed.kept.at<std::uint8_t>(y / CELL, x / CELL) != 0;
      if (trusted && std::abs(1 / measured - smooth) < LARGEST_PIXEL_RESIDUAL * smooth) {
        result.map.depth.at<float>(y, x) = measured;
        result.map.agree.at<std::uint8_t>(y, x) = map.agree.at<std::uint8_t>(y, x);
        ++result.kept;
      } else if (fill.at<std::uint8_t>(y / CELL, x / CELL) != 0) {
        result.map.depth.at<float>(y, x) = 1 / inverse.at<float>(y, x);
        result.deviation.at<float>(y, x) = completed.deviation.at<float>(y / CELL, x / CELL);
        ++result.filled;
      }
    }
  return result;
}

}  // namespace scan
