// A depth map in cells of 4 x 4 pixels: what completion computes on.
#pragma once
#include <opencv2/core.hpp>

#include "common/depth-map.h"
#include "completion/rims.h"

namespace scan {

/** Pixels along a cell's edge. Completion is smooth by nature; full resolution would cost 16 times as much. */
constexpr int CELL = 4;

/** All matrices have the number of whole cells as their size. */
struct Cells {
  cv::Mat inside;   ///< CV_8UC1: 255 where more than 60 % of the pixels show the item
  cv::Mat inverse;  ///< CV_32FC1: median inverse depth of the pixels that have one, 0 = none
  /** CV_32FC1: 0..1, share of pixels with depth (bands beside edges hardly count) times how well they match times texture. */
  cv::Mat trust;
  cv::Mat colour;   ///< CV_32FC3: CIE Lab, L stretched to 0..255 so that its steps weigh as much as those of a and b
  RimCells rims = {};  ///< of outlines, for where nothing was matched; or empty
};

/** Pixels whose depth may be believed: CV_8UC1. */
struct BelieveOptions {
  int leastAgreeing = 3;     ///< neighbouring views with the same surface
  float worstCost = 0.35F;   ///< 1 - ZNCC
  int smallestPatch = 60;    ///< connected pixels with like depth; smaller islands are chance matches
  int outlineRadius = 3;     ///< pixels from something 2 % farther away: there the item's depth spills onto it
};

/** `mask` is CV_8UC1 of the map's size, 255 on the item. */
cv::Mat believablePixels(const DepthMap& map, const cv::Mat& mask, const BelieveOptions& options);

/** `map` holds believable depth only; `image` is CV_8UC3 RGB of its size. */
Cells makeCells(const DepthMap& map, const cv::Mat& mask, const cv::Mat& image);

}  // namespace scan
