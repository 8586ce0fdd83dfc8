#include "texture/bake.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/parallel.h"
#include "texture/rasterise.h"
#include "texture/view-labels.h"

namespace scan {
namespace {

/** Everything that a triangle's texels are computed from. */
struct Sources {
  const UnwrappedMesh& unwrapped;
  const std::vector<Photograph>& photographs;
  const std::vector<Eigen::Vector3f>& gains;
  const VertexWeights& weights;
  const VertexColours& vertices;
  const std::vector<int>& labels;
};

class TriangleBaker {
 public:
  TriangleBaker(const Sources& sources, std::size_t triangle) : s_(sources), triangle_(triangle), corners_(s_.unwrapped.mesh.triangles[triangle]) {
    for (std::size_t view = 0; view < s_.photographs.size(); ++view)
      if (s_.weights[view][corners_[0]] + s_.weights[view][corners_[1]] + s_.weights[view][corners_[2]] > 0) views_.push_back(view);
  }

  Eigen::Vector3f colour(const Eigen::Vector3f& barycentric) const {
    const auto& v = s_.unwrapped.mesh.vertices;
    const Eigen::Vector3f point = barycentric[0] * v[corners_[0]] + barycentric[1] * v[corners_[1]] + barycentric[2] * v[corners_[2]];
    Eigen::Vector3f inner = barycentric.cwiseMax(0.0F);  // texels beyond an edge take the edge's weights
    inner /= inner.sum();
    Eigen::Vector3f result = broad(point, inner);
    const int label = s_.labels[triangle_];
    if (label < 0) return result;
    const Photograph& photograph = s_.photographs[label];
    const Eigen::Vector2f pixel = project(photograph, point);
    return result + (sampleImage(photograph, pixel) - sampleBroad(photograph, pixel)).cwiseProduct(s_.gains[label]);
  }

 private:
  Eigen::Vector3f broad(const Eigen::Vector3f& point, const Eigen::Vector3f& inner) const {
    Eigen::Vector3f sum = Eigen::Vector3f::Zero();
    float total = 0;
    for (const std::size_t view : views_) {
      const auto& w = s_.weights[view];
      const float weight = inner[0] * w[corners_[0]] + inner[1] * w[corners_[1]] + inner[2] * w[corners_[2]];
      if (weight <= 0) continue;
      sum += weight * sampleBroad(s_.photographs[view], project(s_.photographs[view], point)).cwiseProduct(s_.gains[view]);
      total += weight;
    }
    if (total > 0) return sum / total;
    const auto& c = s_.vertices.colour;
    return inner[0] * c[corners_[0]] + inner[1] * c[corners_[1]] + inner[2] * c[corners_[2]];
  }

  const Sources& s_;
  const std::size_t triangle_;
  const Triangle corners_;
  std::vector<std::size_t> views_;
};

/** Texels of a chart's inside, and one texel around it where no other triangle claims it, for bilinear filtering. */
enum Coverage : std::uint8_t { NONE = 0, RIM = 1, INSIDE = 2 };

void bakeTriangle(const Sources& sources, std::size_t triangle, Atlas& atlas, cv::Mat& coverage) {
  const float size = float(atlas.colour.cols);
  const Triangle& c = sources.unwrapped.corners[triangle];
  const auto& uv = sources.unwrapped.uv;
  const Eigen::Vector2f a = uv[c[0]] * size, b = uv[c[1]] * size, d = uv[c[2]] * size;
  const FlatTriangle flat(a, b, d);
  if (!std::isfinite(flat.inverseArea)) return;
  const TriangleBaker baker(sources, triangle);
  const float longest = std::max({(b - a).norm(), (d - b).norm(), (a - d).norm()});
  const float rim = longest * std::abs(flat.inverseArea);  // barycentric width of one texel across the longest edge
  const cv::Rect box = flat.pixels(atlas.colour.cols, atlas.colour.rows, 1);
  for (int y = box.y; y < box.y + box.height; ++y)
    for (int x = box.x; x < box.x + box.width; ++x) {
      const Eigen::Vector3f w = flat.at(float(x) + 0.5F, float(y) + 0.5F);
      const bool inside = w.minCoeff() >= 0;
      auto& covered = coverage.at<std::uint8_t>(y, x);
      if (!inside && (w.minCoeff() < -rim || covered != NONE)) continue;
      const Eigen::Vector3f colour = baker.colour(w);
      for (int channel = 0; channel < 3; ++channel)
        atlas.colour.at<cv::Vec3b>(y, x)[channel] = cv::saturate_cast<std::uint8_t>(colour[channel]);
      atlas.seen.at<std::uint8_t>(y, x) = sources.labels[triangle] >= 0 ? 255 : 0;
      covered = inside ? INSIDE : RIM;
    }
}

/** The ratio that nine tenths of the seen triangles do not exceed: the last tenth are slivers and close-ups. */
double densestPixels(const Sources& sources, int size) {
  std::vector<double> ratios;
  const auto area = [](const Eigen::Vector2f& a, const Eigen::Vector2f& b, const Eigen::Vector2f& c) {
    return std::abs(1 / double(FlatTriangle(a, b, c).inverseArea));
  };
  for (std::size_t t = 0; t < sources.labels.size(); ++t) {
    if (sources.labels[t] < 0) continue;
    const Triangle &corner = sources.unwrapped.corners[t], &vertex = sources.unwrapped.mesh.triangles[t];
    const auto& uv = sources.unwrapped.uv;
    const auto pixel = [&](int k) { return project(sources.photographs[sources.labels[t]], sources.unwrapped.mesh.vertices[vertex[k]]); };
    const double texels = area(uv[corner[0]], uv[corner[1]], uv[corner[2]]) * size * size;
    if (texels > 0) ratios.push_back(std::sqrt(area(pixel(0), pixel(1), pixel(2)) / texels));
  }
  if (ratios.empty()) return 0;
  const auto at = ratios.begin() + std::ptrdiff_t(0.9 * double(ratios.size() - 1));
  std::nth_element(ratios.begin(), at, ratios.end());
  return *at;
}

}  // namespace

Atlas bakeTexture(const UnwrappedMesh& unwrapped, const std::vector<Photograph>& photographs, std::vector<Qualities>& qualities,
                  const TextureOptions& options) {
  const Mesh& mesh = unwrapped.mesh;
  VertexWeights weights = vertexWeights(mesh, qualities);
  const auto gains = exposureGains(mesh, photographs, weights);
  VertexColours vertices = blendVertices(mesh, photographs, gains, weights, options.outlierSpread);
  penaliseOutliers(mesh, photographs, gains, vertices, options.outlierSpread, qualities);
  spreadToUnseen(mesh, vertices);
  const auto labels = labelTriangles(mesh, qualities);
  const Sources sources{unwrapped, photographs, gains, weights, vertices, labels};
  Atlas atlas{cv::Mat::zeros(options.size, options.size, CV_8UC3), cv::Mat::zeros(options.size, options.size, CV_8UC1), densestPixels(sources, options.size)};
  cv::Mat coverage = cv::Mat::zeros(options.size, options.size, CV_8UC1);
  // Neighbouring triangles may touch the same rim texel at once; both would write a colour that fits.
#pragma omp parallel for schedule(dynamic, 256)
  for (std::size_t triangle = 0; triangle < mesh.triangles.size(); ++triangle) bakeTriangle(sources, triangle, atlas, coverage);
  fillGaps(atlas.colour, coverage);
  return atlas;
}

void fillGaps(cv::Mat& colour, const cv::Mat& covered) {
  // Push: average what is covered, level by level. Pull: where a level has nothing, take the coarser one.
  std::vector<cv::Mat> colours, weights;
  cv::Mat weighted = cv::Mat::zeros(colour.size(), CV_8UC3), weight;
  colour.copyTo(weighted, covered);
  cv::threshold(covered, weight, 0, 255, cv::THRESH_BINARY);
  while (weighted.cols > 1 && weighted.rows > 1) {
    cv::Mat smaller, smallerWeight;
    cv::resize(weighted, smaller, {}, 0.5, 0.5, cv::INTER_AREA);
    cv::resize(weight, smallerWeight, {}, 0.5, 0.5, cv::INTER_AREA);
    if (colours.empty()) smaller.convertTo(smaller, CV_32F), smallerWeight.convertTo(smallerWeight, CV_32F, 1 / 255.0);
    colours.push_back(smaller);
    weights.push_back(smallerWeight);
    weighted = smaller;
    weight = smallerWeight;
  }
  cv::Mat filled(weighted.size(), CV_32FC3, cv::Scalar::all(128));
  for (std::size_t level = colours.size(); level-- > 0;) {
    cv::resize(filled, filled, colours[level].size(), 0, 0, cv::INTER_LINEAR);
    for (int y = 0; y < filled.rows; ++y)
      for (int x = 0; x < filled.cols; ++x) {
        const float w = weights[level].at<float>(y, x);
        if (w > 1e-4F) filled.at<cv::Vec3f>(y, x) = colours[level].at<cv::Vec3f>(y, x) / w;
      }
  }
  cv::Mat background;
  cv::resize(filled, filled, colour.size(), 0, 0, cv::INTER_LINEAR);
  filled.convertTo(background, CV_8U);
  background.copyTo(colour, covered == 0);
}

}  // namespace scan
