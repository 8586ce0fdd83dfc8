// What a pixel's colour says by the colours around it.
#pragma once
#include <opencv2/core.hpp>

namespace scan {

/**
 * CV_32FC1: log-likelihood ratio, item to ground, of the colour of each pixel where `wanted` is set, 0 elsewhere. The
 * likelihoods are kernel densities over the pixels of `item` and `ground` in a window around it: a grey handle is told
 * from a grey wall beside it, though something else of the wall's grey stands farther off. 0 where the window has too
 * few pixels of either. `lab` is CV_32FC3 with L in 0..100, the rest CV_8UC1, all of one size.
 */
cv::Mat colourLogOdds(const cv::Mat& lab, const cv::Mat& item, const cv::Mat& ground, const cv::Mat& wanted);

}  // namespace scan
