// One view's depth map, and its files.
#pragma once
#include <opencv2/core.hpp>
#include <string>

namespace scan {

/**
 * All matrices have one size; where depth is 0 the others mean nothing. Normal is empty where a folder has none, and so are
 * cost and normal once completed.
 */
struct DepthMap {
  cv::Mat depth;   ///< CV_32FC1, along the optical axis, 0 = none
  cv::Mat cost;    ///< CV_32FC1, 1 - ZNCC: 0 a perfect match, 2 none
  cv::Mat normal;  ///< CV_32FC3, unit, camera frame, towards the camera
  cv::Mat agree;   ///< CV_8UC1, how many neighbouring views have the same surface there

  bool empty() const { return depth.empty(); }
  cv::Size size() const { return depth.size(); }
  static DepthMap blank(cv::Size size);
};

/**
 * Files STEM.{depth,cost}.pfm and STEM.agree.pgm of a map that was matched, and STEM.normal.pfm where there is one. An
 * absent view gives an empty map.
 */
DepthMap readDepthMap(const std::string& folder, const std::string& stem);
/** Writes them, but for those of the map that are empty. */
void writeDepthMap(const std::string& folder, const std::string& stem, const DepthMap& map);

}  // namespace scan
