#include "completion/cells.h"

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "common/picture.h"
#include "common/statistics.h"
#include "completion/edge-bands.h"

namespace scan {
namespace {

/** Clears connected areas of `pixels` smaller than `smallest`; depth may change by half a percent from pixel to pixel. */
void dropIslands(const cv::Mat& depth, cv::Mat& pixels, int smallest) {
  cv::Mat visited = cv::Mat::zeros(pixels.size(), CV_8UC1);
  std::vector<cv::Point> area;
  for (int y = 0; y < pixels.rows; ++y)
    for (int x = 0; x < pixels.cols; ++x) {
      if (pixels.at<std::uint8_t>(y, x) == 0 || visited.at<std::uint8_t>(y, x) != 0) continue;
      area.assign(1, {x, y});
      visited.at<std::uint8_t>(y, x) = 1;
      for (std::size_t next = 0; next < area.size(); ++next) {
        const cv::Point p = area[next];
        for (const auto& step : {cv::Point(1, 0), cv::Point(-1, 0), cv::Point(0, 1), cv::Point(0, -1)}) {
          const cv::Point q = p + step;
          if (q.x < 0 || q.y < 0 || q.x >= pixels.cols || q.y >= pixels.rows) continue;
          if (pixels.at<std::uint8_t>(q) == 0 || visited.at<std::uint8_t>(q) != 0) continue;
          if (std::abs(depth.at<float>(q) - depth.at<float>(p)) > 0.005F * depth.at<float>(p)) continue;
          visited.at<std::uint8_t>(q) = 1;
          area.push_back(q);
        }
      }
      if (int(area.size()) < smallest)
        for (const auto& p : area) pixels.at<std::uint8_t>(p) = 0;
    }
}

/** What a pixel in a band beside an edge says: enough to lead where nothing else does, as along the buttons of a plain lid. */
constexpr float SAY_OF_BANDS = 0.02F;

/**
 * 0..1 per cell: how much of the grey levels' variance is texture. Over 3 x 3 cells, of the pixels that resemble the
 * middle: an outline beside a smooth surface is no texture of it. Video coding alone leaves a deviation of about one
 * level, which matches wherever the neighbours' depth leads.
 */
cv::Mat textureShare(const cv::Mat& grey, cv::Size size) {
  constexpr float CODING_VARIANCE = 1, ALIKE = 20;
  cv::Mat share(size, CV_32FC1);
  for (int row = 0; row < size.height; ++row)
    for (int column = 0; column < size.width; ++column) {
      const float middle = grey.at<std::uint8_t>(row * CELL + CELL / 2, column * CELL + CELL / 2);
      float count = 0, sum = 0, squares = 0;
      for (int y = std::max(0, (row - 1) * CELL); y < std::min(grey.rows, (row + 2) * CELL); ++y)
        for (int x = std::max(0, (column - 1) * CELL); x < std::min(grey.cols, (column + 2) * CELL); ++x) {
          const float difference = grey.at<std::uint8_t>(y, x) - middle;
          if (std::abs(difference) > ALIKE) continue;
          ++count;
          sum += difference;
          squares += difference * difference;
        }
      const float variance = squares / count - (sum / count) * (sum / count);
      share.at<float>(row, column) = variance / (variance + CODING_VARIANCE);
    }
  return share;
}

}  // namespace

cv::Mat believablePixels(const DepthMap& map, const cv::Mat& mask, const BelieveOptions& options) {
  cv::Mat pixels = (map.depth > 0) & (map.agree >= options.leastAgreeing) & (map.cost < options.worstCost) & (mask > 127);
  dropIslands(map.depth, pixels, options.smallestPatch);
  cv::Mat kept = cv::Mat::zeros(map.size(), CV_32FC1), farthest;
  map.depth.copyTo(kept, pixels);
  const int side = 2 * options.outlineRadius + 1;
  cv::dilate(kept, farthest, cv::Mat::ones(side, side, CV_8U));
  return pixels & (farthest <= map.depth * 1.02);
}

Cells makeCells(const DepthMap& map, const cv::Mat& mask, const cv::Mat& image) {
  const cv::Size size(map.depth.cols / CELL, map.depth.rows / CELL);
  Cells cells{cv::Mat::zeros(size, CV_8UC1), cv::Mat::zeros(size, CV_32FC1), cv::Mat::zeros(size, CV_32FC1), {}};
  cv::Mat grey;
  cv::cvtColor(image, grey, cv::COLOR_RGB2GRAY);
  const cv::Mat texture = textureShare(grey, size), bands = bandsBesideEdges(grey, map.depth > 0);
  std::vector<float> inverse;
  for (int row = 0; row < size.height; ++row)
    for (int column = 0; column < size.width; ++column) {
      inverse.clear();
      float cost = 0, say = 0;
      int onItem = 0;
      for (int y = row * CELL; y < (row + 1) * CELL; ++y)
        for (int x = column * CELL; x < (column + 1) * CELL; ++x) {
          onItem += mask.at<std::uint8_t>(y, x) > 127;
          if (!(map.depth.at<float>(y, x) > 0)) continue;
          inverse.push_back(1 / map.depth.at<float>(y, x));
          cost += map.cost.at<float>(y, x);
          say += bands.at<std::uint8_t>(y, x) != 0 ? SAY_OF_BANDS : 1;
        }
      if (onItem > 0.6 * CELL * CELL) cells.inside.at<std::uint8_t>(row, column) = 255;
      if (inverse.size() < CELL) continue;  // a quarter of the cell
      const float count = float(inverse.size());
      cells.inverse.at<float>(row, column) = median(inverse);
      cells.trust.at<float>(row, column) = say / (CELL * CELL) * (1 - cost / count) * texture.at<float>(row, column);
    }
  const cv::Mat whole = image(cv::Rect(0, 0, size.width * CELL, size.height * CELL));
  cv::Mat small;
  cv::resize(whole, small, size, 0, 0, cv::INTER_AREA);
  cv::multiply(toLab(small), cv::Scalar(2.55, 1, 1), cells.colour);
  return cells;
}

}  // namespace scan
