#include "masks/local-colours.h"

#include <cmath>
#include <cstdint>
#include <vector>

namespace scan {
namespace {

/** Pixels from a tile's middle to its window's edge, of 640: more than a gap under a handle is wide, less than the item. */
constexpr int REACH = 60;
/** Side of the tiles whose pixels share a window, in pixels. */
constexpr int TILE = 20;
/** Colours taken of each side, evenly over the window: densities are then good to a tenth. */
constexpr std::size_t SAMPLES = 150;
/** Width of the kernel in Lab: about twice what coding and noise change of a colour. */
constexpr float WIDTH = 4;
/** Density that counts as none, a third of one sample: what neither side has decides nothing. */
constexpr float ABSENT = 0.002F;
/** Of a window, what a side must have at least for its absence elsewhere to mean anything. */
constexpr double LEAST_SHARE = 0.02;

using Colours = std::vector<cv::Vec3f>;

/** Colours of the set pixels of the window; an even choice of them where there are many. */
Colours coloursOf(const cv::Mat& lab, const cv::Mat& side, const cv::Rect& window) {
  Colours all;
  for (int y = window.y; y < window.br().y; ++y)
    for (int x = window.x; x < window.br().x; ++x)
      if (side.at<std::uint8_t>(y, x) != 0) all.push_back(lab.at<cv::Vec3f>(y, x));
  if (double(all.size()) < LEAST_SHARE * window.area()) return {};
  if (all.size() <= SAMPLES) return all;
  Colours chosen;
  for (std::size_t i = 0; i < SAMPLES; ++i) chosen.push_back(all[i * all.size() / SAMPLES]);
  return chosen;
}

float density(const Colours& colours, const cv::Vec3f& colour) {
  float sum = 0;
  for (const auto& c : colours) {
    const cv::Vec3f difference = (c - colour) / WIDTH;
    const float distance = 1 + difference.dot(difference);
    sum += 1 / (distance * distance);
  }
  return sum / float(colours.size());
}

}  // namespace

cv::Mat colourLogOdds(const cv::Mat& lab, const cv::Mat& item, const cv::Mat& ground, const cv::Mat& wanted) {
  cv::Mat odds = cv::Mat::zeros(lab.size(), CV_32FC1);
  const cv::Rect frame({0, 0}, lab.size());
  for (int top = 0; top < lab.rows; top += TILE)
    for (int left = 0; left < lab.cols; left += TILE) {
      const cv::Rect tile = cv::Rect(left, top, TILE, TILE) & frame;
      if (cv::countNonZero(wanted(tile)) == 0) continue;
      const cv::Rect window = cv::Rect(left + TILE / 2 - REACH, top + TILE / 2 - REACH, 2 * REACH + 1, 2 * REACH + 1) & frame;
      const Colours onItem = coloursOf(lab, item, window), around = coloursOf(lab, ground, window);
      if (onItem.empty() || around.empty()) continue;
      for (int y = top; y < tile.br().y; ++y)
        for (int x = left; x < tile.br().x; ++x) {
          if (wanted.at<std::uint8_t>(y, x) == 0) continue;
          const auto& colour = lab.at<cv::Vec3f>(y, x);
          odds.at<float>(y, x) = std::log((density(onItem, colour) + ABSENT) / (density(around, colour) + ABSENT));
        }
    }
  return odds;
}

}  // namespace scan
