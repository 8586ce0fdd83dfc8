#include <opencv2/imgproc.hpp>

#include "common/depth-map.h"
#include "common/image-io.h"
#include "masks/evidence.h"
#include "masks/graph-cut.h"
#include "masks/item-masks.h"
#include "masks/local-colours.h"
#include "masks/segment.h"
#include "masks/visual-hull.h"
#include "testing/synthetic-scene.h"
#include "testing/testing.h"

using namespace scan;

namespace {

double overlap(const cv::Mat& a, const cv::Mat& b) { return double(cv::countNonZero(a & b)) / double(cv::countNonZero(a | b)); }

/** Silhouettes of the ball without a doubt or an error. */
std::vector<Silhouette> exactSilhouettes(const synthetic::SyntheticScene& filmed) {
  std::vector<Silhouette> silhouettes;
  for (std::size_t i = 0; i < filmed.ballMask.size(); ++i) {
    silhouettes.push_back({filmed.scene.cameras[i], {}});
    filmed.ballMask[i].convertTo(silhouettes[i].probability, CV_32F, 1 / 255.0);
  }
  return silhouettes;
}

}  // namespace

TEST("masks: the hull of exact silhouettes holds the ball and little more") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  const auto silhouettes = exactSilhouettes(filmed);
  const Hull hull = carveHull(silhouettes, silhouettes, synthetic::exactRegion(), 0.2);
  CHECK(!hull.empty());
  CHECK_NEAR((hull.centre - synthetic::BALL_CENTRE).norm(), 0, 0.15);
  CHECK_NEAR(hull.radius, 1.2, 0.25);
}

TEST("masks: two views that look through a high place open the hull, one or a low place does not") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  const Region region = synthetic::exactRegion();
  const auto holds = [&](const Eigen::Vector3d& place, std::size_t lookingThrough) {
    auto silhouettes = exactSilhouettes(filmed);
    for (std::size_t i = 0; i < lookingThrough; ++i) {
      const Eigen::Vector2d pixel = filmed.scene.cameras[i].pixel(filmed.scene.cameras[i].toCamera(place));
      cv::circle(silhouettes[i].probability, {int(pixel.x()), int(pixel.y())}, 5, cv::Scalar(0), -1);
    }
    return carveHull(silhouettes, silhouettes, region, 0.2).holds(place);
  };
  CHECK(holds({0, 0, 1.5}, 1));
  CHECK(!holds({0, 0, 1.5}, 2));
  CHECK(holds({0, 0, 0.2}, 2));
  CHECK(!holds({0, 0, 2.5}, 0));
}

TEST("masks: a difference that item and table share decides nothing, one where the table's picture is unsure little") {
  const cv::Mat everywhere(100, 100, CV_32FC1, cv::Scalar(1)), difference(100, 100, CV_8UC1, cv::Scalar(5));
  cv::Mat says(100, 100, CV_8UC1, cv::Scalar(int(DepthSays::item)));
  says.rowRange(0, 50).setTo(int(DepthSays::table));
  DifferenceModel alike, apart;
  for (int i = 0; i < 10; ++i) alike.learn({difference, everywhere}, says);
  alike.finish();
  CHECK_NEAR(alike.logRatio(5, 1), 0, 0.2);
  cv::Mat strong = difference.clone();
  strong.rowRange(50, 100).setTo(80);
  for (int i = 0; i < 10; ++i) apart.learn({strong, everywhere}, says);
  apart.finish();
  CHECK(apart.logRatio(5, 1) < -2);
  CHECK(apart.logRatio(80, 1) > 2);
  // Half of the views show something else there anyway: twice as likely the item at most, but the table as before.
  CHECK(apart.logRatio(80, 0.5F) > 0);
  CHECK(apart.logRatio(80, 0.5F) < 0.7F);
  CHECK(apart.logRatio(5, 0.5F) < -1.5F);
  CHECK(apart.logRatio(80, 0) == 0);
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
    return table.compare(views, 0).support.at<float>(int(pixel.y()), int(pixel.x())) > 0;
  };
  CHECK(!known({1.75, 0, 0}));
  CHECK(known({1.75, 0.5, 0}));
  // The plate goes on, in its colour but for depth.
  for (auto& view : views)
    for (double x = 1.5; x < 2.1; x += 0.005)
      for (double y = -0.2; y < 0.2; y += 0.005) {
        const Eigen::Vector2d pixel = view.camera.pixel(view.camera.toCamera({x, y, 0}));
        if (view.camera.contains(pixel)) view.image.at<cv::Vec3b>(int(pixel.y()), int(pixel.x())) = {20, 20, 20};
      }
  CHECK(!known({2.06, 0, 0}));
  CHECK(known({2.16, 0, 0}));
  views[6].low.clear();
  CHECK(known({1.75, 0, 0}));
}

TEST("masks: the same grey is the item's on one side of the picture and the ground's on the other") {
  cv::Mat lab(80, 400, CV_32FC3, cv::Scalar(80, 0, 0)), item = cv::Mat::zeros(80, 400, CV_8UC1);
  lab(cv::Rect(0, 0, 200, 40)).setTo(cv::Scalar(60, 0, 0));
  lab(cv::Rect(200, 40, 200, 40)).setTo(cv::Scalar(60, 0, 0));
  item.rowRange(0, 40).setTo(255);
  const cv::Mat everywhere(item.size(), CV_8UC1, cv::Scalar(255)), odds = colourLogOdds(lab, item, item == 0, everywhere);
  CHECK(odds.at<float>(20, 20) > 3);
  CHECK(odds.at<float>(60, 20) < -3);
  CHECK(odds.at<float>(20, 380) > 3);
  CHECK(odds.at<float>(60, 380) < -3);
  CHECK_NEAR(colourLogOdds(lab, everywhere, item & 0, everywhere).at<float>(20, 20), 0, 1e-6);
}

TEST("masks: weak odds on one side of an edge are carried up to it, and sure ones are kept") {
  cv::Mat lab(40, 60, CV_32FC3, cv::Scalar(50, 0, 0)), odds = cv::Mat::zeros(40, 60, CV_32FC1);
  lab.colRange(30, 60).setTo(cv::Scalar(70, 0, 0));
  odds.colRange(0, 10).setTo(2);
  odds.colRange(50, 60).setTo(-2);
  const cv::Mat cut = cutAlongEdges(lab, odds);
  CHECK(cv::countNonZero(cut.colRange(0, 30) == 0) == 0);
  CHECK(cv::countNonZero(cut.colRange(30, 60)) == 0);
  odds(cv::Rect(55, 15, 5, 5)).setTo(FIXED);
  CHECK(cv::countNonZero(cutAlongEdges(lab, odds)(cv::Rect(55, 15, 5, 5))) == 25);
}

TEST("masks: a gap that the hull has filled is cut though the item has the wall's colour farther off") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  const auto silhouettes = exactSilhouettes(filmed);
  const Hull hull = carveHull(silhouettes, silhouettes, synthetic::exactRegion(), 0.2);
  // From above: a grey handle before a wall that is nearly as grey, the gap, a dark lid, and a foot of the wall's colour.
  const cv::Mat& ball = filmed.ballMask[0];
  const cv::Rect around = cv::boundingRect(ball);
  const cv::Rect gap(around.x + around.width / 2 - 25, around.y + around.height / 8, 50, 16);
  const cv::Scalar WALL(190, 185, 170), HANDLE(168, 168, 178), LID(50, 50, 55);
  cv::Mat image(ball.size(), CV_8UC3, WALL), probability(ball.size(), CV_32FC1, cv::Scalar(0.5)), item = ball.clone(), noise(image.size(), CV_8UC3);
  image.setTo(LID, ball);
  image.rowRange(0, gap.br().y).setTo(HANDLE, ball.rowRange(0, gap.br().y));
  image.rowRange(around.br().y - around.height / 4, image.rows).setTo(WALL);
  image(gap).setTo(WALL);
  cv::RNG random(3);
  random.fill(noise, cv::RNG::UNIFORM, 0, 8);
  image += noise;
  probability.setTo(0.97, ball);
  probability(gap).setTo(0.5);
  item(gap).setTo(0);
  const cv::Mat mask = segmentItem({filmed.scene.cameras[0], image, {}}, hull, synthetic::exactRegion(), probability, SURE_BY_MORE);
  CHECK(cv::countNonZero(mask(gap)) == 0);
  CHECK_NEAR(overlap(mask, item), 1, 0.05);
}

/** A dark ball on a light table as view 0 has it, the hull of all, and evidence that is nearly sure of the ball. */
struct DarkBall {
  synthetic::SyntheticScene filmed = synthetic::makeSyntheticScene(24);
  Hull hull = carveHull(exactSilhouettes(filmed), exactSilhouettes(filmed), synthetic::exactRegion(), 0.2);
  cv::Mat image{filmed.ballMask[0].size(), CV_8UC3, cv::Scalar(190, 185, 170)};
  cv::Mat probability{image.size(), CV_32FC1, cv::Scalar(0.03)};

  DarkBall() {
    image.setTo(cv::Scalar(50, 50, 55), filmed.ballMask[0]);
    cv::Mat noise(image.size(), CV_8UC3);
    cv::RNG random(3);
    random.fill(noise, cv::RNG::UNIFORM, 0, 8);
    image += noise;
    probability.setTo(0.97, filmed.ballMask[0]);
  }
  cv::Mat cut(const cv::Mat& tableKnown) const {
    return segmentItem({filmed.scene.cameras[0], image, {}, {}, tableKnown}, hull, synthetic::exactRegion(), probability, SURE_BY_MORE);
  }
};

TEST("masks: depth that spread from the foot over the table is cut by colour") {
  DarkBall scene;
  const Camera& camera = scene.filmed.scene.cameras[0];
  for (double x = 0.9; x < 1.7; x += 0.02)
    for (double y = -0.3; y < 0.3; y += 0.02) scene.hull.surface.push_back({x, y, 0.03});
  const cv::Mat spread = drawHull(scene.hull, camera) & ~scene.filmed.ballMask[0] & ~drawHull(scene.hull, camera, [](const auto& p) { return p.z() > 0.04; });
  scene.probability.setTo(0.97, spread);
  const cv::Mat known(spread.size(), CV_8UC1, cv::Scalar(255)), mask = scene.cut(known);
  CHECK(cv::countNonZero(spread) > 200);
  CHECK(cv::countNonZero(mask & spread) < 0.1 * cv::countNonZero(spread));
  CHECK_NEAR(overlap(mask, scene.filmed.ballMask[0]), 1, 0.05);
  // A foot in the table's colour is not: under it no table is known.
  CHECK(cv::countNonZero(scene.cut(known & ~spread) & spread) > 0.9 * cv::countNonZero(spread));
}

TEST("masks: what looks like the table in the midst of the hull stays where the item has that colour") {
  DarkBall scene;
  const cv::Rect around = cv::boundingRect(scene.filmed.ballMask[0]);
  const cv::Rect middle(around.x + around.width / 2 - 20, around.y + around.height / 2 - 20, 40, 40);
  // It mirrors the wall a little.
  scene.image(middle) += cv::Scalar::all(20);
  scene.probability(middle).setTo(0.08);
  const cv::Mat mask = scene.cut({});
  CHECK(cv::countNonZero(mask(middle)) == middle.area());
}

namespace {

/** Writes coarse depth that four neighbours confirm, off by a thousandth, without the pixels of `hidden` where there are such. */
std::string writeCoarse(const synthetic::SyntheticScene& filmed, const std::vector<cv::Mat>& hidden = {}) {
  const std::string folder = synthetic::temporaryFolder("coarse");
  for (std::size_t i = 0; i < filmed.depth.size(); ++i) {
    DepthMap map = DepthMap::blank(filmed.depth[i].size());
    cv::Mat noise(filmed.depth[i].size(), CV_32FC1);
    cv::RNG(i + 1).fill(noise, cv::RNG::NORMAL, 1, 0.001);
    map.depth = filmed.depth[i].mul(noise);
    if (!hidden.empty()) map.depth.setTo(0, hidden[i]);
    map.agree.setTo(4);
    writeDepthMap(folder, filmed.scene.cameras[i].stem, map);
  }
  return folder;
}

void checkBallIsCutOut(const synthetic::SyntheticScene& filmed, const ItemMasks& found) {
  for (std::size_t i = 0; i < filmed.ballMask.size(); ++i) {
    cv::Mat mask;
    cv::resize(found.masks[i], mask, filmed.ballMask[i].size(), 0, 0, cv::INTER_NEAREST);
    CHECK_NEAR(overlap(mask, filmed.ballMask[i]), 1, 0.1);
  }
  CHECK_NEAR((found.region.centre - synthetic::BALL_CENTRE).norm(), 0, 0.2);
}

Region regionWithoutPlane() {
  Region region = synthetic::exactRegion();
  region.plane.reset();
  return region;
}

}  // namespace

TEST("masks: from images and coarse depth the ball is cut out of every view") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  checkBallIsCutOut(filmed, findItemMasks(filmed.scene, synthetic::exactRegion(), writeCoarse(filmed), ""));
}

TEST("masks: a plain flank without depth is not taken for the table that nobody sees under it") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  std::vector<cv::Mat> plain(filmed.ballMask.size());
  for (std::size_t i = 0; i < plain.size(); ++i) {
    cv::Mat image = readPpm(filmed.scene.imagePath(int(i)));
    cv::erode(filmed.ballMask[i], plain[i], cv::Mat::ones(25, 25, CV_8U));
    image.setTo(cv::Scalar(230, 200, 60), plain[i]);
    writePnm(filmed.scene.imagePath(int(i)), image);
  }
  checkBallIsCutOut(filmed, findItemMasks(filmed.scene, synthetic::exactRegion(), writeCoarse(filmed, plain), ""));
}

TEST("masks: a table that has no sparse point is found by its depth") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  const ItemMasks found = findItemMasks(filmed.scene, regionWithoutPlane(), writeCoarse(filmed), "");
  checkBallIsCutOut(filmed, found);
  CHECK_NEAR(found.region.plane->normal.z(), 1, 1e-3);
  CHECK_NEAR(found.region.plane->offset, 0, 0.01);
  CHECK_NEAR(found.region.up.z(), 1, 1e-3);
}

TEST("masks: a flat thing with nothing on it is not taken for a table") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  const ItemMasks found = findItemMasks(filmed.scene, regionWithoutPlane(), writeCoarse(filmed, filmed.ballMask), "");
  for (const auto& mask : found.masks) CHECK(mask.empty());
  CHECK(!found.region.plane.has_value());
}

TEST("masks: without any depth there are none, and the region stays") {
  const auto filmed = synthetic::makeSyntheticScene(8);
  const Region region = regionWithoutPlane();
  const ItemMasks found = findItemMasks(filmed.scene, region, "nowhere", "");
  for (const auto& mask : found.masks) CHECK(mask.empty());
  CHECK_NEAR(found.region.radius, region.radius, 1e-12);
}
