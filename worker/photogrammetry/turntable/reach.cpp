#include "turntable/reach.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace scan {
namespace {

/** What hangs together of all that any mask shows. `weight` counts a pixel once for each mask. */
struct Part {
  double weight = 0, columns = 0;
  int left = 0, right = -1;

  double middle() const { return columns / weight; }
  bool comesBy(double column) const { return left <= column && column <= right; }
};

std::vector<Part> partsOf(const cv::Mat& times, const cv::Mat& labels, int count) {
  std::vector<Part> parts(count);
  for (auto& part : parts) part.left = times.cols;
  for (int y = 0; y < times.rows; ++y)
    for (int x = 0; x < times.cols; ++x) {
      Part& part = parts[labels.at<int>(y, x)];
      const double weight = times.at<float>(y, x);
      part.weight += weight, part.columns += weight * x;
      part.left = std::min(part.left, x), part.right = std::max(part.right, x);
    }
  return parts;
}

}  // namespace

cv::Mat reachOf(const std::vector<cv::Mat>& masks) {
  cv::Mat times = cv::Mat::zeros(masks[0].size(), CV_32FC1), labels;
  for (const auto& mask : masks) cv::add(times, 1, times, mask);
  const int count = cv::connectedComponents(times > 0, labels);
  const auto parts = partsOf(times, labels, count);
  // Part 0 is what no mask shows.
  const auto item = std::max_element(parts.begin(), parts.end(), [](auto& a, auto& b) { return a.weight < b.weight; });
  cv::Mat reach = cv::Mat::zeros(times.size(), CV_8UC1);
  // What hangs on a thread too thin to see turns about the same upright axis.
  for (int part = 1; part < count; ++part)
    if (parts[part].comesBy(item->middle())) reach.setTo(255, labels == part);
  return reach;
}

}  // namespace scan
