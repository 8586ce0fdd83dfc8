// The features of all frames, as worker/scan exports them from COLMAP's database (format in ../README.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <Eigen/Core>

namespace matching {

// One unit-length SIFT descriptor a row.
using Descriptors = Eigen::Matrix<float, Eigen::Dynamic, 128, Eigen::RowMajor>;

struct ImageFeatures {
  std::string name;
  std::vector<float> scales;  // pixels, one per descriptor
  Descriptors descriptors;
};

// Throws scan::BadInput when the file is missing or malformed.
std::vector<ImageFeatures> readFeatures(const std::string& path);

}  // namespace matching
