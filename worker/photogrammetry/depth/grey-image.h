// A grey image laid out for fast bilinear lookups.
#pragma once
#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

namespace scan {

/** Each word holds a pixel and its right, lower and lower right neighbours, one byte each: one load per lookup. */
class GreyImage {
 public:
  GreyImage() = default;
  explicit GreyImage(const cv::Mat& grey);  ///< CV_8UC1
  int width() const { return width_; }
  int height() const { return height_; }
  int at(int x, int y) const { return quads_[static_cast<std::size_t>(y) * width_ + x] & 255; }
  const std::uint32_t* quads() const { return quads_.data(); }

 private:
  int width_ = 0, height_ = 0;
  std::vector<std::uint32_t> quads_;
};

}  // namespace scan
