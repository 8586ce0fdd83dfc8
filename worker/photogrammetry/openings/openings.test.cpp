#include "openings/openings.h"

#include <opencv2/imgproc.hpp>

#include "testing/testing.h"

using namespace scan;

namespace {

constexpr int SIDE = 160, HOLE = 18;
const cv::Point MIDDLE(SIDE / 2, SIDE / 2);

cv::Mat disc(int radius, const cv::Point& middle = MIDDLE) {
  cv::Mat drawn = cv::Mat::zeros(SIDE, SIDE, CV_8UC1);
  cv::circle(drawn, middle, radius, cv::Scalar(255), -1);
  return drawn;
}

/** A dark ring on a bright table: what is bright within its outline is seen through it. */
cv::Mat ringOnTable() {
  cv::Mat image(SIDE, SIDE, CV_8UC3, cv::Scalar(200, 190, 180));
  image.setTo(cv::Scalar(50, 40, 40), disc(60) & ~disc(HOLE));
  return image;
}

double overlap(const cv::Mat& a, const cv::Mat& b) { return double(cv::countNonZero(a & b)) / double(cv::countNonZero(a | b)); }

}  // namespace

TEST("openings: a hole through which the ground is seen is open as far as its edge") {
  const cv::Mat open = openMask(disc(60), disc(HOLE - 3), ringOnTable());
  CHECK(overlap(disc(60) & ~open, disc(HOLE)) > 0.9);
}

TEST("openings: a hole that the mask has already grows by the ground beside it") {
  const cv::Mat half = disc(HOLE - 3, MIDDLE - cv::Point(6, 0)) & disc(HOLE);
  const cv::Mat open = openMask(disc(60) & ~half, disc(HOLE - 3), ringOnTable());
  CHECK(overlap(disc(60) & ~open, disc(HOLE)) > 0.9);
}

TEST("openings: ground at the item's own outline and specks of ground leave the mask as it is") {
  const cv::Mat ground = (disc(60) & ~disc(52)) | disc(2, MIDDLE + cv::Point(35, 0));
  CHECK(cv::countNonZero(openMask(disc(60), ground, ringOnTable()) != disc(60)) == 0);
}
