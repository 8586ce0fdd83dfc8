// The cut between item and background that follows the picture's edges.
#pragma once
#include <opencv2/core.hpp>

namespace scan {

/** Log-odds of a pixel that must not change sides. */
constexpr float FIXED = 1000;

/**
 * CV_8UC1: 255 on the item's side of the cheapest cut (Boykov and Jolly 2001, by OpenCV's maximum flow). A pixel on the
 * other side than its `logOdds` (CV_32FC1, item to ground) say costs as much as they are; two neighbours of eight apart
 * cost the less, the more their colours differ. `lab` is CV_32FC3 of the same size.
 */
cv::Mat cutAlongEdges(const cv::Mat& lab, const cv::Mat& logOdds);

}  // namespace scan
