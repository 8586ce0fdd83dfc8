#include "masks/table-picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/parallel.h"
#include "common/picture.h"
#include "common/statistics.h"

namespace scan {
namespace {

constexpr int SIDE = 800;            ///< pixels of the picture
constexpr float SAME_COLOUR = 24;    ///< grey levels that noise, exposure and gloss move a place on a table
constexpr float LEAST_SUPPORT = 0.25F;

cv::Matx33d toOpenCv(const Eigen::Matrix3d& m) {
  return {m(0, 0), m(0, 1), m(0, 2), m(1, 0), m(1, 1), m(1, 2), m(2, 0), m(2, 1), m(2, 2)};
}

float largestDifference(const cv::Vec3f& a, const cv::Vec3f& b) {
  return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])});
}

bool isKnown(const cv::Vec3b& colour) { return colour[0] | colour[1] | colour[2]; }

/** The observed colour that most others resemble, then twice the mean of those. Returns their share. */
float usualColour(const std::vector<cv::Vec3f>& seen, cv::Vec3f& colour) {
  int most = 0;
  for (std::size_t candidate = 0; candidate < seen.size(); candidate += 2) {
    int like = 0;
    for (const auto& other : seen) like += largestDifference(other, seen[candidate]) < SAME_COLOUR;
    if (like > most) most = like, colour = seen[candidate];
  }
  for (int pass = 0; pass < 2; ++pass) {
    cv::Vec3f sum(0, 0, 0);
    int like = 0;
    for (const auto& other : seen)
      if (largestDifference(other, colour) < SAME_COLOUR) sum += other, ++like;
    if (like > 0) colour = sum / float(like);
  }
  return float(most) / float(seen.size());
}

/** Adds to `part` (CV_8UC1) what lies within `reach` pixels of it in the colour of its nearest pixel. */
void growByColour(cv::Mat& part, double reach, const cv::Mat& colour) {
  if (cv::countNonZero(part) == 0) return;
  cv::Mat distance, nearest;
  cv::distanceTransform(part == 0, distance, nearest, cv::DIST_L2, cv::DIST_MASK_5, cv::DIST_LABEL_PIXEL);
  std::vector<cv::Vec3f> colours(std::size_t(part.total()) + 1);
  for (int y = 0; y < part.rows; ++y)
    for (int x = 0; x < part.cols; ++x)
      if (part.at<std::uint8_t>(y, x) != 0) colours[std::size_t(nearest.at<int>(y, x))] = colour.at<cv::Vec3f>(y, x);
  for (int y = 0; y < part.rows; ++y)
    for (int x = 0; x < part.cols; ++x)
      if (distance.at<float>(y, x) < float(reach) &&
          largestDifference(colour.at<cv::Vec3f>(y, x), colours[std::size_t(nearest.at<int>(y, x))]) < SAME_COLOUR)
        part.at<std::uint8_t>(y, x) = 255;
}

/** Pixels of 640 that may be missing from a ring of depth that closes all the same. */
constexpr int GAP = 4;
/** Likewise, as far as matching spreads an outline's depth: half a window of 11 pixels on maps of 240. */
constexpr int SPREAD = 14;

/** CV_8UC1, 255: what lies deep within a ring of the item's depth without having any itself. */
cv::Mat enclosedByItem(const cv::Mat& depthSays) {
  const cv::Mat item = depthSays == int(DepthSays::item);
  cv::Mat closed, deep;
  cv::morphologyEx(item, closed, cv::MORPH_CLOSE, disc(GAP));
  cv::erode(filled(closed), deep, disc(SPREAD));
  return deep & (depthSays == int(DepthSays::nothing));
}

}  // namespace

TablePicture::TablePicture(const std::vector<MaskView>& views, const Plane& plane, const Region& region)
    : plane_(plane), colour_(SIDE, SIDE, CV_32FC3, cv::Scalar::all(0)), support_(SIDE, SIDE, CV_32FC1, cv::Scalar(0)),
      gains_(views.size(), cv::Vec3f(1, 1, 1)) {
  const Eigen::Vector3d x = plane.normal.unitOrthogonal(), y = plane.normal.cross(x);
  const Eigen::Vector3d middle = region.centre - plane.height(region.centre) * plane.normal;
  const double half = 2 * region.radius, step = 2 * half / SIDE;
  pixelToWorld_ << x * step, y * step, middle + (0.5 * step - half) * (x + y);
  const auto projected = project(views);
  equaliseExposure(projected);
  findUsualColours(projected);
  forgetCovered(views, region);
  forgetEnclosed(views, projected);
}

Eigen::Matrix3d TablePicture::toPixels(const Camera& camera) const {
  Eigen::Matrix3d k;
  k << camera.fx, 0, camera.cx - 0.5, 0, camera.fy, camera.cy - 0.5, 0, 0, 1;
  Eigen::Matrix3d inCamera = camera.rotation * pixelToWorld_;
  inCamera.col(2) += camera.translation;
  return k * inCamera;
}

std::vector<cv::Mat> TablePicture::project(const std::vector<MaskView>& views) const {
  std::vector<cv::Mat> projected(views.size());
  parallelFor(views.size(), [&](std::size_t i) {
    const Eigen::Matrix3d h = toPixels(views[i].camera);
    cv::Mat bare = views[i].image.clone();
    bare.setTo(cv::Scalar::all(0), views[i].depthSays == int(DepthSays::item));
    cv::warpPerspective(bare, projected[i], toOpenCv(h), {SIDE, SIDE}, cv::INTER_NEAREST | cv::WARP_INVERSE_MAP);
    for (int y = 0; y < SIDE; ++y)
      for (int x = 0; x < SIDE; ++x)  // behind the camera the homography mirrors the image
        if (h(2, 0) * x + h(2, 1) * y + h(2, 2) <= 0) projected[i].at<cv::Vec3b>(y, x) = {0, 0, 0};
  });
  return projected;
}

void TablePicture::equaliseExposure(const std::vector<cv::Mat>& projected) {
  constexpr int STRIDE = 8;
  for (int pass = 0; pass < 3; ++pass) {
    std::vector<std::array<std::vector<float>, 3>> ratio(projected.size());
    for (int y = 0; y < SIDE; y += STRIDE)
      for (int x = 0; x < SIDE; x += STRIDE)
        for (int channel = 0; channel < 3; ++channel) {
          std::vector<float> values;
          for (std::size_t i = 0; i < projected.size(); ++i)
            if (isKnown(projected[i].at<cv::Vec3b>(y, x))) values.push_back(projected[i].at<cv::Vec3b>(y, x)[channel] * gains_[i][channel]);
          if (values.size() < 4) continue;
          const float usual = median(values);
          for (std::size_t i = 0; i < projected.size(); ++i) {
            const int raw = projected[i].at<cv::Vec3b>(y, x)[channel];
            // Clipped and nearly black values say nothing about exposure.
            if (raw > 10 && raw < 245 && usual > 20) ratio[i][channel].push_back(usual / float(raw));
          }
        }
    for (std::size_t i = 0; i < projected.size(); ++i)
      for (int channel = 0; channel < 3; ++channel)
        if (ratio[i][channel].size() > 50) gains_[i][channel] = median(ratio[i][channel]);
  }
}

void TablePicture::findUsualColours(const std::vector<cv::Mat>& projected) {
  const std::size_t stride = projected.size() > 30 ? 2 : 1;  // thirty views see a place from all sides
  parallelFor(SIDE, [&](std::size_t row) {
    std::vector<cv::Vec3f> seen;
    const int y = int(row);
    for (int x = 0; x < SIDE; ++x) {
      seen.clear();
      for (std::size_t i = 0; i < projected.size(); i += stride) {
        const cv::Vec3b& c = projected[i].at<cv::Vec3b>(y, x);
        if (isKnown(c)) seen.push_back(cv::Vec3f(c).mul(gains_[i]));
      }
      if (seen.size() >= 4) support_.at<float>(y, x) = usualColour(seen, colour_.at<cv::Vec3f>(y, x));
    }
  });
}

void TablePicture::forgetCovered(const std::vector<MaskView>& views, const Region& region) {
  const Eigen::Vector3d right = pixelToWorld_.col(0), down = pixelToWorld_.col(1), corner = pixelToWorld_.col(2);
  cv::Mat covering = cv::Mat::zeros(SIDE, SIDE, CV_8UC1);  // views that see the item standing on a place
  for (const auto& view : views) {
    cv::Mat covered = cv::Mat::zeros(SIDE, SIDE, CV_8UC1);
    for (const auto& point : view.low) {
      const Eigen::Vector3d p = point - corner;  // right and down lie in the plane and are of one length
      const cv::Point at(int(std::lround(p.dot(right) / right.squaredNorm())), int(std::lround(p.dot(down) / down.squaredNorm())));
      if (at.x >= 0 && at.y >= 0 && at.x < SIDE && at.y < SIDE) covered.at<std::uint8_t>(at) = 1;
    }
    // Points of a depth map lie up to two of the picture's pixels apart.
    cv::dilate(covered, covered, cv::Mat::ones(3, 3, CV_8U));
    covering += covered;
  }
  // By majority: a low foot lies open to views from all round; an outline's depth spreads over the table beside it only
  // in the views that have the place before the item.
  cv::Mat foot = covering > int(views.size() / 2);
  // As far as matching spreads the table's depth over the foot's rim.
  growByColour(foot, region.cameraDistance * LOW / right.norm(), colour_);
  support_.setTo(0, foot);
}

void TablePicture::forgetEnclosed(const std::vector<MaskView>& views, const std::vector<cv::Mat>& projected) {
  cv::Mat showing = cv::Mat::zeros(SIDE, SIDE, CV_32FC1), open = showing.clone();  // views that show the usual colour
  for (std::size_t i = 0; i < views.size(); ++i) {
    cv::Mat enclosed;
    cv::warpPerspective(enclosedByItem(views[i].depthSays), enclosed, toOpenCv(toPixels(views[i].camera)), {SIDE, SIDE},
                        cv::INTER_NEAREST | cv::WARP_INVERSE_MAP);
    parallelFor(SIDE, [&](std::size_t row) {
      const int y = int(row);
      for (int x = 0; x < SIDE; ++x) {
        const cv::Vec3b& c = projected[i].at<cv::Vec3b>(y, x);
        if (!isKnown(c) || largestDifference(cv::Vec3f(c).mul(gains_[i]), colour_.at<cv::Vec3f>(y, x)) >= SAME_COLOUR) continue;
        ++showing.at<float>(y, x);
        if (enclosed.at<std::uint8_t>(y, x) == 0) ++open.at<float>(y, x);
      }
    });
  }
  support_.setTo(0, open < LEAST_SUPPORT * showing);
}

TableMatch TablePicture::compare(const std::vector<MaskView>& views, std::size_t view) const {
  const MaskView& v = views[view];
  const cv::Matx33d h = toOpenCv(toPixels(v.camera));
  cv::Mat table, difference(v.image.size(), CV_8UC1, cv::Scalar(255));
  TableMatch match;
  cv::warpPerspective(colour_, table, h, v.image.size(), cv::INTER_LINEAR);
  cv::warpPerspective(support_, match.support, h, v.image.size(), cv::INTER_LINEAR);
  const Eigen::Vector3d centre = v.camera.centre();
  for (int y = 0; y < difference.rows; ++y)
    for (int x = 0; x < difference.cols; ++x) {
      const Eigen::Vector3d ray = v.camera.rotation.transpose() * v.camera.ray(x + 0.5, y + 0.5);
      const bool meets = ray.dot(plane_.normal) < 0 && plane_.height(centre) > 0;
      float& support = match.support.at<float>(y, x);
      if (!meets || support < LEAST_SUPPORT) {
        support = 0;
        continue;
      }
      float least = 255;
      const cv::Vec3f seen = cv::Vec3f(v.image.at<cv::Vec3b>(y, x)).mul(gains_[view]);
      for (int ny = std::max(0, y - 1); ny <= std::min(y + 1, table.rows - 1); ++ny)
        for (int nx = std::max(0, x - 1); nx <= std::min(x + 1, table.cols - 1); ++nx)
          least = std::min(least, largestDifference(table.at<cv::Vec3f>(ny, nx), seen));
      difference.at<std::uint8_t>(y, x) = cv::saturate_cast<std::uint8_t>(least);
    }
  cv::GaussianBlur(difference, match.difference, {}, 1.0);
  return match;
}

cv::Mat TablePicture::picture() const {
  cv::Mat picture;
  colour_.convertTo(picture, CV_8U);
  return picture;
}

}  // namespace scan
