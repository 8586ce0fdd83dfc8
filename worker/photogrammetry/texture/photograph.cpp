#include "texture/photograph.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/image-io.h"
#include "common/stage.h"
#include "common/statistics.h"
#include "texture/rasterise.h"

namespace scan {
namespace {

constexpr int BROAD_SCALE = 8, FINE_SCALE = 4;

/** Bilinear lookup; (0.5, 0.5) is the centre of the first pixel. */
template <class Pixel>
Eigen::Vector3f bilinear(const cv::Mat& image, float x, float y) {
  x = std::clamp(x - 0.5F, 0.0F, float(image.cols) - 1.001F);
  y = std::clamp(y - 0.5F, 0.0F, float(image.rows) - 1.001F);
  const int column = int(x), row = int(y);
  const float ax = x - float(column), ay = y - float(row);
  const auto at = [&](int r, int c) {
    const auto& p = image.at<Pixel>(r, c);
    return Eigen::Vector3f(float(p[0]), float(p[1]), float(p[2]));
  };
  return (at(row, column) * (1 - ax) + at(row, column + 1) * ax) * (1 - ay) +
         (at(row + 1, column) * (1 - ax) + at(row + 1, column + 1) * ax) * ay;
}

/** Where the item is for certain: hit by the mesh, inside the mask, two pixels of half resolution from the edge. */
cv::Mat itemPixels(const cv::Mat& depth, const std::string& maskPath) {
  cv::Mat item(depth.size(), CV_8UC1);
  for (int y = 0; y < depth.rows; ++y)
    for (int x = 0; x < depth.cols; ++x) item.at<std::uint8_t>(y, x) = std::isfinite(depth.at<float>(y, x)) ? 255 : 0;
  if (fileExists(maskPath)) {
    cv::Mat mask;
    cv::resize(readPgm(maskPath), mask, depth.size(), 0, 0, cv::INTER_LINEAR);
    item &= mask > 127;
  }
  cv::erode(item, item, cv::Mat::ones(5, 5, CV_8U));
  return item;
}

/** Blurred colours of the item alone: normalised convolution (Knutsson and Westin 1993). */
cv::Mat broadColours(const cv::Mat& image, const cv::Mat& item) {
  const cv::Size size((image.cols + BROAD_SCALE - 1) / BROAD_SCALE, (image.rows + BROAD_SCALE - 1) / BROAD_SCALE);
  cv::Mat colour, weight;
  cv::Mat itemFull;
  cv::resize(item, itemFull, image.size(), 0, 0, cv::INTER_NEAREST);
  cv::Mat masked = cv::Mat::zeros(image.size(), image.type());
  image.copyTo(masked, itemFull);
  cv::resize(masked, masked, size, 0, 0, cv::INTER_AREA);
  cv::resize(itemFull, weight, size, 0, 0, cv::INTER_AREA);
  masked.convertTo(colour, CV_32F, 255.0);
  weight.convertTo(weight, CV_32F);
  const double sigma = image.cols / 40.0 / BROAD_SCALE;
  cv::GaussianBlur(colour, colour, {}, sigma);
  cv::GaussianBlur(weight, weight, {}, sigma);
  cv::Mat weights;
  cv::merge(std::vector<cv::Mat>(3, cv::max(weight, 0.05F)), weights);
  return colour / weights;
}

cv::Mat fineDetail(const cv::Mat& image) {
  cv::Mat grey, laplacian, fine;
  cv::cvtColor(image, grey, cv::COLOR_RGB2GRAY);
  cv::Laplacian(grey, laplacian, CV_16S);
  cv::Mat(cv::abs(laplacian)).convertTo(fine, CV_32F);
  cv::resize(fine, fine, {}, 1.0 / FINE_SCALE, 1.0 / FINE_SCALE, cv::INTER_AREA);
  // A few triangles wide, so that a small error of the mesh compares no edge with the plain beside it.
  cv::GaussianBlur(fine, fine, {}, 2);
  return fine;
}

/** Whether a point is the nearest thing at its pixel and around it, within a tolerance. */
class Visibility {
 public:
  Visibility(const Camera& half, const cv::Mat& depth, const cv::Mat& item, float tolerance)
      : camera_(half), depth_(depth), item_(item), tolerance_(tolerance) {}

  bool sees(const Eigen::Vector3f& point) const {
    const Eigen::Vector3d p = camera_.toCamera(point.cast<double>());
    constexpr int BORDER = 4;
    if (p.z() <= 0 || !camera_.contains(camera_.pixel(p), BORDER)) return false;
    const Eigen::Vector2d pixel = camera_.pixel(p);
    const int x = int(pixel.x()), y = int(pixel.y());
    if (item_.at<std::uint8_t>(y, x) == 0) return false;
    for (int dy = -2; dy <= 2; dy += 2)
      for (int dx = -2; dx <= 2; dx += 2) {
        // A neighbour may be nearer by what a surface at 60 degrees rises over the distance.
        const double rise = (std::abs(dx) + std::abs(dy)) * p.z() / camera_.fx * 2.0;
        if (depth_.at<float>(y + dy, x + dx) < p.z() - tolerance_ - rise) return false;
      }
    return true;
  }

 private:
  const Camera& camera_;
  const cv::Mat &depth_, &item_;
  const float tolerance_;
};

float diagonal(const Mesh& mesh) {
  Eigen::Vector3f low = mesh.vertices.front(), high = low;
  for (const auto& v : mesh.vertices) low = low.cwiseMin(v), high = high.cwiseMax(v);
  return (high - low).norm();
}

void rate(const Mesh& mesh, const Camera& camera, const Visibility& visibility, Qualities& qualities) {
  const Eigen::Vector3f centre = camera.centre().cast<float>();
  qualities.assign(mesh.triangles.size(), 0.0F);
  for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
    const Triangle& t = mesh.triangles[i];
    const Eigen::Vector3f middle = (mesh.vertices[t[0]] + mesh.vertices[t[1]] + mesh.vertices[t[2]]) / 3;
    const Eigen::Vector3f toCamera = centre - middle;
    const float distance = toCamera.norm();
    const float cosine = scaledNormal(mesh, t).normalized().dot(toCamera) / distance;
    if (!(cosine > 0.15F)) continue;  // beyond 81 degrees
    bool whole = visibility.sees(middle);
    for (int k = 0; k < 3 && whole; ++k) whole = visibility.sees(0.85F * mesh.vertices[t[k]] + 0.15F * middle);
    const float resolution = float(camera.fx) / distance;
    if (whole) qualities[i] = cosine * cosine * resolution * resolution;
  }
}

}  // namespace

Eigen::Vector2f project(const Photograph& photograph, const Eigen::Vector3f& point) {
  const Camera& camera = photograph.camera;
  return camera.pixel(camera.toCamera(point.cast<double>())).cast<float>();
}

Eigen::Vector3f sampleImage(const Photograph& p, const Eigen::Vector2f& pixel) {
  return bilinear<cv::Vec3b>(p.image, pixel.x(), pixel.y());
}

Eigen::Vector3f sampleBroad(const Photograph& p, const Eigen::Vector2f& pixel) {
  return bilinear<cv::Vec3f>(p.broad, pixel.x() * float(p.broad.cols) / float(p.image.cols),
                             pixel.y() * float(p.broad.rows) / float(p.image.rows));
}

Photograph takePhotograph(const Camera& camera, const std::string& imagePath, const std::string& maskPath, const Mesh& mesh,
                          Qualities& qualities) {
  Photograph photograph{camera, readPpm(imagePath), {}, {}};
  if (photograph.image.cols != camera.width || photograph.image.rows != camera.height)
    throw BadInput(imagePath + " has another size than its camera");
  photograph.fine = fineDetail(photograph.image);
  const Camera half = camera.resized(camera.width / 2, camera.height / 2);
  const cv::Mat depth = renderDepth(mesh, half), item = itemPixels(depth, maskPath);
  photograph.broad = broadColours(photograph.image, item);
  // The mesh itself is right to about 0.4 % of its size.
  rate(mesh, camera, Visibility(half, depth, item, 0.004F * diagonal(mesh)), qualities);
  return photograph;
}

std::vector<float> relativeSharpness(const Mesh& mesh, const std::vector<Photograph>& photographs, const std::vector<Qualities>& qualities) {
  constexpr std::size_t ENOUGH = 6000, LEAST_VIEWS = 3;
  struct Place {
    float usual;  ///< mean of the logarithms
    std::vector<std::pair<std::size_t, float>> seen;
  };
  std::vector<Place> places;
  const std::size_t step = std::max<std::size_t>(1, mesh.triangles.size() / ENOUGH);
  for (std::size_t t = 0; t < mesh.triangles.size(); t += step) {
    const Triangle& c = mesh.triangles[t];
    const Eigen::Vector3f middle = (mesh.vertices[c[0]] + mesh.vertices[c[1]] + mesh.vertices[c[2]]) / 3;
    Place place{0, {}};
    for (std::size_t view = 0; view < photographs.size(); ++view) {
      if (qualities[view][t] <= 0) continue;
      const Eigen::Vector2f pixel = project(photographs[view], middle) / FINE_SCALE;
      const cv::Mat& fine = photographs[view].fine;
      const int x = std::clamp(int(pixel.x()), 0, fine.cols - 1), y = std::clamp(int(pixel.y()), 0, fine.rows - 1);
      place.seen.emplace_back(view, std::log(fine.at<float>(y, x) + 1));
      place.usual += place.seen.back().second;
    }
    if (place.seen.size() < LEAST_VIEWS) continue;
    place.usual /= float(place.seen.size());
    places.push_back(std::move(place));
  }
  // On plain surfaces only the sensor's noise would be compared: the half with more detail speaks.
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.usual > b.usual; });
  places.resize((places.size() + 1) / 2);
  std::vector<std::vector<double>> differences(photographs.size());
  for (const Place& place : places)
    for (const auto& [view, value] : place.seen) differences[view].push_back(value - place.usual);
  std::vector<float> result;
  for (auto& d : differences) result.push_back(d.empty() ? 1.0F : float(std::exp(median(d))));
  return result;
}

void preferSharp(const Mesh& mesh, const std::vector<Photograph>& photographs, std::vector<Qualities>& qualities) {
  const auto sharpness = relativeSharpness(mesh, photographs, qualities);
  for (std::size_t i = 0; i < photographs.size(); ++i)
    for (float& q : qualities[i]) q *= sharpness[i] * sharpness[i];
}

}  // namespace scan
