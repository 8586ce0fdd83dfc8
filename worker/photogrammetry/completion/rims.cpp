#include "completion/rims.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/parallel.h"
#include "completion/cells.h"

namespace scan {
namespace {

/** Of an outline's pixels: closer together than the cells in which the other views take them up. */
constexpr int EVERY = 3;
/** Shares of the region's radius: steps along a ray, finer at the ends of what is left of it. */
constexpr double STEP = 0.02;
constexpr int HALVINGS = 4;
/**
 * Longest part of a ray that may be left, likewise. A pixel's error of the masks and seven degrees between the views leave
 * a third of a ball's radius, and its surface a hundredth of it below the middle of that part; half of it leaves three.
 */
constexpr double MOST_SLACK = 0.5;
/** One mask may be wrong. */
constexpr int MAY_MISS = 1;
/** Of a rim without slack, against a fully trusted match: a mask errs by a pixel, a match by a tenth of one. */
constexpr float SAY_OF_RIMS = 0.1F;
/** Surface that a view sees at less than this cosine turns away within a cell. */
constexpr double LEAST_COSINE = 0.3;
/** Pixels at an image's edge where the mask is cut off, not the item. */
constexpr int BORDER = 4;

/** Asks the other views' masks; those that cut the last places off are asked first. */
class Outlines {
 public:
  Outlines(std::size_t view, const std::vector<Camera>& cameras, const std::vector<cv::Mat>& masks, const Region& region)
      : cameras_(cameras), masks_(masks), region_(region) {
    for (std::size_t other = 0; other < cameras.size(); ++other)
      if (other != view && !masks[other].empty()) others_.push_back(other);
  }

  bool hold(const Eigen::Vector3d& point) {
    if (region_.plane && region_.plane->height(point) < 0) return false;
    int outside = 0;
    for (std::size_t i = 0; i < others_.size(); ++i) {
      if (shows(others_[i], point) || ++outside <= MAY_MISS) continue;
      std::swap(others_[i], others_[i / 2]);
      return false;
    }
    return true;
  }

 private:
  /** Whether the view may have the item there: it does not speak of what is outside of its picture. */
  bool shows(std::size_t view, const Eigen::Vector3d& point) const {
    const Eigen::Vector3d p = cameras_[view].toCamera(point);
    if (!(p.z() > 0)) return true;
    const Eigen::Vector2d pixel = cameras_[view].pixel(p);
    return !cameras_[view].contains(pixel) || masks_[view].at<std::uint8_t>(int(pixel.y()), int(pixel.x())) != 0;
  }

  const std::vector<Camera>& cameras_;
  const std::vector<cv::Mat>& masks_;
  const Region& region_;
  std::vector<std::size_t> others_;
};

/** The only part of a ray that the outlines hold: depths along the axis. Empty where there are none, or several. */
struct Part {
  double first = 0, last = 0;
  bool empty() const { return !(last > 0); }
};

template <class Held>
Part onlyPart(double nearest, double farthest, double step, const Held& held) {
  Part part;
  bool before = false;
  for (double depth = nearest; depth < farthest; depth += step) {
    const bool now = depth > 0 && held(depth);
    if (now && !before && !part.empty()) return {};
    if (now) part = {before ? part.first : depth, depth};
    before = now;
  }
  double low = part.first - step, high = part.last + step;
  for (int halving = 0; halving < HALVINGS && !part.empty(); ++halving) {
    const double first = (low + part.first) / 2, last = (high + part.last) / 2;
    (held(first) ? part.first : low) = first;
    (held(last) ? part.last : high) = last;
  }
  return part;
}

/** Directions out of a mask, as gradients of its blurred picture. */
struct Outwards {
  cv::Mat x, y;  ///< CV_32FC1

  explicit Outwards(const cv::Mat& mask) {
    cv::Mat blurred;
    cv::GaussianBlur(mask, blurred, {}, 4);
    cv::Sobel(blurred, x, CV_32F, 1, 0, 3, -1);
    cv::Sobel(blurred, y, CV_32F, 0, 1, 3, -1);
  }
  Eigen::Vector2d at(int row, int column) const { return Eigen::Vector2d(x.at<float>(row, column), y.at<float>(row, column)); }
};

/** In the camera's frame: out of the item, at right angles to the ray and to the outline. */
Eigen::Vector3d normalAt(const Camera& camera, double x, double y, const Eigen::Vector2d& out) {
  const Eigen::Vector2d along = Eigen::Vector2d(-out.y(), out.x()).normalized();
  const Eigen::Vector3d normal = camera.ray(x, y).cross(camera.ray(x + along.x(), y + along.y())).normalized();
  return normal.head<2>().dot(out) < 0 ? -normal : normal;
}

/** Low down the masks of many views err alike, and behind a foot a ray ends on the table, wherever the foot ends. */
bool isLow(const Eigen::Vector3d& last, const Region& region) { return region.plane && !isHigh(last, region); }

std::vector<Rim> rimsOf(std::size_t view, const std::vector<Camera>& cameras, const std::vector<cv::Mat>& masks, const Region& region,
                        Outlines outlines) {
  const Camera& camera = cameras[view];
  const cv::Mat mask = masks[view] > 127;
  cv::Mat inner;
  cv::erode(mask, inner, cv::Mat::ones(3, 3, CV_8U));
  const cv::Mat outline = mask & ~inner;
  const Outwards outwards(mask);
  const double middle = camera.toCamera(region.centre).z();
  std::vector<Rim> rims;
  int count = 0;
  for (int y = BORDER; y < mask.rows - BORDER; ++y)
    for (int x = BORDER; x < mask.cols - BORDER; ++x) {
      if (outline.at<std::uint8_t>(y, x) == 0 || ++count % EVERY != 0) continue;
      const Eigen::Vector3d ray = camera.ray(x + 0.5, y + 0.5);
      const Part part = onlyPart(middle - region.radius, middle + region.radius, STEP * region.radius,
                                 [&](double depth) { return outlines.hold(camera.toWorld(ray * depth)); });
      if (part.empty() || isLow(camera.toWorld(ray * part.last), region)) continue;
      const double slack = (part.last - part.first) / region.radius;
      const Eigen::Vector2d out = outwards.at(y, x);
      if (slack > MOST_SLACK || out.isZero()) continue;
      const Eigen::Vector3d normal = camera.rotation.transpose() * normalAt(camera, x + 0.5, y + 0.5, out);
      rims.push_back({camera.toWorld(ray * (part.first + part.last) / 2), normal, slack});
    }
  return rims;
}

}  // namespace

std::vector<Rim> findRims(const std::vector<Camera>& cameras, const std::vector<cv::Mat>& masks, const Region& region) {
  // A mask errs by a pixel along its outline.
  std::vector<cv::Mat> widened(masks.size());
  for (std::size_t i = 0; i < masks.size(); ++i)
    if (!masks[i].empty()) cv::dilate(masks[i] > 127, widened[i], cv::Mat::ones(3, 3, CV_8U));
  std::vector<std::vector<Rim>> found(cameras.size());
  parallelFor(cameras.size(), [&](std::size_t view) {
    if (!masks[view].empty()) found[view] = rimsOf(view, cameras, masks, region, Outlines(view, cameras, widened, region));
  });
  std::vector<Rim> rims;
  for (const auto& ofView : found) rims.insert(rims.end(), ofView.begin(), ofView.end());
  return rims;
}

RimCells rimsFacing(const Camera& camera, const std::vector<Rim>& rims, double radius) {
  const cv::Size size(camera.width / CELL, camera.height / CELL);
  RimCells cells{cv::Mat::zeros(size, CV_32FC1), cv::Mat::zeros(size, CV_32FC1), cv::Mat::zeros(size, CV_32FC1)};
  const Eigen::Vector3d eye = camera.centre();
  for (const auto& rim : rims) {
    if ((eye - rim.position).normalized().dot(rim.normal) < LEAST_COSINE) continue;
    const Eigen::Vector3d p = camera.toCamera(rim.position);
    if (!(p.z() > 0) || !camera.contains(camera.pixel(p))) continue;
    const cv::Point cell(int(camera.pixel(p).x()) / CELL, int(camera.pixel(p).y()) / CELL);
    if (cell.x >= size.width || cell.y >= size.height || 1 / p.z() <= cells.inverse.at<float>(cell)) continue;
    cells.inverse.at<float>(cell) = float(1 / p.z());
    cells.farthest.at<float>(cell) = float(1 / (p.z() + (rim.slack / 2 + STEP) * radius));
    cells.trust.at<float>(cell) = SAY_OF_RIMS * float(1 - rim.slack / MOST_SLACK);
  }
  return cells;
}

}  // namespace scan
