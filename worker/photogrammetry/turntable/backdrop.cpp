#include "turntable/backdrop.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/parallel.h"
#include "common/statistics.h"

namespace scan {
namespace {

constexpr float MEDIAN_TO_DEVIATION = 1.4826F;  // of a normal distribution
/** Six standard deviations, and never less than what video compression leaves around edges. */
constexpr float CLEAR_DEVIATIONS = 6, LEAST_DIFFERENCE = 8;
/** Share of the frames that have to show a pixel beside the item: so many have seen it in more lights than one. */
constexpr double LEAST_SEEN = 0.1;
/** Shares of the frames: what more show still is the room, what fewer do may be the item in a shade it has often. */
constexpr double ROOM = 0.75, DOUBTFUL = 0.5;
/** Standard deviation of what lies within a tolerance by chance, as a share of it. */
constexpr float EVEN_DEVIATION = 0.577F;
/** Pixels: some eight frames of one pixel are too few for a deviation. */
constexpr int DEVIATION_WINDOW = 5;

float largestDifference(const cv::Vec3f& a, const cv::Vec3f& b) {
  return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])});
}

float tolerance(const Backdrop& backdrop) { return std::max(LEAST_DIFFERENCE, CLEAR_DEVIATIONS * backdrop.noise); }

/** The colour that most of the others are within `reach` of: their mean. */
cv::Vec3f usualColour(const std::vector<cv::Vec3f>& seen, float reach) {
  int most = 0;
  cv::Vec3f usual;
  for (const auto& candidate : seen) {
    int like = 0;
    cv::Vec3f sum(0, 0, 0);
    for (const auto& other : seen)
      if (largestDifference(other, candidate) < reach) sum += other, ++like;
    if (like > most) most = like, usual = sum / float(like);
  }
  return usual;
}

cv::Mat medianPicture(const std::vector<cv::Mat>& frames, const std::vector<cv::Vec3f>& gains, cv::Mat& deviation) {
  cv::Mat middle(frames[0].size(), CV_32FC3);
  deviation.create(frames[0].size(), CV_32FC1);
  parallelFor(std::size_t(middle.rows), [&](std::size_t row) {
    const int y = int(row);
    std::vector<float> values(frames.size());
    for (int x = 0; x < middle.cols; ++x) {
      float most = 0;
      for (int channel = 0; channel < 3; ++channel) {
        for (std::size_t i = 0; i < frames.size(); ++i)
          values[i] = float(frames[i].at<cv::Vec3b>(y, x)[channel]) * gains[i][channel];
        const float centre = median(values);
        middle.at<cv::Vec3f>(y, x)[channel] = centre;
        for (float& value : values) value = std::abs(value - centre);
        most = std::max(most, median(values));
      }
      deviation.at<float>(y, x) = MEDIAN_TO_DEVIATION * most;
    }
  });
  return middle;
}

/** Each frame's exposure against the middle picture: the median ratio, over pixels that are neither dark nor clipped. */
std::vector<cv::Vec3f> levelExposure(const std::vector<cv::Mat>& frames, const cv::Mat& middle) {
  std::vector<cv::Vec3f> gains(frames.size(), cv::Vec3f(1, 1, 1));
  parallelFor(frames.size(), [&](std::size_t i) {
    for (int channel = 0; channel < 3; ++channel) {
      std::vector<float> ratios;
      for (int y = 0; y < middle.rows; y += 4)
        for (int x = 0; x < middle.cols; x += 4) {
          const int raw = frames[i].at<cv::Vec3b>(y, x)[channel];
          const float usual = middle.at<cv::Vec3f>(y, x)[channel];
          if (raw > 20 && raw < 245 && usual > 20 && usual < 245) ratios.push_back(usual / float(raw));
        }
      if (ratios.size() > 50) gains[i][channel] = median(ratios);
    }
  });
  return gains;
}

/** Of the channel that deviates most, over small windows: `squares` are summed over `count` colours of a pixel. */
cv::Mat deviationOf(const cv::Mat& squares, const cv::Mat& count) {
  cv::Mat sum, counts, deviation(count.size(), CV_32FC1);
  cv::boxFilter(squares, sum, CV_32F, {DEVIATION_WINDOW, DEVIATION_WINDOW}, {-1, -1}, false);
  cv::boxFilter(count, counts, CV_32F, {DEVIATION_WINDOW, DEVIATION_WINDOW}, {-1, -1}, false);
  for (int y = 0; y < sum.rows; ++y)
    for (int x = 0; x < sum.cols; ++x) {
      const cv::Vec3f& all = sum.at<cv::Vec3f>(y, x);
      deviation.at<float>(y, x) = std::sqrt(std::max({all[0], all[1], all[2], 0.F}) / std::max(1.F, counts.at<float>(y, x)));
    }
  return deviation;
}

/**
 * The deviation from which on a pixel shows the item: half way, as a ratio, from that of the room, nearly all of it, to
 * that of colours which are alike by chance. Of the room where the item comes by, since compression lets it vary there.
 */
float mostDeviation(const cv::Mat& deviation, const cv::Mat& count, double frames, float tolerance) {
  std::vector<float> ofRoom;
  for (int y = 0; y < count.rows; ++y)
    for (int x = 0; x < count.cols; ++x)
      if (const float seen = count.at<float>(y, x); seen >= ROOM * frames && seen < frames) ofRoom.push_back(deviation.at<float>(y, x));
  const float even = EVEN_DEVIATION * tolerance, room = ofRoom.empty() ? even : quantile(ofRoom, 0.9);
  return std::max(room, std::sqrt(room * even));
}

}  // namespace

cv::Mat levelled(const cv::Mat& frame, cv::Vec3f gain) {
  cv::Mat colour;
  frame.convertTo(colour, CV_32FC3);
  cv::multiply(colour, cv::Scalar(gain[0], gain[1], gain[2]), colour);
  return colour;
}

bool differs(const cv::Vec3f& seen, const cv::Vec3f& expected, const Backdrop& backdrop) {
  return largestDifference(seen, expected) > tolerance(backdrop);
}

Backdrop findBackdrop(const std::vector<cv::Mat>& frames) {
  Backdrop backdrop;
  cv::Mat deviation;
  backdrop.gains.assign(frames.size(), cv::Vec3f(1, 1, 1));
  backdrop.gains = levelExposure(frames, medianPicture(frames, backdrop.gains, deviation));
  backdrop.colour = medianPicture(frames, backdrop.gains, deviation);
  // More than a quarter of the picture stands still, also where it was cut to the item's reach: this is noise.
  backdrop.noise = std::max(0.5F, quantile(std::vector<float>(deviation.begin<float>(), deviation.end<float>()), 0.25));
  // Narrow: the room shows the same colour each time, a turning item many alike.
  const float reach = 3 * backdrop.noise;
  parallelFor(std::size_t(deviation.rows), [&](std::size_t row) {
    const int y = int(row);
    std::vector<cv::Vec3f> seen(frames.size());
    for (int x = 0; x < deviation.cols; ++x) {
      if (deviation.at<float>(y, x) < 2 * backdrop.noise) continue;
      for (std::size_t i = 0; i < frames.size(); ++i)
        seen[i] = cv::Vec3f(frames[i].at<cv::Vec3b>(y, x)).mul(backdrop.gains[i]);
      backdrop.colour.at<cv::Vec3f>(y, x) = usualColour(seen, reach);
    }
  });
  return backdrop;
}

void learnRoom(const std::vector<cv::Mat>& frames, const std::vector<cv::Mat>& masks, Backdrop& backdrop) {
  const cv::Size size = backdrop.colour.size();
  cv::Mat sum = cv::Mat::zeros(size, CV_32FC3), squares = sum.clone(), count = cv::Mat::zeros(size, CV_32FC1);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const cv::Mat still = masks[i] == 0, colour = levelled(frames[i], backdrop.gains[i]);
    cv::accumulate(colour, sum, still);
    cv::accumulateSquare(colour, squares, still);
    cv::add(count, 1, count, still);
  }
  const double leastCount = std::max(3.0, LEAST_SEEN * double(frames.size()));
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const float seen = count.at<float>(y, x);
      const cv::Vec3f mean = sum.at<cv::Vec3f>(y, x) / std::max(1.F, seen);
      squares.at<cv::Vec3f>(y, x) -= seen * mean.mul(mean);
      if (seen >= leastCount) backdrop.colour.at<cv::Vec3f>(y, x) = mean;
    }
  const cv::Mat deviation = deviationOf(squares, count);
  const double most = mostDeviation(deviation, count, double(frames.size()), tolerance(backdrop));
  backdrop.known = (count >= leastCount) & ((count >= DOUBTFUL * double(frames.size())) | (deviation < most));
}

}  // namespace scan
