// How likely each pixel shows the item, from depth and from the bare table's picture.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

#include "common/depth-map.h"
#include "common/region.h"
#include "masks/table-picture.h"

namespace scan {

/** Neighbouring views that confirm a coarse depth at least: one alone agrees by chance. */
constexpr int LEAST_AGREEING = 2;

/**
 * How far from the plane a depth has to lie to be none of its own: four times by how much confirmed depths scatter around
 * it, so that one table pixel in thirty thousand is mistaken for the item. World units, 0 without a plane.
 */
double clearOfPlane(const std::vector<Camera>& cameras, const std::vector<DepthMap>& maps, const Region& region);

/** CV_8UC1 of DepthSays at the camera's size. A point counts as item inside the region and `clear` of the plane. */
cv::Mat judgeByDepth(const Camera& camera, const DepthMap& depth, const Region& region, double clear);

/**
 * Log-likelihood ratio, item to table, of a difference to the table's picture, learnt from the pixels whose depth
 * already tells: an item that looks like its table gets ratios near 0, and the difference then decides nothing.
 */
class DifferenceModel {
 public:
  void learn(const TableMatch& match, const cv::Mat& depthSays);
  void finish();
  /**
   * @param support share of the views that show the table's colour there. In the others it shows anything, as an item
   * does: past the table's edge, where a wall stands behind the floor, a difference says little; with none, nothing.
   */
  float logRatio(int difference, float support) const;

 private:
  double item_[256] = {}, table_[256] = {};
  float tableToItem_[256] = {};  ///< likelihood ratio where all views show the table's colour
};

/** CV_32FC1: probability 0..1 that the pixel shows the item, 0.5 where nothing is known. */
cv::Mat itemProbability(const TableMatch& match, const cv::Mat& depthSays, const DifferenceModel& model);

}  // namespace scan
