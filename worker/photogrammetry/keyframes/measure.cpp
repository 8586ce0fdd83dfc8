#include "keyframes/measure.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <opencv2/imgproc.hpp>

#include "common/statistics.h"

namespace keyframes {
namespace {

constexpr int maxFeatures = 150;
constexpr size_t minTracked = 15;
// What is assumed when too few points can be followed: a motion too fast to track, so that the choice spends frames.
constexpr float untrackedMotion = 0.08f;

constexpr float stillGreyLevels = 3.f;
constexpr float edgeGreyLevels = 10.f;

float laplacianVariance(const cv::Mat& grey) {
  cv::Mat laplacian;
  cv::Laplacian(grey, laplacian, CV_16S, 3);
  cv::Scalar mean, deviation;
  cv::meanStdDev(laplacian, mean, deviation);
  return static_cast<float>(deviation[0] * deviation[0]);
}

// Blurring an already blurred picture changes its differences between neighbours little.
float blurAlong(const cv::Mat& grey, bool horizontal) {
  cv::Mat blurred;
  cv::blur(grey, blurred, horizontal ? cv::Size(9, 1) : cv::Size(1, 9));
  const auto neighbourDifferences = [&](const cv::Mat& image) {
    const cv::Range all = cv::Range::all();
    cv::Mat differences;
    if (horizontal)
      cv::absdiff(image(all, {1, image.cols}), image(all, {0, image.cols - 1}), differences);
    else
      cv::absdiff(image({1, image.rows}, all), image({0, image.rows - 1}, all), differences);
    return differences;
  };
  const cv::Mat before = neighbourDifferences(grey), after = neighbourDifferences(blurred);
  cv::Mat lost;
  cv::subtract(before, after, lost);  // saturates at 0
  const double total = cv::sum(before)[0];
  return total > 0 ? static_cast<float>((total - cv::sum(lost)[0]) / total) : 1.f;
}

float whiteLevel(const cv::Mat& grey) {
  return scan::quantile(std::vector<uchar>(grey.begin<uchar>(), grey.end<uchar>()), 0.99);
}

float medianMotion(const Pyramid& from, const Pyramid& to) {
  std::vector<cv::Point2f> features;
  cv::goodFeaturesToTrack(from[0], features, maxFeatures, 0.01, 8);
  std::vector<float> lengths;
  for (const cv::Point2f& displacement : trackPoints(from, to, features))
    lengths.push_back(std::hypot(displacement.x, displacement.y));
  // A picture without features (a wall) says nothing about motion; one whose features get lost moved fast.
  if (features.size() < minTracked) return 0;
  if (lengths.size() < minTracked) return untrackedMotion;
  return scan::median(std::move(lengths)) / static_cast<float>(std::max(from[0].cols, from[0].rows));
}

}  // namespace

FrameMeasure FrameMeter::add(const cv::Mat& grey) {
  Pyramid pyramid = buildPyramid(grey.clone(), FlowOptions{}.levels);
  const float motion = previous_.empty() ? 0.f : medianMotion(previous_, pyramid);
  previous_ = std::move(pyramid);
  return {laplacianVariance(grey), std::max(blurAlong(grey, true), blurAlong(grey, false)), motion,
          static_cast<float>(cv::mean(grey)[0]), whiteLevel(grey)};
}

void StillnessMeter::add(const cv::Mat& grey) {
  cv::Mat small;
  cv::resize(grey, small, {}, 0.25, 0.25, cv::INTER_AREA);
  frames_.push_back(small);
}

Stillness StillnessMeter::result() const {
  if (frames_.size() < 2) return {0, 0, 0};
  const int rows = frames_[0].rows, columns = frames_[0].cols;
  cv::Mat middle(rows, columns, CV_32F), deviation(rows, columns, CV_32F);
#pragma omp parallel for
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++) {
      std::vector<float> values;
      for (const cv::Mat& frame : frames_) values.push_back(frame.at<uchar>(row, column));
      const float centre = scan::median(values);
      for (float& value : values) value = std::abs(value - centre);
      middle.at<float>(row, column) = centre;
      deviation.at<float>(row, column) = scan::median(std::move(values));
    }
  cv::Mat gradientX, gradientY, gradient;
  cv::Sobel(middle, gradientX, CV_32F, 1, 0, 3, 0.25);
  cv::Sobel(middle, gradientY, CV_32F, 0, 1, 3, 0.25);
  cv::magnitude(gradientX, gradientY, gradient);
  const cv::Mat still = deviation < stillGreyLevels;
  cv::Mat border(rows, columns, CV_8U, cv::Scalar(255));
  border(cv::Rect(columns / 10, rows / 10, columns - 2 * (columns / 10), rows - 2 * (rows / 10))) = 0;
  const auto share = [](const cv::Mat& mask, double of) {
    return of > 0 ? static_cast<float>(cv::countNonZero(mask) / of) : 0.f;
  };
  return {share(still, still.total()), share(still & border, cv::countNonZero(border)),
          share(still & (gradient > edgeGreyLevels), still.total())};
}

}  // namespace keyframes
