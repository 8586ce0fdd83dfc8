#include "completion/edge-bands.h"

#include <cstdint>
#include <cstdlib>
#include <vector>

#include "common/likeness.h"

namespace scan {
namespace {

/** Of a window, in pixels: one more than the matcher's, since the codec blurs an edge by about as much. */
constexpr int RADIUS = 6;
/** Grey levels squared: a contrast of seven levels, seven times the noise that is left after coding. */
constexpr float LEAST_CONTRAST = 50;
/** Of the window's variance, what lies among the pixels like its middle: less than this is somebody else's texture. */
constexpr float LEAST_OWN_SHARE = 0.15F;

/** Every second pixel of a disc. */
std::vector<cv::Point> windowSamples() {
  std::vector<cv::Point> samples;
  for (int y = -RADIUS; y <= RADIUS; y += 2)
    for (int x = -RADIUS; x <= RADIUS; x += 2)
      if (x * x + y * y <= RADIUS * RADIUS + 4) samples.emplace_back(x, y);
  return samples;
}

class Variance {
 public:
  void add(float value, float weight) { weight_ += weight, sum_ += weight * value, squares_ += weight * value * value; }
  float value() const { return squares_ / weight_ - (sum_ / weight_) * (sum_ / weight_); }

 private:
  float weight_ = 0, sum_ = 0, squares_ = 0;
};

}  // namespace

cv::Mat bandsBesideEdges(const cv::Mat& grey, const cv::Mat& where) {
  static const auto samples = windowSamples();
  cv::Mat framed, bands(grey.size(), CV_8UC1, cv::Scalar(0));
  cv::copyMakeBorder(grey, framed, RADIUS, RADIUS, RADIUS, RADIUS, cv::BORDER_REPLICATE);
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x) {
      if (where.at<std::uint8_t>(y, x) == 0) continue;
      const int middle = grey.at<std::uint8_t>(y, x);
      Variance whole, own;
      for (const cv::Point& s : samples) {
        const int difference = framed.at<std::uint8_t>(y + RADIUS + s.y, x + RADIUS + s.x) - middle;
        whole.add(float(difference), 1);
        own.add(float(difference), LIKENESS[std::abs(difference)]);
      }
      if (whole.value() > LEAST_CONTRAST && own.value() < LEAST_OWN_SHARE * whole.value()) bands.at<std::uint8_t>(y, x) = 255;
    }
  return bands;
}

}  // namespace scan
