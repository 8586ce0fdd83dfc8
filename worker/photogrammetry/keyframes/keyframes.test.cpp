#include <opencv2/imgproc.hpp>

#include "keyframes/measure.h"
#include "testing/testing.h"

namespace {

/** Smooth random texture, the same each time. */
cv::Mat texture(int width, int height, int seed = 7) {
  cv::RNG random(seed);
  cv::Mat noise(height, width, CV_8U), smooth;
  random.fill(noise, cv::RNG::UNIFORM, 0, 256);
  cv::GaussianBlur(noise, smooth, {}, 2.0);
  cv::normalize(smooth, smooth, 0, 255, cv::NORM_MINMAX);
  return smooth;
}

cv::Mat shifted(const cv::Mat& image, double x, double y) {
  const cv::Mat motion = (cv::Mat_<double>(2, 3) << 1, 0, x, 0, 1, y);
  cv::Mat moved;
  cv::warpAffine(image, moved, motion, image.size(), cv::INTER_CUBIC, cv::BORDER_REFLECT);
  return moved;
}

void checkTracked(double x, double y) {
  const cv::Mat first = texture(320, 240);
  const auto from = keyframes::buildPyramid(first, 4), to = keyframes::buildPyramid(shifted(first, x, y), 4);
  const std::vector<cv::Point2f> points{{160, 120}, {100, 100}, {220, 140}, {150, 80}};
  const auto displacements = keyframes::trackPoints(from, to, points);
  CHECK(displacements.size() == points.size());
  for (const auto& displacement : displacements) {
    CHECK_NEAR(displacement.x, x, 0.1);
    CHECK_NEAR(displacement.y, y, 0.1);
  }
}

}  // namespace

TEST("keyframes: points are followed to a tenth of a pixel, near and far") {
  checkTracked(0, 0);
  checkTracked(2.5, -1.25);
  checkTracked(-17, 11);
}

TEST("keyframes: a point that leaves the picture or sees no texture is lost") {
  const cv::Mat first = texture(320, 240), grey(240, 320, CV_8U, cv::Scalar(128));
  const auto from = keyframes::buildPyramid(first, 4);
  CHECK(keyframes::trackPoints(from, keyframes::buildPyramid(shifted(first, 12, 0), 4), {{310, 120}}).empty());
  const auto flat = keyframes::buildPyramid(grey, 4);
  CHECK(keyframes::trackPoints(flat, flat, {{160, 120}}).empty());
}

TEST("keyframes: motion is the median displacement as a share of the longer side") {
  const cv::Mat first = texture(320, 240);
  keyframes::FrameMeter meter;
  CHECK_NEAR(meter.add(first).motion, 0, 0);
  CHECK_NEAR(meter.add(shifted(first, 6.4, 0)).motion, 0.02, 0.001);
}

TEST("keyframes: brightness is the mean grey level") {
  keyframes::FrameMeter meter;
  CHECK_NEAR(meter.add(cv::Mat(240, 320, CV_8U, cv::Scalar(64))).brightness, 64, 1e-3);
}

TEST("keyframes: white is what a hundredth of the pixels exceeds") {
  cv::Mat grey(240, 320, CV_8U, cv::Scalar(64));
  grey.rowRange(0, 2).setTo(255);  // less than a hundredth
  CHECK_NEAR(keyframes::FrameMeter().add(grey).white, 64, 0);
  grey.rowRange(0, 3).setTo(200);
  CHECK_NEAR(keyframes::FrameMeter().add(grey).white, 200, 0);
}

TEST("keyframes: a smeared frame is less sharp and more blurred, whichever way it moved") {
  const cv::Mat sharp = texture(320, 240);
  cv::Mat across, down;
  cv::blur(sharp, across, {15, 1});
  cv::blur(sharp, down, {1, 15});
  keyframes::FrameMeter meter;
  const auto a = meter.add(sharp), b = meter.add(across), c = meter.add(down);
  CHECK(b.sharpness < 0.6 * a.sharpness && c.sharpness < 0.6 * a.sharpness);
  CHECK(b.blur > a.blur + 0.15 && c.blur > a.blur + 0.15);
  CHECK(a.blur > 0 && c.blur <= 1);
}

TEST("keyframes: a background that stands still is told from a walk and from a plain wall") {
  const cv::Mat room = texture(320, 240), item = texture(80, 80, 9);
  cv::Mat wall(240, 320, CV_8U, cv::Scalar(128));
  keyframes::StillnessMeter turntable, walk, plain;
  for (int i = 0; i < 20; i++) {
    cv::Mat frame = room.clone();
    const cv::Mat turn = cv::getRotationMatrix2D({40, 40}, 18.0 * i, 1);
    cv::Mat turned;
    cv::warpAffine(item, turned, turn, item.size());
    turned.copyTo(frame(cv::Rect(120, 80, 80, 80)));
    turntable.add(frame);
    walk.add(shifted(room, 9.0 * i, 3.0 * i));
    plain.add(wall);
  }
  const auto still = turntable.result();
  CHECK(still.borderShare > 0.95 && still.textureShare > 0.1 && still.share > 0.8);
  CHECK(walk.result().textureShare < 0.02 && walk.result().borderShare < 0.2);
  CHECK(plain.result().textureShare < 0.001);
  CHECK_NEAR(keyframes::StillnessMeter().result().share, 0, 0);
}
