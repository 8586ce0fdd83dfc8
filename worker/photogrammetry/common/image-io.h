// Images as plain files: PPM and PGM for bytes, PFM for floats. OpenCV's matrices hold them, RGB order.
#pragma once
#include <opencv2/core.hpp>
#include <string>

namespace scan {

/** Binary PPM (P6, maximum 255) as CV_8UC3, RGB. Throws BadInput. */
cv::Mat readPpm(const std::string& path);
/** Binary PGM (P5, maximum 255) as CV_8UC1. Throws BadInput. */
cv::Mat readPgm(const std::string& path);
/** CV_8UC1 as P5, CV_8UC3 (RGB) as P6. Throws std::runtime_error when the disk refuses. */
void writePnm(const std::string& path, const cv::Mat& image);

/** Portable float map as CV_32FC1 or CV_32FC3, top row first in memory. Throws BadInput. */
cv::Mat readPfm(const std::string& path);
/** CV_32FC1 or CV_32FC3. Throws std::runtime_error when the disk refuses. */
void writePfm(const std::string& path, const cv::Mat& map);

bool fileExists(const std::string& path);

}  // namespace scan
