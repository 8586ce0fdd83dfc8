#include "depth/depth-pipeline.h"
#include "depth/patch-match.h"
#include "depth/patch.h"
#include "depth/view-selection.h"
#include "testing/synthetic-scene.h"
#include "testing/testing.h"

using namespace scan;

namespace {

cv::Mat randomGrey(int side) {
  cv::Mat image(side, side, CV_8UC1);
  cv::RNG random(3);
  random.fill(image, cv::RNG::UNIFORM, 0, 256);
  return image;
}

}  // namespace

TEST("depth: a patch matches itself, its brighter copy, and not its neighbour") {
  const cv::Mat grey = randomGrey(64);
  const GreyImage image(grey), brighter(grey * 0.5 + 60);
  ReferencePatch patch;
  CHECK(describePatch(image, 32, 32, patch));
  CHECK_NEAR(matchingCost(patch, image, Eigen::Matrix3f::Identity(), 32, 32, false), 0, 1e-4);
  CHECK_NEAR(matchingCost(patch, brighter, Eigen::Matrix3f::Identity(), 32, 32, false), 0, 1e-2);
  CHECK(matchingCost(patch, image, Eigen::Matrix3f::Identity(), 40, 32, false) > 0.4F);
  CHECK(matchingCost(patch, image, Eigen::Matrix3f::Identity(), 62, 32, false) == NO_MATCH);
}

TEST("depth: a ramp is placed by its brightness, whatever a camera's exposure drifts by") {
  cv::Mat ramp(64, 64, CV_8UC1);
  for (int y = 0; y < ramp.rows; ++y)
    for (int x = 0; x < ramp.cols; ++x) ramp.at<std::uint8_t>(y, x) = std::uint8_t(30 + x);
  const GreyImage image(ramp), drifted(ramp * 1.01);
  ReferencePatch patch;
  CHECK(describePatch(image, 32, 32, patch));
  Eigen::Matrix3f beside = Eigen::Matrix3f::Identity();
  beside(0, 2) = 3;
  CHECK(matchingCost(patch, image, beside, 32, 32, true) > matchingCost(patch, image, Eigen::Matrix3f::Identity(), 32, 32, true) + 0.02F);
  CHECK(matchingCost(patch, drifted, Eigen::Matrix3f::Identity(), 32, 32, true) < 0.015F);
}

TEST("depth: a flat patch is known to be flat") {
  ReferencePatch patch;
  CHECK(!describePatch(GreyImage(cv::Mat(32, 32, CV_8UC1, cv::Scalar(90))), 16, 16, patch));
}

TEST("depth: sources are neighbours on the circle") {
  const auto filmed = synthetic::makeSyntheticScene(40);
  const auto sources = selectSources(filmed.scene, synthetic::exactRegion(), 4);
  for (std::size_t view = 0; view < sources.size(); ++view) {
    CHECK(sources[view].size() == 4);
    for (const int other : sources[view]) {
      const int apart = std::abs(other - int(view));
      CHECK(std::min(apart, 40 - apart) <= 6);
    }
  }
}

TEST("depth: nine in ten confirmed depths of ball and table are right to half a percent") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  DepthOptions options;
  options.size = 320;
  const auto maps = computeDepthMaps(filmed.scene, synthetic::exactRegion(), options);
  std::size_t confirmed = 0, right = 0, onBall = 0, confirmedOnBall = 0;
  for (std::size_t view = 0; view < maps.size(); ++view)
    for (int y = 0; y < maps[view].depth.rows; ++y)
      for (int x = 0; x < maps[view].depth.cols; ++x) {
        const bool ball = filmed.ballMask[view].at<std::uint8_t>(y, x) != 0, known = maps[view].agree.at<std::uint8_t>(y, x) >= 2;
        onBall += ball;
        confirmedOnBall += ball && known;
        if (!known) continue;
        const float truth = filmed.depth[view].at<float>(y, x);
        ++confirmed;
        right += std::abs(maps[view].depth.at<float>(y, x) - truth) < 0.005F * truth;
      }
  CHECK(double(right) > 0.9 * double(confirmed));
  CHECK(double(confirmedOnBall) > 0.6 * double(onBall));
}

TEST("depth: what lies far behind the item gets its own depth, not the item's") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  const Region region = synthetic::exactRegion();
  DepthOptions options;
  options.size = 320;
  const auto maps = computeDepthMaps(filmed.scene, region, options);
  std::size_t far = 0, taken = 0, right = 0;
  for (std::size_t view = 0; view < maps.size(); ++view)
    for (int y = 0; y < maps[view].depth.rows; ++y)
      for (int x = 0; x < maps[view].depth.cols; ++x) {
        const float truth = filmed.depth[view].at<float>(y, x);
        if (truth < float(region.cameraDistance + 2 * region.radius) || truth > 20 || !region.meetsRay(filmed.scene.cameras[view], x + 0.5, y + 0.5)) continue;
        ++far;
        const float depth = maps[view].depth.at<float>(y, x);
        if (maps[view].agree.at<std::uint8_t>(y, x) < 2) continue;
        taken += depth < 0.9F * truth;
        right += std::abs(depth - truth) < 0.02F * truth;
      }
  CHECK(far > 1000);
  CHECK(double(taken) < 0.1 * double(far));
  CHECK(double(right) > 0.1 * double(far));
}

TEST("depth: a flat pixel confirms no depth") {
  const GreyImage image(cv::Mat(64, 64, CV_8UC1, cv::Scalar(90)));
  Camera camera;
  camera.width = camera.height = 64;
  camera.fx = camera.fy = 64;
  camera.cx = camera.cy = 32;
  Camera beside = camera;
  beside.translation = {-0.1, 0, 0};
  const ReferenceView view{&image, Intrinsics(camera), 0.5F, 2, {makeSourceView(camera, beside, image), makeSourceView(camera, beside, image)}};
  DepthMap coarse = DepthMap::blank({64, 64});
  coarse.depth.setTo(1);
  coarse.normal.setTo(cv::Scalar(0, 0, -1));
  const DepthMap map = PatchMatch(view, cv::Mat(64, 64, CV_8UC1, cv::Scalar(255)), {}, 1).run(&coarse);
  double least = 0;
  cv::minMaxLoc(map.cost, &least, nullptr);
  CHECK(least > 0.5);
}
