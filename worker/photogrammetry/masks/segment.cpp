#include "masks/segment.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/picture.h"
#include "masks/graph-cut.h"
#include "masks/local-colours.h"

namespace scan {
namespace {

/**
 * Of the evidence's log-odds beside a colour's: a third, since a pixel's neighbours get it from the same matches. Of the
 * hull: hardly any, since it is what is to be mended, and none where evidence speaks against it.
 */
constexpr float SAY_OF_EVIDENCE = 0.35F, SAY_OF_HULL = 0.5F;
/** Probability above which something speaks for the item; what nobody knows anything of has a half. */
constexpr float LIKELY_ITEM = 0.6F;
/** Probability below which depth speaks for the ground: the table's picture alone never does as loud. */
constexpr float SURE_GROUND = 0.07F;

/** What lies farther from the hull's outline than that is off by. */
cv::Mat deepInside(const cv::Mat& hull) {
  cv::Mat deep;
  cv::erode(hull, deep, disc(6));
  return deep;
}

int voxelRadiusInPixels(const Hull& hull, const Camera& camera) {
  const double depth = std::max(1e-6, camera.toCamera(hull.centre).z());
  return int(std::ceil(0.6 * hull.grid.voxel * camera.fx / depth));
}

double overlap(const cv::Mat& a, const cv::Mat& b) {
  const double both = cv::countNonZero(a & b), any = cv::countNonZero(a | b);
  return any > 0 ? both / any : 0;
}

/** Labels in GrabCut's names: sure outside a band around the hull, sure where evidence is, probable elsewhere. */
cv::Mat labels(const cv::Mat& hull, const cv::Mat& low, const cv::Mat& probability, float sureItem, int voxelRadius) {
  cv::Mat near, labels(hull.size(), CV_8UC1, cv::Scalar(cv::GC_BGD));
  cv::dilate(hull, near, disc(voxelRadius + 4));
  labels.setTo(cv::GC_PR_BGD, near);
  labels.setTo(cv::GC_PR_FGD, hull);
  labels.setTo(cv::GC_PR_BGD, hull & (probability < 0.3F));
  cv::Mat thick;
  cv::morphologyEx(hull, thick, cv::MORPH_OPEN, disc(6));
  labels.setTo(cv::GC_FGD, hull & ~low & ((probability > sureItem) | ((thick == 0) & (probability > SURE_BY_DEPTH))));
  labels.setTo(cv::GC_BGD, (probability < SURE_GROUND) & (deepInside(hull) == 0));
  return labels;
}

/** What the evidence says of the pixels that are not sure, and FIXED odds of those that are. */
cv::Mat knownLogOdds(const cv::Mat& labels, const cv::Mat& hull, const cv::Mat& probability) {
  cv::Mat odds(labels.size(), CV_32FC1);
  for (int y = 0; y < odds.rows; ++y)
    for (int x = 0; x < odds.cols; ++x) {
      const float p = probability.at<float>(y, x), evidence = SAY_OF_EVIDENCE * std::log(p / (1 - p));
      float& o = odds.at<float>(y, x);
      switch (labels.at<std::uint8_t>(y, x)) {
        case cv::GC_BGD: o = -FIXED; break;
        case cv::GC_FGD: o = FIXED; break;
        case cv::GC_PR_FGD: o = evidence + SAY_OF_HULL; break;
        default: o = hull.at<std::uint8_t>(y, x) != 0 ? evidence : evidence - SAY_OF_HULL;
      }
    }
  return odds;
}

/**
 * The cheapest cut by evidence and local colours. The first colours of the item are those of what something speaks for:
 * a gap that the hull has filled, of which nothing is known, would otherwise teach the wall's colour as the item's, and
 * spread depth the table's. Those of the ground are not what alone looks like the table within the hull.
 */
cv::Mat cutOut(const cv::Mat& image, const cv::Mat& labels, const cv::Mat& hull, const cv::Mat& low, const cv::Mat& probability) {
  const cv::Mat lab = toLab(image);
  const cv::Mat known = knownLogOdds(labels, hull, probability), unsure = (labels == cv::GC_PR_FGD) | (labels == cv::GC_PR_BGD);
  cv::Mat item = (labels == cv::GC_FGD) | ((labels == cv::GC_PR_FGD) & (probability > LIKELY_ITEM) & ~low);
  cv::Mat ground = (labels == cv::GC_BGD) | ((labels == cv::GC_PR_BGD) & ~(deepInside(hull) & (probability > SURE_GROUND)));
  for (int round = 0; round < 2; ++round) {
    item = cutAlongEdges(lab, known + colourLogOdds(lab, item, ground, unsure));
    ground = item == 0;
  }
  return item;
}

}  // namespace

cv::Mat drawHull(const Hull& hull, const Camera& camera, const std::function<bool(const Eigen::Vector3d&)>& wanted) {
  cv::Mat drawn = cv::Mat::zeros(camera.height, camera.width, CV_8UC1);
  for (const auto& p : hull.surface) {
    const Eigen::Vector3d q = camera.toCamera(p);
    if (q.z() <= 0 || !camera.contains(camera.pixel(q)) || !wanted(p)) continue;
    const Eigen::Vector2d pixel = camera.pixel(q);
    drawn.at<std::uint8_t>(int(pixel.y()), int(pixel.x())) = 255;
  }
  cv::morphologyEx(drawn, drawn, cv::MORPH_CLOSE, disc(voxelRadiusInPixels(hull, camera) + 1));
  return drawn;
}

cv::Mat segmentItem(const MaskView& view, const Hull& hull, const Region& region, const cv::Mat& probability, float sureItem) {
  const cv::Mat drawn = drawHull(hull, view.camera);
  cv::Mat low = cv::Mat::zeros(drawn.size(), CV_8UC1);
  // A ray comes down: where it meets nothing high, it meets the foot, or what depth has spread from it over the table.
  if (!view.tableKnown.empty()) low = view.tableKnown & drawn & ~drawHull(hull, view.camera, [&](const auto& p) { return isHigh(p, region); });
  cv::Mat all = labels(drawn, low, probability, sureItem, voxelRadiusInPixels(hull, view.camera));
  // Colours of the background are learnt from near the item only: 28 of 640 pixels around it.
  cv::Mat around;
  cv::dilate(drawn, around, disc(28));
  const cv::Rect box = cv::boundingRect(around);
  if (box.empty()) return drawn;
  const cv::Mat part = all(box);
  const int sure = cv::countNonZero((part == cv::GC_FGD) | (part == cv::GC_PR_FGD));
  if (sure < 100 || sure == part.rows * part.cols) return drawn;
  cv::Mat mask = cv::Mat::zeros(drawn.size(), CV_8UC1);
  cutOut(view.image(box), part, drawn(box), low(box), probability(box)).copyTo(mask(box));
  return overlap(mask, drawn) < 0.5 ? drawn : mask;
}

}  // namespace scan
