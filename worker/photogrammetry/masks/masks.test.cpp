#include <opencv2/imgproc.hpp>

#include "common/depth-map.h"
#include "common/image-io.h"
#include "masks/evidence.h"
#include "masks/item-masks.h"
#include "masks/visual-hull.h"
#include "testing/synthetic-scene.h"
#include "testing/testing.h"

using namespace scan;

namespace {

double overlap(const cv::Mat& a, const cv::Mat& b) { return double(cv::countNonZero(a & b)) / double(cv::countNonZero(a | b)); }

}  // namespace

TEST("masks: the hull of exact silhouettes holds the ball and little more") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  std::vector<Silhouette> silhouettes;
  for (std::size_t i = 0; i < 24; ++i) {
    cv::Mat probability;
    filmed.ballMask[i].convertTo(probability, CV_32F, 1 / 255.0);
    silhouettes.push_back({filmed.scene.cameras[i], probability});
  }
  const Hull hull = carveHull(silhouettes, silhouettes, synthetic::exactRegion(), 0.2);
  CHECK(!hull.empty());
  CHECK_NEAR((hull.centre - synthetic::BALL_CENTRE).norm(), 0, 0.15);
  CHECK_NEAR(hull.radius, 1.2, 0.25);
}

TEST("masks: two views that look through a high place open the hull, one or a low place does not") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  const Region region = synthetic::exactRegion();
  const auto holds = [&](const Eigen::Vector3d& place, std::size_t lookingThrough) {
    std::vector<Silhouette> silhouettes;
    for (std::size_t i = 0; i < 24; ++i) {
      silhouettes.push_back({filmed.scene.cameras[i], {}});
      filmed.ballMask[i].convertTo(silhouettes[i].probability, CV_32F, 1 / 255.0);
      const Eigen::Vector2d pixel = filmed.scene.cameras[i].pixel(filmed.scene.cameras[i].toCamera(place));
      if (i < lookingThrough) cv::circle(silhouettes[i].probability, {int(pixel.x()), int(pixel.y())}, 5, cv::Scalar(0), -1);
    }
    return carveHull(silhouettes, silhouettes, region, 0.2).holds(place);
  };
  CHECK(holds({0, 0, 1.5}, 1));
  CHECK(!holds({0, 0, 1.5}, 2));
  CHECK(holds({0, 0, 0.2}, 2));
  CHECK(!holds({0, 0, 2.5}, 0));
}

TEST("masks: a difference that item and table share decides nothing") {
  const cv::Mat valid(100, 100, CV_8UC1, cv::Scalar(255)), difference(100, 100, CV_8UC1, cv::Scalar(5));
  cv::Mat says(100, 100, CV_8UC1, cv::Scalar(int(DepthSays::item)));
  says.rowRange(0, 50).setTo(int(DepthSays::table));
  DifferenceModel alike, apart;
  for (int i = 0; i < 10; ++i) alike.learn({difference, valid}, says);
  alike.finish();
  CHECK_NEAR(alike.logRatio(5), 0, 0.2);
  cv::Mat strong = difference.clone();
  strong.rowRange(50, 100).setTo(80);
  for (int i = 0; i < 10; ++i) apart.learn({strong, valid}, says);
  apart.finish();
  CHECK(apart.logRatio(5) < -2);
  CHECK(apart.logRatio(80) > 2);
}

TEST("masks: the table's picture does not show where most views see the item standing") {
  const auto filmed = synthetic::makeSyntheticScene(12);
  std::vector<MaskView> views;
  for (const auto& camera : filmed.scene.cameras) {
    views.push_back({camera, readPpm(filmed.scene.imagePath(int(views.size()))), cv::Mat::zeros(camera.height, camera.width, CV_8UC1)});
    // A dark plate before the ball, which seven of twelve views have.
    if (views.size() <= 7)
      for (double x = 1.5; x < 2; x += 0.005)
        for (double y = -0.2; y < 0.2; y += 0.005) views.back().low.push_back({x, y, 0.05});
  }
  const auto known = [&](const Eigen::Vector3d& place) {
    const TablePicture table(views, *synthetic::exactRegion().plane, synthetic::exactRegion());
    const Eigen::Vector2d pixel = views[0].camera.pixel(views[0].camera.toCamera(place));
    return table.compare(views, 0).valid.at<std::uint8_t>(int(pixel.y()), int(pixel.x())) != 0;
  };
  CHECK(!known({1.75, 0, 0}));
  CHECK(known({1.75, 0.5, 0}));
  views[6].low.clear();
  CHECK(known({1.75, 0, 0}));
}

TEST("masks: from images and coarse depth the ball is cut out of every view") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  const std::string folder = synthetic::temporaryFolder("coarse");
  for (std::size_t i = 0; i < 24; ++i) {
    DepthMap map = DepthMap::blank(filmed.depth[i].size());
    map.depth = filmed.depth[i].clone();
    map.agree.setTo(4);
    writeDepthMap(folder, filmed.scene.cameras[i].stem, map);
  }
  const ItemMasks found = findItemMasks(filmed.scene, synthetic::exactRegion(), folder, "");
  for (std::size_t i = 0; i < 24; ++i) {
    cv::Mat mask;
    cv::resize(found.masks[i], mask, filmed.ballMask[i].size(), 0, 0, cv::INTER_NEAREST);
    CHECK_NEAR(overlap(mask, filmed.ballMask[i]), 1, 0.15);
  }
  CHECK_NEAR((found.region.centre - synthetic::BALL_CENTRE).norm(), 0, 0.2);
}

TEST("masks: without a plane there are none, and the region stays") {
  const auto filmed = synthetic::makeSyntheticScene(8);
  Region region = synthetic::exactRegion();
  region.plane.reset();
  const ItemMasks found = findItemMasks(filmed.scene, region, "nowhere", "");
  for (const auto& mask : found.masks) CHECK(mask.empty());
  CHECK_NEAR(found.region.radius, region.radius, 1e-12);
}
