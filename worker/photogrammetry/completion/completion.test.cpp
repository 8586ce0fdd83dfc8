#include <opencv2/imgproc.hpp>

#include "completion/completion.h"
#include "completion/edge-bands.h"
#include "completion/rims.h"
#include "completion/thin-plate.h"
#include "completion/verify.h"
#include "testing/synthetic-scene.h"
#include "testing/testing.h"

using namespace scan;

namespace {

/** The exact depth of a view's ball as a well-confirmed map. */
DepthMap exactMap(const synthetic::SyntheticScene& filmed, int view) {
  DepthMap map = DepthMap::blank(filmed.depth[view].size());
  filmed.depth[view].copyTo(map.depth, filmed.ballMask[view]);
  map.cost.setTo(0.05);
  map.agree.setTo(5);
  return map;
}

cv::Mat noisyImage(cv::Size size) {
  cv::Mat image(size, CV_8UC3);
  cv::RNG random(5);
  random.fill(image, cv::RNG::NORMAL, cv::Scalar::all(120), cv::Scalar::all(4));
  return image;
}

float bowlAt(int x, int y) { return 1 + 0.1F * float((x - 30) * (x - 30) + (y - 30) * (y - 30)) / 900; }

/** A bowl over 60 x 60 cells, trusted left of `trusted`: a tenth deeper at its middle than 30 cells from it. */
Cells bowl(int trusted) {
  const cv::Size size(60, 60);
  Cells cells{cv::Mat(size, CV_8UC1, cv::Scalar(255)), cv::Mat::zeros(size, CV_32FC1), cv::Mat::zeros(size, CV_32FC1), cv::Mat(size, CV_32FC3, cv::Scalar::all(0))};
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < trusted; ++x) {
      cells.inverse.at<float>(y, x) = bowlAt(x, y);
      cells.trust.at<float>(y, x) = 1;
    }
  return cells;
}

double shareWithin(const cv::Mat& depth, const cv::Mat& truth, const cv::Mat& where, double tolerance) {
  double right = 0, all = 0;
  for (int y = 0; y < depth.rows; ++y)
    for (int x = 0; x < depth.cols; ++x) {
      if (where.at<std::uint8_t>(y, x) == 0) continue;
      ++all;
      right += std::abs(depth.at<float>(y, x) - truth.at<float>(y, x)) < tolerance * truth.at<float>(y, x);
    }
  return right / all;
}

}  // namespace

TEST("completion: a hole in a ball is filled to one percent of depth") {
  const auto filmed = synthetic::makeSyntheticScene(8);
  DepthMap map = exactMap(filmed, 0);
  const cv::Rect hole(104, 128, 32, 40);  // whole cells: a pixel missing from a kept cell stays missing
  map.depth(hole).setTo(0);
  const auto view = completeView(filmed.scene.cameras[0], map, filmed.ballMask[0], noisyImage(map.size()), {}, {});
  cv::Mat inHole = cv::Mat::zeros(map.size(), CV_8UC1);
  inHole(hole).setTo(255);
  CHECK(view.filled >= hole.area());
  CHECK_NEAR(shareWithin(view.map.depth, filmed.depth[0], inHole, 0.01), 1, 0.05);
}

TEST("completion: a patch that lies too deep, as a reflection does, is replaced") {
  const auto filmed = synthetic::makeSyntheticScene(8);
  DepthMap map = exactMap(filmed, 0);
  const cv::Rect patch(108, 140, 20, 20);
  map.depth(patch) *= 1.06;
  const auto view = completeView(filmed.scene.cameras[0], map, filmed.ballMask[0], noisyImage(map.size()), {}, {});
  cv::Mat inPatch = cv::Mat::zeros(map.size(), CV_8UC1);
  inPatch(patch).setTo(255);
  CHECK_NEAR(shareWithin(view.map.depth, filmed.depth[0], inPatch, 0.01), 1, 0.1);
}

TEST("completion: without a mask nothing is filled") {
  const auto filmed = synthetic::makeSyntheticScene(8);
  const DepthMap map = exactMap(filmed, 0);
  const auto view = completeView(filmed.scene.cameras[0], map, {}, noisyImage(map.size()), {}, {});
  CHECK(view.filled == 0);
  CHECK(view.kept == cv::countNonZero(map.depth > 0));
}

TEST("completion: a round surface is drawn on rounder than one whose bending alone counts") {
  ThinPlateOptions flat;
  flat.bending.second = 1;
  flat.bending.third = 0;
  const Completed round = completeThinPlate(bowl(40), {}), flattened = completeThinPlate(bowl(40), flat);
  for (const int y : {10, 30, 50}) {
    const float truth = bowlAt(48, y), error = std::abs(round.inverse.at<float>(y, 48) - truth);
    CHECK(error < 0.008);
    CHECK(std::abs(flattened.inverse.at<float>(y, 48) - truth) > 2 * error);
  }
}

TEST("completion: a surface is the less sure, the farther it is drawn on, and sure between what holds it") {
  Cells cells = bowl(60);
  cells.trust(cv::Rect(20, 0, 10, 60)).setTo(0);
  cells.trust(cv::Rect(40, 0, 20, 60)).setTo(0);
  const cv::Mat deviation = completeThinPlate(cells, {}).deviation;
  const auto along = [&](int x) { return cv::mean(deviation(cv::Rect(x, 5, 1, 50)))[0]; };
  CHECK(along(10) < 1);
  CHECK(along(25) > along(10));
  CHECK(along(25) < 2);
  CHECK(along(50) > 2 * along(25));
  CHECK(along(58) > along(50));
}

TEST("completion: depth goes that only few of the views have that see the place") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  VerifyOptions options;
  options.leastShare = 0.4F;
  options.mostContradicting = 1e9F;
  for (const int with : {3, 24}) {
    std::vector<DepthMap> maps;
    for (int view = 0; view < 24; ++view) maps.push_back(view < with ? exactMap(filmed, view) : DepthMap::blank(filmed.depth[view].size()));
    const int before = cv::countNonZero(maps[1].depth > 0);
    verifyAcrossViews(filmed.scene.cameras, maps, synthetic::BALL_CENTRE, options);
    const double kept = cv::countNonZero(maps[1].depth > 0) / double(before);
    CHECK(with == 24 ? kept > 0.9 : kept < 0.1);
  }
}

TEST("completion: the other views vote a wrong fill out and leave right depth alone") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  std::vector<DepthMap> maps;
  for (int view = 0; view < 24; ++view) maps.push_back(exactMap(filmed, view));
  const cv::Rect patch(108, 140, 20, 20);
  maps[3].depth(patch) *= 1.1;
  maps[3].agree(patch).setTo(0);
  const int before = cv::countNonZero(maps[10].depth > 0);
  verifyAcrossViews(filmed.scene.cameras, maps, synthetic::BALL_CENTRE, {});
  CHECK(cv::countNonZero(maps[3].depth(patch) > 0) < patch.area() / 20);
  CHECK(cv::countNonZero(maps[10].depth > 0) > 0.9 * before);
}

TEST("completion: a low surface that only neighbours have falls to views from the side, one that all have stays") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  for (const bool everyone : {false, true}) {
    std::vector<DepthMap> maps(24);
    cv::Mat raised;
    for (int view = 0; view < 24; ++view) {
      maps[view] = DepthMap::blank(filmed.depth[view].size());
      maps[view].depth = filmed.depth[view].clone();
      maps[view].agree.setTo(3);
      // A slab of a tenth of the ball's radius on the table before view 0.
      const Camera& camera = filmed.scene.cameras[view];
      cv::Mat slab = cv::Mat::zeros(maps[view].size(), CV_8UC1);
      for (int y = 0; y < slab.rows; ++y)
        for (int x = 0; x < slab.cols; ++x) {
          const Eigen::Vector3d ray = camera.rotation.transpose() * camera.ray(x + 0.5, y + 0.5);
          const double along = (0.1 - camera.centre().z()) / ray.z();
          const Eigen::Vector3d p = camera.centre() + along * ray;
          if (filmed.ballMask[view].at<std::uint8_t>(y, x) != 0 || along < 0 || std::abs(p.x() - 1.7) > 0.3 || std::abs(p.y()) > 0.3) continue;
          slab.at<std::uint8_t>(y, x) = 255;
          if (everyone || view <= 1 || view == 23) maps[view].depth.at<float>(y, x) = float(camera.toCamera(p).z());
        }
      if (view == 0) raised = slab;
    }
    VerifyOptions options;
    options.narrowestAngle = 30;
    options.widestAngle = 90;
    options.hiddenContradicts = false;
    options.confirmMeasured = true;
    options.plane = Plane{Eigen::Vector3d::UnitZ(), 0};
    options.lowest = 0.02;
    options.highest = 0.3;
    verifyAcrossViews(filmed.scene.cameras, maps, synthetic::BALL_CENTRE, options);
    const double kept = cv::countNonZero((maps[0].depth > 0) & (raised != 0)) / double(cv::countNonZero(raised));
    CHECK(cv::countNonZero(raised) > 100);
    CHECK(everyone ? kept > 0.9 : kept < 0.1);
  }
}

TEST("completion: a plain surface's pixels beside another's outline are bands, those farther in and textured ones are not") {
  // From the left: plain dark, an outline at 60, then bright; below row 40 the dark part has a texture of its own.
  cv::Mat grey(80, 120, CV_8UC1, cv::Scalar(40));
  cv::RNG random(7);
  random.fill(grey(cv::Rect(0, 40, 60, 40)), cv::RNG::UNIFORM, 10, 70);
  grey(cv::Rect(60, 0, 60, 80)).setTo(100);
  const cv::Mat bands = bandsBesideEdges(grey, cv::Mat(grey.size(), CV_8UC1, cv::Scalar(255)));
  CHECK(cv::countNonZero(bands(cv::Rect(56, 0, 4, 32))) == 4 * 32);
  CHECK(cv::countNonZero(bands(cv::Rect(0, 0, 52, 32))) == 0);
  CHECK(cv::countNonZero(bands(cv::Rect(0, 48, 60, 32))) < 60 * 32 / 50);
}

TEST("completion: depth that spilled over an outline onto the plain surface behind does not lead that surface astray") {
  // A plain wall at 2, matched at its right end alone, and before its left half a board at 1.9, drawn half a window too wide.
  const cv::Size size(160, 120);
  constexpr int OUTLINE = 80, SPILL = 6, MATCHED = 120;
  cv::Mat image(size, CV_8UC3);
  cv::RNG random(5);
  random.fill(image, cv::RNG::NORMAL, cv::Scalar::all(40), cv::Scalar::all(2));
  cv::Mat board = image(cv::Rect(0, 0, OUTLINE, size.height));
  random.fill(board, cv::RNG::NORMAL, cv::Scalar::all(170), cv::Scalar::all(8));
  DepthMap map = DepthMap::blank(size);
  map.depth(cv::Rect(0, 0, OUTLINE + SPILL, size.height)).setTo(1.9);
  map.depth(cv::Rect(MATCHED, 0, size.width - MATCHED, size.height)).setTo(2);
  map.cost.setTo(0.05);
  map.agree.setTo(5);
  Camera camera;
  camera.width = size.width, camera.height = size.height, camera.fx = camera.fy = 200, camera.cx = 80, camera.cy = 60;
  CompletionOptions options;
  options.reach = 1;
  const auto view = completeView(camera, map, cv::Mat(size, CV_8UC1, cv::Scalar(255)), image, {}, options);
  cv::Mat between = cv::Mat::zeros(size, CV_8UC1);
  between(cv::Rect(OUTLINE + 8, 8, MATCHED - OUTLINE - 8, size.height - 16)).setTo(255);
  CHECK_NEAR(shareWithin(view.map.depth, cv::Mat(size, CV_32FC1, cv::Scalar(2)), between, 0.01), 1, 0.02);
}

TEST("completion: the outlines of a ball lie on it and face out of it, where enough views look along it") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  const auto rims = findRims(filmed.scene.cameras, filmed.ballMask, synthetic::exactRegion());
  CHECK(rims.size() > 24 * 50);
  double near = 0, outwards = 0;
  for (const Rim& rim : rims) {
    const Eigen::Vector3d fromCentre = rim.position - synthetic::BALL_CENTRE;
    near += std::abs(fromCentre.norm() - synthetic::BALL_RADIUS) < 0.03 * synthetic::BALL_RADIUS;
    outwards += fromCentre.normalized().dot(rim.normal) > 0.95;
  }
  CHECK(near > 0.95 * double(rims.size()));
  CHECK(outwards > 0.9 * double(rims.size()));
  const auto two = std::vector<Camera>(filmed.scene.cameras.begin(), filmed.scene.cameras.begin() + 2);
  CHECK(findRims(two, {filmed.ballMask[0], filmed.ballMask[1]}, synthetic::exactRegion()).empty());
}

TEST("completion: a plain half of a ball is drawn on to its outlines, and a reflection behind them is not believed") {
  const auto filmed = synthetic::makeSyntheticScene(24);
  const Camera& camera = filmed.scene.cameras[0];
  const cv::Rect plain(120, 0, 120, 320);
  cv::Mat inPlain = cv::Mat::zeros(filmed.depth[0].size(), CV_8UC1), inner;
  // Without the cells that the outline cuts.
  cv::erode(filmed.ballMask[0], inner, cv::Mat::ones(17, 17, CV_8U));
  inner(plain).copyTo(inPlain(plain));
  const RimCells rims = rimsFacing(camera, findRims(filmed.scene.cameras, filmed.ballMask, synthetic::exactRegion()),
                                   synthetic::exactRegion().radius);
  const auto share = [&](const cv::Mat& depthThere, const RimCells& hints) {
    DepthMap map = exactMap(filmed, 0);
    depthThere(plain).copyTo(map.depth(plain));
    const auto view = completeView(camera, map, filmed.ballMask[0], noisyImage(map.size()), hints, {});
    return shareWithin(view.map.depth, filmed.depth[0], inPlain, 0.01);
  };
  const cv::Mat none = cv::Mat::zeros(inPlain.size(), CV_32FC1);
  CHECK(share(none, rims) > 0.8);
  CHECK(share(none, {}) < 0.6);
  cv::Mat atRims, reflected = none.clone();
  cv::resize(rims.inverse > 0, atRims, reflected.size(), 0, 0, cv::INTER_NEAREST);
  cv::Mat(filmed.depth[0] * 1.15).copyTo(reflected, atRims);
  CHECK(share(reflected, rims) > 0.8);
  CHECK(share(reflected, {}) < 0.6);
}
