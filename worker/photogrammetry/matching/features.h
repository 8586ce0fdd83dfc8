// The features of all frames, as worker/scan exports them from COLMAP's database (format in ../README.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <Eigen/Core>

namespace matching {

// One unit-length SIFT descriptor a row.
using Descriptors = Eigen::Matrix<float, Eigen::Dynamic, 128, Eigen::RowMajor>;

// Where a feature lies in its image, and how large it is. Pixels.
struct Keypoint {
  float x, y, scale;
};

struct ImageFeatures {
  std::string name;
  std::vector<Keypoint> keypoints;  // one per descriptor
  Descriptors descriptors;
};

// Throws scan::BadInput when the file is missing or malformed.
std::vector<ImageFeatures> readFeatures(const std::string& path);

}  // namespace matching
