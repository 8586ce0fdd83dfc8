#include "keyframes/optical-flow.h"

#include <cmath>
#include <optional>

#include <opencv2/imgproc.hpp>

namespace keyframes {
namespace {

float sample(const cv::Mat& image, float x, float y) {
  const int column = static_cast<int>(x), row = static_cast<int>(y);
  const float a = x - column, b = y - row;
  const uchar* top = image.ptr<uchar>(row) + column;
  const uchar* bottom = image.ptr<uchar>(row + 1) + column;
  return (1 - b) * ((1 - a) * top[0] + a * top[1]) + b * ((1 - a) * bottom[0] + a * bottom[1]);
}

bool inside(const cv::Mat& image, cv::Point2f point, int margin) {
  return point.x >= margin && point.y >= margin && point.x < image.cols - margin - 1 &&
         point.y < image.rows - margin - 1;
}

// The window round a point of the first frame with its gradients, sampled once per level.
struct Patch {
  std::vector<float> grey, gradientX, gradientY;
  float xx = 0, xy = 0, yy = 0;
};

Patch samplePatch(const cv::Mat& image, cv::Point2f centre, int radius) {
  Patch patch;
  const size_t pixels = static_cast<size_t>(2 * radius + 1) * (2 * radius + 1);
  patch.grey.reserve(pixels);
  patch.gradientX.reserve(pixels);
  patch.gradientY.reserve(pixels);
  for (int dy = -radius; dy <= radius; dy++)
    for (int dx = -radius; dx <= radius; dx++) {
      const float x = centre.x + dx, y = centre.y + dy;
      const float gx = 0.5f * (sample(image, x + 1, y) - sample(image, x - 1, y));
      const float gy = 0.5f * (sample(image, x, y + 1) - sample(image, x, y - 1));
      patch.grey.push_back(sample(image, x, y));
      patch.gradientX.push_back(gx);
      patch.gradientY.push_back(gy);
      patch.xx += gx * gx;
      patch.xy += gx * gy;
      patch.yy += gy * gy;
    }
  return patch;
}

struct Refined {
  cv::Point2f displacement;
  float residual;  // mean absolute grey difference at the last iteration
};

// Gauss-Newton on one level, from a first guess. Nothing when the window leaves the image or has no texture.
std::optional<Refined> refine(const cv::Mat& from, const cv::Mat& to, cv::Point2f point, cv::Point2f guess,
                              const FlowOptions& options) {
  const int radius = options.windowRadius;
  if (!inside(from, point, radius + 1)) return std::nullopt;
  const Patch patch = samplePatch(from, point, radius);
  const float determinant = patch.xx * patch.yy - patch.xy * patch.xy;
  if (determinant < 1e-3f) return std::nullopt;
  cv::Point2f displacement = guess;
  float residual = 0;
  for (int iteration = 0; iteration < options.iterations; iteration++) {
    if (!inside(to, point + displacement, radius + 1)) return std::nullopt;
    float bx = 0, by = 0;
    residual = 0;
    size_t i = 0;
    for (int dy = -radius; dy <= radius; dy++)
      for (int dx = -radius; dx <= radius; dx++, i++) {
        const float difference =
            patch.grey[i] - sample(to, point.x + displacement.x + dx, point.y + displacement.y + dy);
        bx += difference * patch.gradientX[i];
        by += difference * patch.gradientY[i];
        residual += std::abs(difference);
      }
    residual /= static_cast<float>(i);
    const cv::Point2f step((patch.yy * bx - patch.xy * by) / determinant,
                           (patch.xx * by - patch.xy * bx) / determinant);
    displacement += step;
    if (std::hypot(step.x, step.y) < options.convergence) break;
  }
  return Refined{displacement, residual};
}

}  // namespace

Pyramid buildPyramid(const cv::Mat& grey, int levels) {
  Pyramid pyramid{grey};
  while (static_cast<int>(pyramid.size()) < levels && std::min(pyramid.back().cols, pyramid.back().rows) > 48) {
    cv::Mat half;
    cv::pyrDown(pyramid.back(), half);
    pyramid.push_back(half);
  }
  return pyramid;
}

std::vector<cv::Point2f> trackPoints(const Pyramid& from, const Pyramid& to, const std::vector<cv::Point2f>& points,
                                     const FlowOptions& options) {
  std::vector<cv::Point2f> displacements;
  for (const cv::Point2f& point : points) {
    cv::Point2f guess(0, 0);
    std::optional<Refined> refined;
    for (int level = static_cast<int>(from.size()) - 1; level >= 0; level--) {
      const float scale = 1.f / static_cast<float>(1 << level);
      refined = refine(from[level], to[level], point * scale, guess, options);
      // A window that leaves a coarse level may still fit a finer one: keep the guess and go down.
      if (refined) guess = refined->displacement;
      if (level > 0) guess *= 2.f;
    }
    if (refined && refined->residual < options.maxResidual) displacements.push_back(refined->displacement);
  }
  return displacements;
}

}  // namespace keyframes
