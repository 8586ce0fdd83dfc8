// Triangles to pixels.
#pragma once
#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "common/camera.h"
#include "common/mesh.h"

namespace scan {

/** Barycentric coordinates of pixel centres in a triangle of image positions. */
struct FlatTriangle {
  Eigen::Vector2f a, b, c;
  float inverseArea;  ///< 1 / twice the signed area; infinite where degenerate

  FlatTriangle(const Eigen::Vector2f& p, const Eigen::Vector2f& q, const Eigen::Vector2f& r) : a(p), b(q), c(r) {
    inverseArea = 1 / ((b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x()));
  }
  Eigen::Vector3f at(float x, float y) const {
    const float wa = ((b.x() - x) * (c.y() - y) - (b.y() - y) * (c.x() - x)) * inverseArea;
    const float wb = ((c.x() - x) * (a.y() - y) - (c.y() - y) * (a.x() - x)) * inverseArea;
    return {wa, wb, 1 - wa - wb};
  }
  /** Pixels whose centres may lie within `margin` pixels of the triangle, clipped to the image. */
  cv::Rect pixels(int width, int height, float margin) const {
    const int x0 = std::max(0, int(std::floor(std::min({a.x(), b.x(), c.x()}) - 0.5F - margin)));
    const int y0 = std::max(0, int(std::floor(std::min({a.y(), b.y(), c.y()}) - 0.5F - margin)));
    const int x1 = std::min(width - 1, int(std::ceil(std::max({a.x(), b.x(), c.x()}) - 0.5F + margin)));
    const int y1 = std::min(height - 1, int(std::ceil(std::max({a.y(), b.y(), c.y()}) - 0.5F + margin)));
    return {x0, y0, std::max(0, x1 - x0 + 1), std::max(0, y1 - y0 + 1)};
  }
};

/** Depth of the nearest triangle at every pixel centre, CV_32FC1, infinite where there is none. */
cv::Mat renderDepth(const Mesh& mesh, const Camera& camera);

}  // namespace scan
