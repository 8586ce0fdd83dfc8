#include "depth/patch.h"

#include <algorithm>
#include <cmath>

#include "common/likeness.h"

namespace scan {
namespace {

struct PatchLayout {
  alignas(64) float x[PATCH_SAMPLES], y[PATCH_SAMPLES];
  float nearness[PATCH_SAMPLES];  ///< spatial part of the bilateral weight

  PatchLayout() {
    int sample = 0;
    for (int dy = -5; dy <= 5; dy += 2)
      for (int dx = -5; dx <= 5; dx += 2) {
        if (std::abs(dx) == 5 && std::abs(dy) == 5) continue;
        x[sample] = static_cast<float>(dx);
        y[sample] = static_cast<float>(dy);
        nearness[sample++] = std::exp(-static_cast<float>(dx * dx + dy * dy) / (2 * 5.0F * 5.0F));
      }
  }
};

const PatchLayout layout;

/** Variance of noise alone, in grey levels squared, after the decoder's smoothing. */
constexpr float FLAT_VARIANCE = 1.0F;

/** A phone's exposure drifts by so much from one view to the next one that it is matched with. */
constexpr float EXPOSURE_DRIFT = 0.02F;
/** Cost of a patch that is brighter or darker by as much as noise and drift explain. */
constexpr float COST_OF_BRIGHTNESS = 0.025F;
/** Beyond this it is a reflection or another light, and says nothing. Noise costs as much in a patch of six levels' deviation. */
constexpr float LARGEST_COST_OF_BRIGHTNESS = 0.03F;

float brightnessCost(float reference, float source) {
  const float explained = std::sqrt(FLAT_VARIANCE) + EXPOSURE_DRIFT * reference;
  return std::min(COST_OF_BRIGHTNESS * std::abs(source - reference) / explained, LARGEST_COST_OF_BRIGHTNESS);
}

}  // namespace

GreyImage::GreyImage(const cv::Mat& grey) : width_(grey.cols), height_(grey.rows), quads_(grey.total()) {
  for (int y = 0; y < height_; ++y) {
    const std::uint8_t* row = grey.ptr(y);
    const std::uint8_t* below = grey.ptr(std::min(y + 1, height_ - 1));
    for (int x = 0; x < width_; ++x) {
      const int right = std::min(x + 1, width_ - 1);
      quads_[static_cast<std::size_t>(y) * width_ + x] =
          row[x] | row[right] << 8 | below[x] << 16 | static_cast<std::uint32_t>(below[right]) << 24;
    }
  }
}

bool describePatch(const GreyImage& image, int x, int y, ReferencePatch& patch) {
  const int centre = image.at(x, y);
  float grey[PATCH_SAMPLES], weightSum = 0, sum = 0;
  for (int i = 0; i < PATCH_SAMPLES; ++i) {
    const int sx = std::clamp(x + static_cast<int>(layout.x[i]), 0, image.width() - 1);
    const int sy = std::clamp(y + static_cast<int>(layout.y[i]), 0, image.height() - 1);
    const int value = image.at(sx, sy);
    grey[i] = static_cast<float>(value);
    patch.weight[i] = layout.nearness[i] * LIKENESS[std::abs(value - centre)];
    weightSum += patch.weight[i];
    sum += patch.weight[i] * grey[i];
  }
  const float mean = sum / weightSum;
  float variance = 0;
  for (int i = 0; i < PATCH_SAMPLES; ++i) {
    const float deviation = grey[i] - mean;
    patch.weightedDeviation[i] = patch.weight[i] * deviation;
    variance += patch.weightedDeviation[i] * deviation;
  }
  patch.inverseWeightSum = 1 / weightSum;
  patch.mean = mean;
  patch.variance = variance / weightSum;
  return patch.variance > FLAT_VARIANCE;
}

float matchingCost(const ReferencePatch& patch, const GreyImage& source, const Eigen::Matrix3f& h, int x, int y, bool placesShading) {
  const float fx = static_cast<float>(x), fy = static_cast<float>(y);
  const float px = h(0, 0) * fx + h(0, 1) * fy + h(0, 2), py = h(1, 0) * fx + h(1, 1) * fy + h(1, 2),
              pz = h(2, 0) * fx + h(2, 1) * fy + h(2, 2);
  const int width = source.width(), height = source.height();
  const float border = 3;  // more than half of the patch would lie outside
  if (!(pz > 0) || px < border * pz || py < border * pz || px > (width - 1 - border) * pz || py > (height - 1 - border) * pz)
    return NO_MATCH;
  const float h00 = h(0, 0), h01 = h(0, 1), h10 = h(1, 0), h11 = h(1, 1), h20 = h(2, 0), h21 = h(2, 1);
  const float mostX = width - 1.001F, mostY = height - 1.001F;
  const std::uint32_t* quads = source.quads();
  float sum = 0, sumOfSquares = 0, sumOfProducts = 0;
#pragma omp simd reduction(+ : sum, sumOfSquares, sumOfProducts)
  for (int i = 0; i < PATCH_SAMPLES; ++i) {
    const float dx = layout.x[i], dy = layout.y[i];
    const float inverseZ = 1.0F / (pz + h20 * dx + h21 * dy);
    const float u = std::min(std::max((px + h00 * dx + h01 * dy) * inverseZ, 0.0F), mostX);
    const float v = std::min(std::max((py + h10 * dx + h11 * dy) * inverseZ, 0.0F), mostY);
    const int column = static_cast<int>(u), row = static_cast<int>(v);
    const std::uint32_t quad = quads[row * width + column];
    const float a = static_cast<float>(static_cast<int>(quad & 255)), b = static_cast<float>(static_cast<int>(quad >> 8 & 255));
    const float c = static_cast<float>(static_cast<int>(quad >> 16 & 255)), d = static_cast<float>(static_cast<int>(quad >> 24));
    const float alongX = u - static_cast<float>(column), alongY = v - static_cast<float>(row);
    const float upper = a + alongX * (b - a), lower = c + alongX * (d - c);
    const float grey = upper + alongY * (lower - upper);
    sum += patch.weight[i] * grey;
    sumOfSquares += patch.weight[i] * grey * grey;
    sumOfProducts += patch.weightedDeviation[i] * grey;
  }
  const float mean = sum * patch.inverseWeightSum;
  const float variance = sumOfSquares * patch.inverseWeightSum - mean * mean;
  if (variance < FLAT_VARIANCE) return 1.2F;  // a flat patch explains nothing: worse than an unrelated one
  const float zncc = sumOfProducts * patch.inverseWeightSum / std::sqrt(variance * patch.variance);
  return 1.0F - std::clamp(zncc, -1.0F, 1.0F) + (placesShading ? brightnessCost(patch.mean, mean) : 0);
}

}  // namespace scan
