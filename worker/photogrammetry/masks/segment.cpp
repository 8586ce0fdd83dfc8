#include "masks/segment.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace scan {
namespace {

cv::Mat disc(int radius) { return cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * radius + 1, 2 * radius + 1}); }

int voxelRadiusInPixels(const Hull& hull, const Camera& camera) {
  const double depth = std::max(1e-6, camera.toCamera(hull.centre).z());
  return int(std::ceil(0.6 * hull.grid.voxel * camera.fx / depth));
}

double overlap(const cv::Mat& a, const cv::Mat& b) {
  const double both = cv::countNonZero(a & b), any = cv::countNonZero(a | b);
  return any > 0 ? both / any : 0;
}

/** GrabCut's labels: sure outside a band around the hull, sure where evidence is, probable elsewhere. */
cv::Mat labels(const cv::Mat& hull, const cv::Mat& probability, float sureItem, int voxelRadius) {
  cv::Mat near, inner, labels(hull.size(), CV_8UC1, cv::Scalar(cv::GC_BGD));
  cv::dilate(hull, near, disc(voxelRadius + 4));
  cv::erode(hull, inner, disc(6));
  labels.setTo(cv::GC_PR_BGD, near);
  labels.setTo(cv::GC_PR_FGD, hull);
  labels.setTo(cv::GC_PR_BGD, hull & (probability < 0.3F));
  cv::Mat thick;
  cv::morphologyEx(hull, thick, cv::MORPH_OPEN, disc(6));
  labels.setTo(cv::GC_FGD, hull & ((probability > sureItem) | ((thick == 0) & (probability > SURE_BY_DEPTH))));
  labels.setTo(cv::GC_BGD, (probability < 0.07F) & (inner == 0));
  return labels;
}

}  // namespace

cv::Mat drawHull(const Hull& hull, const Camera& camera) {
  cv::Mat drawn = cv::Mat::zeros(camera.height, camera.width, CV_8UC1);
  for (const auto& p : hull.surface) {
    const Eigen::Vector3d q = camera.toCamera(p);
    if (q.z() <= 0 || !camera.contains(camera.pixel(q))) continue;
    const Eigen::Vector2d pixel = camera.pixel(q);
    drawn.at<std::uint8_t>(int(pixel.y()), int(pixel.x())) = 255;
  }
  cv::morphologyEx(drawn, drawn, cv::MORPH_CLOSE, disc(voxelRadiusInPixels(hull, camera) + 1));
  return drawn;
}

cv::Mat segmentItem(const MaskView& view, const Hull& hull, const cv::Mat& probability, float sureItem) {
  const cv::Mat drawn = drawHull(hull, view.camera);
  cv::Mat all = labels(drawn, probability, sureItem, voxelRadiusInPixels(hull, view.camera));
  // Colours of the background are learnt from near the item only: 28 of 640 pixels around it.
  cv::Mat around;
  cv::dilate(drawn, around, disc(28));
  const cv::Rect box = cv::boundingRect(around);
  if (box.empty()) return drawn;
  cv::Mat part = all(box).clone(), background, foreground;
  const int sure = cv::countNonZero((part == cv::GC_FGD) | (part == cv::GC_PR_FGD));
  if (sure < 100 || sure == part.rows * part.cols) return drawn;
  // OpenCV's k-means inside GrabCut draws from the thread's generator: fixed, so that a run can be repeated.
  cv::theRNG().state = 1;
  cv::grabCut(view.image(box).clone(), part, {}, background, foreground, 3, cv::GC_INIT_WITH_MASK);
  cv::Mat mask = cv::Mat::zeros(drawn.size(), CV_8UC1);
  mask(box).setTo(255, (part == cv::GC_FGD) | (part == cv::GC_PR_FGD));
  return overlap(mask, drawn) < 0.5 ? drawn : mask;
}

}  // namespace scan
