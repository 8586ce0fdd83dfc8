// Where the turning item goes in the picture of a still camera.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace scan {

/**
 * CV_8UC1, 255 wherever the item comes by, from its moving masks (CV_8UC1 of one size, at least one). What differs from
 * the still room elsewhere is none of it: a pane that mirrors the light, a corner that a dim film lets flicker. All 0
 * where nothing moved.
 */
cv::Mat reachOf(const std::vector<cv::Mat>& masks);

}  // namespace scan
