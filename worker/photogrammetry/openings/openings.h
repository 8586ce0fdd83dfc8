// Where the ground is seen through the item: between legs, through a handle, inside a ring.
#pragma once
#include <opencv2/core.hpp>

namespace scan {

/**
 * The mask (CV_8UC1, 0 or 255) without its openings: patches that depth has on the ground (`ground`, CV_8UC1, 255) and
 * that the item encloses, as far as the edges of `image` (CV_8UC3, RGB) around them. All of one size. What lies at the
 * mask's own outline is left as it is: there the ground's depth spreads over the item as well.
 */
cv::Mat openMask(const cv::Mat& mask, const cv::Mat& ground, const cv::Mat& image);

}  // namespace scan
