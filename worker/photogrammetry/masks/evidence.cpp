#include "masks/evidence.h"

#include <algorithm>
#include <cmath>

#include "common/statistics.h"

namespace scan {
namespace {

/** Odds of 20 to 1 that a confirmed depth above the plane is right, 7 to 1 on the plane: outlines blur onto it. */
constexpr float ITEM_BY_DEPTH = 3, TABLE_BY_DEPTH = -2, BEYOND_BY_DEPTH = -3;

/** The picture of the table can be wrong in whole areas (gloss, shadow of the filming person): odds of 12 to 1 at most. */
constexpr float MOST_BY_DIFFERENCE = 2.5F;

/**
 * By how much confirmed depths scatter around the plane: their median distance below it, as a standard deviation.
 * Only below, since the item adds points above. World units.
 */
double planeNoise(const std::vector<Camera>& cameras, const std::vector<DepthMap>& maps, const Region& region) {
  std::vector<double> below;
  for (std::size_t i = 0; i < maps.size(); ++i) {
    if (maps[i].empty()) continue;
    const Camera camera = cameras[i].resized(maps[i].depth.cols, maps[i].depth.rows);
    for (int y = 0; y < maps[i].depth.rows; y += 4)
      for (int x = 0; x < maps[i].depth.cols; x += 4) {
        const float depth = maps[i].depth.at<float>(y, x);
        if (!(depth > 0) || maps[i].agree.at<std::uint8_t>(y, x) < LEAST_AGREEING) continue;
        const double height = region.plane->height(camera.toWorld(camera.ray(x + 0.5, y + 0.5) * depth));
        if (height < 0 && height > -0.05 * region.radius) below.push_back(-height);
      }
  }
  constexpr double MEDIAN_TO_DEVIATION = 1.4826;  // of a normal distribution
  return below.empty() ? 0.005 * region.radius : MEDIAN_TO_DEVIATION * median(below);
}

}  // namespace

double clearOfPlane(const std::vector<Camera>& cameras, const std::vector<DepthMap>& maps, const Region& region) {
  return region.plane ? 4 * planeNoise(cameras, maps, region) : 0;
}

cv::Mat judgeByDepth(const Camera& camera, const DepthMap& map, const Region& region, double clear) {
  cv::Mat says = cv::Mat::zeros(camera.height, camera.width, CV_8UC1);
  if (map.empty()) return says;
  for (int y = 0; y < says.rows; ++y)
    for (int x = 0; x < says.cols; ++x) {
      const int row = y * map.depth.rows / says.rows, column = x * map.depth.cols / says.cols;
      const float depth = map.depth.at<float>(row, column);
      if (!(depth > 0) || map.agree.at<std::uint8_t>(row, column) < LEAST_AGREEING) continue;
      const Eigen::Vector3d p = camera.toWorld(camera.ray(x + 0.5, y + 0.5) * depth);
      const double height = region.plane->height(p);
      DepthSays verdict = DepthSays::item;
      if ((p - region.centre).norm() > region.radius) verdict = DepthSays::beyond;
      else if (std::abs(height) < clear) verdict = DepthSays::table;
      // What seems to lie under the table is a reflection, in the table or in the item.
      else if (height < 0) verdict = DepthSays::nothing;
      says.at<std::uint8_t>(y, x) = std::uint8_t(verdict);
    }
  return says;
}

void DifferenceModel::learn(const TableMatch& match, const cv::Mat& depthSays) {
  for (int y = 0; y < depthSays.rows; ++y)
    for (int x = 0; x < depthSays.cols; ++x) {
      if (!(match.support.at<float>(y, x) > 0)) continue;
      const auto says = DepthSays(depthSays.at<std::uint8_t>(y, x));
      const int difference = match.difference.at<std::uint8_t>(y, x);
      if (says == DepthSays::item) ++item_[difference];
      if (says == DepthSays::table) ++table_[difference];
    }
}

void DifferenceModel::finish() {
  // Prior, worth a thousand pixels: a table differs from itself by noise, an item from the table by anything.
  constexpr double PRIOR = 1000, NOISE = 6;
  double itemTotal = 0, tableTotal = 0;
  for (int d = 0; d < 256; ++d) {
    item_[d] += PRIOR / 256;
    table_[d] += PRIOR * std::exp(-d / NOISE) / NOISE;
    itemTotal += item_[d];
    tableTotal += table_[d];
  }
  for (int d = 0; d < 256; ++d) {
    double item = 0, table = 0;  // over a window, since large differences are rare
    const int reach = 1 + d / 8;
    for (int n = std::max(0, d - reach); n <= std::min(255, d + reach); ++n) item += item_[n], table += table_[n];
    const double ratio = std::log((item / itemTotal + 1e-9) / (table / tableTotal + 1e-9));
    tableToItem_[d] = std::exp(-std::clamp(float(ratio), -MOST_BY_DIFFERENCE, MOST_BY_DIFFERENCE));
  }
}

float DifferenceModel::logRatio(int difference, float support) const {
  return -std::log(support * tableToItem_[difference] + 1 - support);
}

cv::Mat itemProbability(const TableMatch& match, const cv::Mat& depthSays, const DifferenceModel& model) {
  cv::Mat probability(depthSays.size(), CV_32FC1);
  for (int y = 0; y < depthSays.rows; ++y)
    for (int x = 0; x < depthSays.cols; ++x) {
      float logOdds = 0;
      switch (DepthSays(depthSays.at<std::uint8_t>(y, x))) {
        case DepthSays::item: logOdds = ITEM_BY_DEPTH; break;
        case DepthSays::table: logOdds = TABLE_BY_DEPTH; break;
        case DepthSays::beyond: logOdds = BEYOND_BY_DEPTH; break;
        case DepthSays::nothing: break;
      }
      logOdds += model.logRatio(match.difference.at<std::uint8_t>(y, x), match.support.at<float>(y, x));
      probability.at<float>(y, x) = 1 / (1 + std::exp(-logOdds));
    }
  return probability;
}

}  // namespace scan
