#include "turntable/moving-masks.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/picture.h"

namespace scan {
namespace {

/** Gaps in the outline that are closed, as a share of the picture's longer side: 12 pixels of 960. */
constexpr double CLOSED_SHARE = 0.0125;
/** Parts smaller than this share of the largest are reflections and flicker. */
constexpr double LEAST_PART = 0.02;

/** A pattern is what varies within a window of 11 pixels; slower changes are light, which any surface has. */
constexpr int PATTERN_WINDOW = 11;
constexpr double LIGHT_SIGMA = 4;
/** The pattern stands out of noise: of twice its strength the same pattern correlates to 0.89. */
constexpr float PATTERN_TO_NOISE = 2;
/** Some ten independent samples are in a window: another pattern correlates as well in three of a thousand. */
constexpr float LEAST_CORRELATION = 0.8F;
/** Contrast in deep shadow, and in a lamp's reflection. */
constexpr float LEAST_CONTRAST = 0.25F, MOST_CONTRAST = 1.3F;
/** By how much the light may change within half a window, at a shadow's edge. */
constexpr float PENUMBRA = 1.3F;

cv::Mat closingDisc(cv::Size size) {
  return disc(std::max(2, int(std::lround(CLOSED_SHARE * std::max(size.width, size.height)))));
}

cv::Mat largeParts(const cv::Mat& mask) {
  cv::Mat labels, statistics, centres;
  const int count = cv::connectedComponentsWithStats(mask, labels, statistics, centres);
  int most = 0;
  for (int part = 1; part < count; ++part) most = std::max(most, statistics.at<int>(part, cv::CC_STAT_AREA));
  cv::Mat kept = cv::Mat::zeros(mask.size(), CV_8UC1);
  for (int part = 1; part < count; ++part)
    if (statistics.at<int>(part, cv::CC_STAT_AREA) >= LEAST_PART * most) kept.setTo(255, labels == part);
  return kept;
}

/** What is left of a picture's grey (CV_32FC1) without its slow changes. */
cv::Mat patternOf(const cv::Mat& grey) {
  cv::Mat light;
  cv::GaussianBlur(grey, light, {}, LIGHT_SIGMA);
  return grey - light;
}

cv::Mat overWindow(const cv::Mat& values) {
  cv::Mat mean;
  cv::boxFilter(values, mean, CV_32F, {PATTERN_WINDOW, PATTERN_WINDOW});
  return mean;
}

cv::Mat greyOf(const cv::Mat& colour) {
  cv::Mat grey;
  cv::cvtColor(colour, grey, cv::COLOR_RGB2GRAY);
  return grey;
}

/** Middles of windows that have the backdrop's pattern, CV_8UC1. */
cv::Mat showsPattern(const cv::Mat& grey, const cv::Mat& room, const Backdrop& backdrop) {
  const cv::Mat seen = patternOf(grey), pattern = patternOf(room);
  const cv::Mat both = overWindow(seen.mul(pattern)), ofSeen = overWindow(seen.mul(seen)), ofRoom = overWindow(pattern.mul(pattern));
  const float least = std::pow(PATTERN_TO_NOISE * backdrop.noise, 2.F);
  cv::Mat shows = cv::Mat::zeros(grey.size(), CV_8UC1);
  for (int y = 0; y < shows.rows; ++y)
    for (int x = 0; x < shows.cols; ++x) {
      const float b = both.at<float>(y, x), s = ofSeen.at<float>(y, x), r = ofRoom.at<float>(y, x);
      const bool alike = b >= LEAST_CORRELATION * std::sqrt(s * r) && b >= LEAST_CONTRAST * r && b <= MOST_CONTRAST * r;
      if (r >= least && alike) shows.at<std::uint8_t>(y, x) = 255;
    }
  shows &= backdrop.known;
  // Chance agrees at single pixels.
  cv::morphologyEx(shows, shows, cv::MORPH_OPEN, cv::Mat::ones(5, 5, CV_8U));
  return shows;
}

/**
 * Where the room is seen, CV_8UC1: windows with its pattern, and as far as they reach what has the room's colours in
 * their light, since a window that reaches over the item's edge has no pattern of its own.
 */
cv::Mat showsRoom(const cv::Mat& colour, const Backdrop& backdrop) {
  const cv::Mat grey = greyOf(colour), room = greyOf(backdrop.colour), pattern = showsPattern(grey, room, backdrop);
  cv::Mat weight, shows = pattern.clone();
  pattern.convertTo(weight, CV_32F, 1 / 255.0);
  const cv::Mat light = overWindow(grey) / (overWindow(room) + 1);
  const cv::Mat weights = overWindow(weight), lights = overWindow(light.mul(weight));
  constexpr float ONE_PIXEL = 0.5F / (PATTERN_WINDOW * PATTERN_WINDOW);
  for (int y = 0; y < shows.rows; ++y)
    for (int x = 0; x < shows.cols; ++x) {
      if (weights.at<float>(y, x) < ONE_PIXEL || backdrop.known.at<std::uint8_t>(y, x) == 0) continue;
      const cv::Vec3f seen = colour.at<cv::Vec3f>(y, x), expected = backdrop.colour.at<cv::Vec3f>(y, x);
      const float near = lights.at<float>(y, x) / weights.at<float>(y, x);
      const float here = seen.dot(expected) / std::max(1.F, expected.dot(expected));
      const float lit = std::clamp(here, near / PENUMBRA, std::max(1.F, near * PENUMBRA));
      if (!differs(seen, expected * lit, backdrop)) shows.at<std::uint8_t>(y, x) = 255;
    }
  return shows;
}

}  // namespace

cv::Mat movingMask(const cv::Mat& frame, cv::Vec3f gain, const Backdrop& backdrop) {
  const cv::Mat colour = levelled(frame, gain);
  cv::Mat differing = cv::Mat::zeros(frame.size(), CV_8UC1);
  for (int y = 0; y < frame.rows; ++y)
    for (int x = 0; x < frame.cols; ++x)
      if (differs(colour.at<cv::Vec3f>(y, x), backdrop.colour.at<cv::Vec3f>(y, x), backdrop)) differing.at<std::uint8_t>(y, x) = MOVING;
  cv::morphologyEx(differing, differing, cv::MORPH_OPEN, cv::Mat::ones(3, 3, CV_8U));
  cv::Mat closed;
  cv::morphologyEx(differing, closed, cv::MORPH_CLOSE, closingDisc(frame.size()));
  const cv::Mat inside = largeParts(filled(closed));
  cv::Mat mask = cv::Mat::zeros(frame.size(), CV_8UC1);
  mask.setTo(LIKE_BACKDROP, inside);
  mask.setTo(MOVING, inside & differing);
  return mask;
}

cv::Mat withoutRoom(const cv::Mat& mask, const cv::Mat& frame, cv::Vec3f gain, const Backdrop& backdrop) {
  const cv::Mat colour = levelled(frame, gain);
  cv::Mat kept = mask.clone();
  kept.setTo(STILL, showsRoom(colour, backdrop));
  kept.setTo(STILL, ~largeParts(kept != STILL));
  return kept;
}

cv::Mat alwaysCovered(const Backdrop& backdrop) {
  cv::Mat covered;
  cv::morphologyEx(filled(~backdrop.known), covered, cv::MORPH_OPEN, closingDisc(backdrop.known.size()));
  return covered;
}

cv::Mat wholeMask(const cv::Mat& mask, const cv::Mat& covered) {
  cv::Mat whole = mask.clone();
  whole.setTo(LIKE_BACKDROP, covered & (mask == STILL));
  return whole;
}

}  // namespace scan
