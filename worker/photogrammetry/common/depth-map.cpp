#include "common/depth-map.h"

#include "common/image-io.h"
#include "common/stage.h"

namespace scan {

DepthMap DepthMap::blank(cv::Size size) {
  return {cv::Mat::zeros(size, CV_32FC1), cv::Mat(size, CV_32FC1, cv::Scalar(2)),
          cv::Mat(size, CV_32FC3, cv::Scalar(0, 0, -1)), cv::Mat::zeros(size, CV_8UC1)};
}

DepthMap readDepthMap(const std::string& folder, const std::string& stem) {
  const std::string base = folder + "/" + stem;
  if (!fileExists(base + ".depth.pfm")) return {};
  DepthMap map{readPfm(base + ".depth.pfm"), readPfm(base + ".cost.pfm"), {}, readPgm(base + ".agree.pgm")};
  if (fileExists(base + ".normal.pfm")) map.normal = readPfm(base + ".normal.pfm");
  if (map.cost.size() != map.size() || map.agree.size() != map.size() || (!map.normal.empty() && map.normal.size() != map.size()))
    throw BadInput("the depth files of " + base + " differ in size");
  return map;
}

void writeDepthMap(const std::string& folder, const std::string& stem, const DepthMap& map) {
  const std::string base = folder + "/" + stem;
  if (!map.cost.empty()) writePfm(base + ".cost.pfm", map.cost);
  if (!map.normal.empty()) writePfm(base + ".normal.pfm", map.normal);
  writePnm(base + ".agree.pgm", map.agree);
  writePfm(base + ".depth.pfm", map.depth);  // last: its presence says that the view is complete
}

}  // namespace scan
