// What several rooms do with pictures and masks.
#pragma once
#include <opencv2/imgproc.hpp>

namespace scan {

/** Structuring element: a disc of that many pixels round its middle. */
inline cv::Mat disc(int radius) { return cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * radius + 1, 2 * radius + 1}); }

/** Pixels that the picture's border does not reach without crossing `outline`. */
inline cv::Mat filled(const cv::Mat& outline) {
  cv::Mat outside;
  cv::copyMakeBorder(outline, outside, 1, 1, 1, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
  cv::floodFill(outside, {0, 0}, cv::Scalar(255));
  return outline | ~outside(cv::Rect(1, 1, outline.cols, outline.rows));
}

/** CV_32FC3, CIE Lab with L in 0..100, of a CV_8UC3 picture in RGB. */
inline cv::Mat toLab(const cv::Mat& image) {
  cv::Mat lab;
  image.convertTo(lab, CV_32F, 1 / 255.0);
  cv::cvtColor(lab, lab, cv::COLOR_RGB2Lab);
  return lab;
}

}  // namespace scan
