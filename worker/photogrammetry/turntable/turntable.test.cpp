#include <opencv2/imgproc.hpp>

#include "testing/testing.h"
#include "turntable/moving-masks.h"
#include "turntable/reach.h"

namespace {

using namespace scan;

constexpr int WIDTH = 400, HEIGHT = 320, FRAMES = 24;
/** Pixels: as fine as print on a newspaper. */
constexpr double PRINT = 1;

cv::Mat noise(int width, int height, int seed, double sigma = 6) {
  cv::RNG random(seed);
  cv::Mat picture(height, width, CV_8UC3);
  random.fill(picture, cv::RNG::UNIFORM, 30, 200);
  cv::GaussianBlur(picture, picture, {}, sigma);
  cv::normalize(picture, picture, 30, 220, cv::NORM_MINMAX);
  return picture;
}

/** A bar that turns about the picture's middle: the middle is covered in every frame, the ends sweep a disc. */
cv::Mat barMask(int frame) {
  cv::Mat mask = cv::Mat::zeros(HEIGHT, WIDTH, CV_8UC1);
  std::vector<cv::Point2f> corners(4);
  cv::RotatedRect({WIDTH / 2.F, HEIGHT / 2.F}, {220, 60}, 180.F * float(frame) / FRAMES).points(corners.data());
  std::vector<cv::Point> outline(corners.begin(), corners.end());
  cv::fillConvexPoly(mask, outline, cv::Scalar(255));
  return mask;
}

cv::Mat turned(const cv::Rect& part, int frame) {
  cv::Mat mask = cv::Mat::zeros(HEIGHT, WIDTH, CV_8UC1), result;
  cv::rectangle(mask, part, cv::Scalar(255), -1);
  const cv::Mat turn = cv::getRotationMatrix2D({WIDTH / 2.F, HEIGHT / 2.F}, -180.0 * frame / FRAMES, 1);
  cv::warpAffine(mask, result, turn, mask.size(), cv::INTER_NEAREST);
  return result;
}

/** Near the bar's end there is a window in it, and beside it a shadow falls. */
cv::Mat windowMask(int frame) { return turned({256, 140, 44, 40}, frame); }
cv::Mat shadowMask(int frame) { return turned({250, 190, 60, 40}, frame) | windowMask(frame); }

std::vector<cv::Mat> film(bool withBar, double drift, double roomSigma = 6) {
  const cv::Mat room = noise(WIDTH, HEIGHT, 3, roomSigma), skin = noise(WIDTH, HEIGHT, 5);
  std::vector<cv::Mat> frames;
  cv::RNG random(11);
  for (int i = 0; i < FRAMES; ++i) {
    cv::Mat frame = room.clone(), turned, grain(HEIGHT, WIDTH, CV_8UC3);
    if (withBar) {
      const cv::Mat turn = cv::getRotationMatrix2D({WIDTH / 2.F, HEIGHT / 2.F}, -180.0 * i / FRAMES, 1);
      cv::warpAffine(skin, turned, turn, skin.size(), cv::INTER_LINEAR, cv::BORDER_REFLECT);
      turned.copyTo(frame, barMask(i));
    }
    frame.convertTo(frame, CV_8UC3, 1 + drift * std::sin(i));
    random.fill(grain, cv::RNG::UNIFORM, 0, 3);
    frames.push_back(frame + grain);
  }
  return frames;
}

std::vector<cv::Mat> filmWithShadow() {
  std::vector<cv::Mat> frames = film(true, 0, PRINT);
  const cv::Mat room = noise(WIDTH, HEIGHT, 3, PRINT);
  const cv::Mat shaded = room * 0.6;
  for (int i = 0; i < FRAMES; ++i) shaded.copyTo(frames[i], shadowMask(i));
  return frames;
}

double overlap(const cv::Mat& a, const cv::Mat& b) {
  return cv::countNonZero(a & b) / double(cv::countNonZero(a | b));
}

}  // namespace

TEST("turntable: what turns is told from the still room, its covered middle included, while the exposure drifts") {
  const auto frames = film(true, 0.08);
  const Backdrop backdrop = findBackdrop(frames);
  for (int i = 0; i < FRAMES; i += 5) {
    const cv::Mat mask = movingMask(frames[i], backdrop.gains[i], backdrop);
    CHECK(overlap(mask > 0, barMask(i)) > 0.85);
    CHECK(mask.at<std::uint8_t>(HEIGHT / 2, WIDTH / 2) != STILL);
  }
}

TEST("turntable: in a room where nothing turns every pixel is still") {
  const auto frames = film(false, 0.08);
  const Backdrop backdrop = findBackdrop(frames);
  for (int i = 0; i < FRAMES; i += 5)
    CHECK(cv::countNonZero(movingMask(frames[i], backdrop.gains[i], backdrop)) == 0);
}

TEST("turntable: a shadow that turns with the item and what is seen through it belong to the room by their pattern") {
  const auto frames = filmWithShadow();
  Backdrop backdrop = findBackdrop(frames);
  std::vector<cv::Mat> masks;
  for (int i = 0; i < FRAMES; ++i) masks.push_back(movingMask(frames[i], backdrop.gains[i], backdrop));
  learnRoom(frames, masks, backdrop);
  for (int i = 0; i < FRAMES; i += 5) {
    const cv::Mat item = barMask(i) & ~windowMask(i);
    CHECK(overlap(masks[i] > 0, item) < 0.75);
    CHECK(overlap(withoutRoom(masks[i], frames[i], backdrop.gains[i], backdrop) > 0, item) > 0.9);
  }
}

TEST("turntable: the reach is all that the item comes by, a part on a thread too, and nothing that flickers beside it") {
  std::vector<cv::Mat> masks;
  cv::Mat item = cv::Mat::zeros(HEIGHT, WIDTH, CV_8UC1);
  for (int i = 0; i < FRAMES; ++i) {
    masks.push_back(barMask(i));
    // Above the bar, and going round the same axis.
    const double angle = CV_2PI * i / FRAMES;
    cv::circle(masks[i], {WIDTH / 2 + int(60 * std::cos(angle)), 20}, 15, cv::Scalar(255), -1);
    item |= masks[i];
    // In one corner all the time, and once in the other.
    masks[i](cv::Rect(0, 0, 30, 90)) = 255;
    if (i == 3) masks[i](cv::Rect(WIDTH - 40, HEIGHT - 40, 40, 40)) = 255;
  }
  const cv::Mat reach = reachOf(masks);
  CHECK(cv::countNonZero(reach != item) == 0);
}

TEST("turntable: where nothing moves nothing is reached") {
  CHECK(cv::countNonZero(reachOf({cv::Mat::zeros(HEIGHT, WIDTH, CV_8UC1)})) == 0);
}

TEST("turntable: where nobody knows the room behind it, a pale item that a noisy film shows has no hole") {
  std::vector<cv::Mat> frames = film(true, 0), masks;
  cv::RNG random(7);
  for (int i = 0; i < FRAMES; ++i) {
    // Light comes from one side: from the fourth frame to the eighth its shades pass for the one that is seen most.
    cv::Mat pale, grain(HEIGHT, WIDTH, CV_16SC3);
    frames[i].convertTo(pale, CV_8UC3, 0.2, 90 + 60 * std::sin(CV_2PI * i / FRAMES));
    pale.copyTo(frames[i], barMask(i));
    random.fill(grain, cv::RNG::NORMAL, 0, 3);
    cv::add(frames[i], grain, frames[i], cv::noArray(), CV_8U);
  }
  Backdrop backdrop = findBackdrop(frames);
  for (int i = 0; i < FRAMES; ++i) masks.push_back(movingMask(frames[i], backdrop.gains[i], backdrop));
  learnRoom(frames, masks, backdrop);
  const cv::Mat covered = alwaysCovered(backdrop);
  for (int i = 4; i <= 8; ++i) {
    CHECK(overlap(masks[i] > 0, barMask(i)) < 0.8);
    CHECK(overlap(wholeMask(masks[i], covered) > 0, barMask(i)) > 0.95);
  }
}
