#include "openings/openings.h"

#include <vector>

#include "common/picture.h"
#include "masks/graph-cut.h"
#include "masks/local-colours.h"

namespace scan {
namespace {

/**
 * Pixels of 640 by which depth may have taken an opening too narrow or too wide: windows of 11 pixels on maps of 1280
 * spread a depth half as far.
 */
constexpr int SPREAD = 4;
/** Pixels of an opening at least: of such a window on the mask. What is smaller has hardly any depth of its own. */
constexpr int SMALLEST = 30;

/** The connected parts of `pixels` that have `smallest` pixels at least, and one of them in `anchor` if `touching`, none if not. */
cv::Mat parts(const cv::Mat& pixels, int smallest, const cv::Mat& anchor, bool touching) {
  cv::Mat labels, statistics, middles;
  const int count = cv::connectedComponentsWithStats(pixels, labels, statistics, middles, 8, CV_32S);
  std::vector<bool> touched(std::size_t(count), false);
  for (int y = 0; y < labels.rows; ++y)
    for (int x = 0; x < labels.cols; ++x)
      if (anchor.at<std::uint8_t>(y, x) != 0) touched[std::size_t(labels.at<int>(y, x))] = true;
  cv::Mat chosen = cv::Mat::zeros(pixels.size(), CV_8UC1);
  for (int part = 1; part < count; ++part)
    if (touched[std::size_t(part)] == touching && statistics.at<int>(part, cv::CC_STAT_AREA) >= smallest) chosen.setTo(255, labels == part);
  return chosen;
}

/** What surrounds the item: the mask's outside, but not the holes that it has already. */
cv::Mat outsideOf(const cv::Mat& mask) {
  cv::Mat border = cv::Mat::zeros(mask.size(), CV_8UC1);
  cv::rectangle(border, cv::Rect({0, 0}, mask.size()), cv::Scalar(255));
  return parts(mask == 0, 1, border, true);
}

/** Patches of the ground within the mask, off its outline. */
cv::Mat enclosedGround(const cv::Mat& mask, const cv::Mat& ground) {
  cv::Mat patches, rim;
  cv::morphologyEx(mask & ground, patches, cv::MORPH_OPEN, cv::Mat::ones(3, 3, CV_8U));
  cv::dilate(outsideOf(mask), rim, cv::Mat::ones(3, 3, CV_8U));
  return parts(patches, SMALLEST, rim, false);
}

}  // namespace

cv::Mat openMask(const cv::Mat& mask, const cv::Mat& ground, const cv::Mat& image) {
  const cv::Mat openings = enclosedGround(mask, ground);
  if (cv::countNonZero(openings) == 0) return mask;
  cv::Mat near;
  cv::dilate(openings, near, disc(SPREAD));
  const cv::Mat lab = toLab(image);
  const cv::Mat item = mask & ~near, unsure = near & mask & ~openings;
  cv::Mat odds = colourLogOdds(lab, item, openings | (mask == 0), unsure);
  odds.setTo(FIXED, item);
  odds.setTo(-FIXED, openings | (mask == 0));
  return cutAlongEdges(lab, odds);
}

}  // namespace scan
