#include "depth/consistency.h"

#include <algorithm>
#include <cmath>

namespace scan {
namespace {

constexpr float WORST_COST = 0.5F, LARGEST_PIXEL_ERROR = 1.5F, LARGEST_DEPTH_ERROR = 0.008F, LEAST_NORMAL_COSINE = 0.5F;

Eigen::Vector3f vectorAt(const cv::Mat& map, int y, int x) {
  const auto& v = map.at<cv::Vec3f>(y, x);
  return {v[0], v[1], v[2]};
}

/** Depth of the source's surface in the reference view, or 0 where the source does not agree with the point. */
float depthSeenBy(const SourceView& source, const Intrinsics& reference, int x, int y, float depth, const Eigen::Vector3f& normal) {
  const DepthMap& other = *source.previous;
  if (other.empty()) return 0;
  const Eigen::Vector3f there = source.rotation * (reference.ray(float(x), float(y)) * depth) + source.translation;
  if (!(there.z() > 0)) return 0;
  const long u = std::lround(source.intrinsics.fx * there.x() / there.z() + source.intrinsics.cx);
  const long v = std::lround(source.intrinsics.fy * there.y() / there.z() + source.intrinsics.cy);
  if (u < 0 || v < 0 || u >= other.depth.cols || v >= other.depth.rows) return 0;
  const float seen = other.depth.at<float>(int(v), int(u));
  if (!(seen > 0)) return 0;
  const Eigen::Vector3f back = source.rotation.transpose() * (source.intrinsics.ray(float(u), float(v)) * seen - source.translation);
  if (!(back.z() > 0)) return 0;
  const float du = reference.fx * back.x() / back.z() + reference.cx - float(x);
  const float dv = reference.fy * back.y() / back.z() + reference.cy - float(y);
  if (du * du + dv * dv > LARGEST_PIXEL_ERROR * LARGEST_PIXEL_ERROR) return 0;
  if (std::abs(back.z() - depth) > LARGEST_DEPTH_ERROR * depth) return 0;
  if ((source.rotation.transpose() * vectorAt(other.normal, int(v), int(u))).dot(normal) < LEAST_NORMAL_COSINE) return 0;
  return back.z();
}

}  // namespace

void confirm(const ReferenceView& view, const DepthMap& raw, DepthMap& confirmed) {
  confirmed = {raw.depth.clone(), raw.cost, raw.normal, cv::Mat::zeros(raw.size(), CV_8UC1)};
  for (int y = 0; y < raw.depth.rows; ++y)
    for (int x = 0; x < raw.depth.cols; ++x) {
      const float depth = raw.depth.at<float>(y, x);
      if (!(depth > 0) || raw.cost.at<float>(y, x) > WORST_COST) continue;
      const Eigen::Vector3f normal = vectorAt(raw.normal, y, x);
      float sum = depth;
      int agree = 0;
      for (const SourceView& source : view.sources) {
        const float seen = depthSeenBy(source, view.intrinsics, x, y, depth, normal);
        if (seen > 0) sum += seen, ++agree;
      }
      confirmed.agree.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(agree);
      confirmed.depth.at<float>(y, x) = sum / float(agree + 1);
    }
}

void removeOutliers(DepthMap& map) {
  const cv::Mat depth = map.depth.clone();
  for (int y = 1; y < depth.rows - 1; ++y)
    for (int x = 1; x < depth.cols - 1; ++x) {
      float window[9];
      for (int i = 0; i < 9; ++i) window[i] = depth.at<float>(y + i / 3 - 1, x + i % 3 - 1);
      std::nth_element(window, window + 4, window + 9);
      if (window[4] > 0 && std::abs(depth.at<float>(y, x) - window[4]) > 0.005F * window[4]) map.depth.at<float>(y, x) = window[4];
    }
}

}  // namespace scan
