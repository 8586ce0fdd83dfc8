// Sparse optical flow between two frames.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace keyframes {

struct FlowOptions {
  int levels = 4;           // pyramid levels; each doubles the reach
  int windowRadius = 7;     // pixels: a 15 x 15 window
  int iterations = 12;      // per level
  float convergence = 0.03f;  // pixels
  float maxResidual = 14.f;   // mean absolute difference of grey levels of a track that is believed
};

// One grey pyramid: level 0 is the frame itself (8 bit), each next level half as large.
using Pyramid = std::vector<cv::Mat>;
Pyramid buildPyramid(const cv::Mat& grey, int levels);

// Follows `points` (pixels in the first frame) into the second. Lost points are left out of the result, which holds
// displacements in pixels. Pyramidal Lucas-Kanade: J.-Y. Bouguet, "Pyramidal implementation of the affine Lucas Kanade
// feature tracker", Intel 2001, without the affine part.
std::vector<cv::Point2f> trackPoints(const Pyramid& from, const Pyramid& to, const std::vector<cv::Point2f>& points,
                                     const FlowOptions& options = {});

}  // namespace keyframes
