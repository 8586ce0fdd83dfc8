// Depth that a surface took from the edge beside it.
#pragma once
#include <opencv2/core.hpp>

namespace scan {

/**
 * Pixels (255, CV_8UC1) that are plain by themselves while an edge stands within a matching window of them. What was
 * matched there is the edge: on the far side of an outline its depth is that of the nearer surface, in a band as wide
 * as the window, and every view agrees on it. `grey` and `where`, which is not 0 where it is asked, are CV_8UC1.
 */
cv::Mat bandsBesideEdges(const cv::Mat& grey, const cv::Mat& where);

}  // namespace scan
