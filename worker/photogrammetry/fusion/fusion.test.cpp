#include <algorithm>
#include <map>

#include "common/stage.h"
#include "fusion/clean-mesh.h"
#include "fusion/coverage.h"
#include "fusion/field.h"
#include "fusion/fusion.h"
#include "testing/synthetic-scene.h"
#include "testing/testing.h"

using namespace scan;

namespace {

std::vector<FusionView> exactViews(const synthetic::SyntheticScene& filmed) {
  std::vector<FusionView> views;
  for (std::size_t i = 0; i < filmed.depth.size(); ++i) {
    cv::Mat depth = cv::Mat::zeros(filmed.depth[i].size(), CV_32FC1);
    filmed.depth[i].copyTo(depth, filmed.ballMask[i]);
    views.push_back({filmed.scene.cameras[i], depth, filmed.ballMask[i], {}});
  }
  return views;
}

double radius(const Eigen::Vector3f& p) { return (p.cast<double>() - synthetic::BALL_CENTRE).norm(); }

/** Every edge of a closed surface belongs to exactly two triangles. */
bool isClosed(const Mesh& mesh) {
  std::map<std::pair<int, int>, int> edges;
  for (const auto& t : mesh.triangles)
    for (int k = 0; k < 3; ++k) ++edges[std::minmax(t[k], t[(k + 1) % 3])];
  for (const auto& edge : edges)
    if (edge.second != 2) return false;
  return true;
}

double volumeInside(const Mesh& mesh) {
  double volume = 0;
  for (const auto& t : mesh.triangles) volume += mesh.vertices[t[0]].dot(mesh.vertices[t[1]].cross(mesh.vertices[t[2]])) / 6.0;
  return volume;
}

}  // namespace

TEST("fusion: exact depth of a ball gives a closed ball, right to one percent where it was seen") {
  auto filmed = synthetic::makeSyntheticScene(24);
  auto views = exactViews(filmed);
  FusionOptions options;
  options.voxelsAlongAxis = 96;
  options.triangles = 5000;
  const Mesh mesh = fuse(views, synthetic::exactRegion(), options);
  CHECK(mesh.triangles.size() <= 5000 && mesh.triangles.size() > 4000);
  std::size_t seen = 0, right = 0;
  for (const auto& v : mesh.vertices) {
    if (v.z() < 0.5F) continue;  // the lower half of a ball on a table is hidden
    ++seen;
    right += std::abs(radius(v) - synthetic::BALL_RADIUS) < 0.02;
  }
  CHECK(double(right) > 0.97 * double(seen));
  CHECK(volumeInside(mesh) > 0);  // outward normals
}

TEST("fusion: masks carve what no depth contradicts") {
  auto filmed = synthetic::makeSyntheticScene(24);
  auto views = exactViews(filmed);
  const Grid grid = gridAround(views, synthetic::exactRegion(), 48);
  Volume volume(grid);
  carveByMasks(volume, views, {});
  std::size_t wrong = 0;
  for (int z = 0; z < grid.size.z(); ++z)
    for (int y = 0; y < grid.size.y(); ++y)
      for (int x = 0; x < grid.size.x(); ++x) {
        const bool carved = volume.weight[grid.index(x, y, z)] > 0;
        const Eigen::Vector3d p = grid.toWorld({double(x), double(y), double(z)});
        wrong += carved && (p - synthetic::BALL_CENTRE).norm() < 0.95;
        wrong += !carved && p.z() > 1 && (p - synthetic::BALL_CENTRE).norm() > 1.25;
      }
  CHECK(double(wrong) < 0.01 * double(grid.count()));
}

TEST("fusion: a voxel that the outline cuts is not carved") {
  auto filmed = synthetic::makeSyntheticScene(24);
  auto views = exactViews(filmed);
  Volume volume(gridAround(views, synthetic::exactRegion(), 48));
  const Grid& grid = volume.grid;
  carveByMasks(volume, views, {});
  std::size_t cut = 0, carved = 0;
  for (int z = 0; z < grid.size.z(); ++z)
    for (int y = 0; y < grid.size.y(); ++y)
      for (int x = 0; x < grid.size.x(); ++x) {
        const double outside = radius(grid.toWorld({double(x), double(y), double(z)}).cast<float>()) - synthetic::BALL_RADIUS;
        if (outside < 0 || outside > 0.3 * grid.voxel) continue;
        ++cut;
        carved += volume.weight[grid.index(x, y, z)] > 0;
      }
  CHECK(cut > 500);
  CHECK(double(carved) < 0.01 * double(cut));
}

TEST("fusion: the surface lies nearer to measured depth than to completed, and nearer to completed depth that is sure") {
  auto filmed = synthetic::makeSyntheticScene(24);
  auto views = exactViews(filmed);
  const Volume empty(gridAround(views, synthetic::exactRegion(), 48));
  FusionView first = views[0], second = views[0];
  const double depth = first.camera.toCamera(synthetic::BALL_CENTRE).z();
  first.depth = cv::Mat(first.mask.size(), CV_32FC1, cv::Scalar(depth));
  second.depth = first.depth + 2 * empty.grid.voxel;
  second.agree = cv::Mat::zeros(second.depth.size(), CV_8UC1);
  for (const bool measured : {true, false}) {
    if (!measured) {
      first.agree = second.agree;
      second.deviation = cv::Mat(second.depth.size(), CV_32FC1, cv::Scalar(2));
    }
    Volume volume = empty;
    integrateDepth(volume, {first, second}, 4, {});
    std::size_t before = 0, behind = 0;  // of the voxels just before and just behind the middle between the two
    for (std::size_t o = 0; o < volume.grid.count(); ++o) {
      const int x = int(o % volume.grid.size.x()), y = int(o / volume.grid.stride(1) % volume.grid.size.y());
      const Eigen::Vector3d p = volume.grid.toWorld({double(x), double(y), double(o / volume.grid.stride(2))});
      const double voxelsBehind = (first.camera.toCamera(p).z() - depth) / volume.grid.voxel;
      if (volume.weight[o] == 0 || voxelsBehind < 0.5 || voxelsBehind > 0.9) continue;
      ++(volume.sum[o] > 0 ? before : behind);
    }
    CHECK(behind > 50);
    CHECK(before == 0);
  }
}

TEST("fusion: a gap that four of 24 masks look through is carved, one that three do is not") {
  auto filmed = synthetic::makeSyntheticScene(24);
  for (const std::size_t lookThrough : {3, 4}) {
    auto views = exactViews(filmed);
    for (std::size_t i = 0; i < lookThrough; ++i) {
      const Eigen::Vector2d middle = views[i].camera.pixel(views[i].camera.toCamera(synthetic::BALL_CENTRE));
      views[i].mask = views[i].mask.clone();
      views[i].mask(cv::Rect(int(middle.x()) - 8, int(middle.y()) - 8, 16, 16)).setTo(0);
    }
    Volume volume(gridAround(views, synthetic::exactRegion(), 48));
    carveByMasks(volume, views, {});
    const Eigen::Vector3i at = volume.grid.toGrid(synthetic::BALL_CENTRE).array().round().cast<int>();
    CHECK((volume.weight[volume.grid.index(at.x(), at.y(), at.z())] > 0) == (lookThrough == 4));
  }
}

TEST("fusion: where as many views measured a surface, masks that miss it carve nothing") {
  auto filmed = synthetic::makeSyntheticScene(24);
  for (const bool measured : {true, false}) {
    auto views = exactViews(filmed);
    const Eigen::Vector3d top = synthetic::BALL_CENTRE + Eigen::Vector3d(0, 0, synthetic::BALL_RADIUS);
    for (std::size_t i = 0; i < views.size(); ++i) {
      const Eigen::Vector2d at = views[i].camera.pixel(views[i].camera.toCamera(top));
      const cv::Rect around(int(at.x()) - 8, int(at.y()) - 8, 16, 16);
      if (i % 2 == 0) views[i].mask = views[i].mask.clone(), views[i].mask(around).setTo(0);
      if (!measured) views[i].agree = cv::Mat::zeros(views[i].depth.size(), CV_8UC1);
    }
    Volume volume(gridAround(exactViews(filmed), synthetic::exactRegion(), 48));
    carveByMasks(volume, views, {});
    const Eigen::Vector3d below = top - Eigen::Vector3d(0, 0, 0.5 * volume.grid.voxel);
    const Eigen::Vector3i at = volume.grid.toGrid(below).array().round().cast<int>();
    CHECK((volume.weight[volume.grid.index(at.x(), at.y(), at.z())] > 0) == !measured);
  }
}

TEST("fusion: an item keeps its outline down to the plane it stands on, and ends there") {
  Grid grid;
  grid.size = {20, 20, 20};
  const Plane plane{Eigen::Vector3d::UnitZ(), 5.0};
  // A post of 8 x 8 voxels whose field is noise below the clearance of four voxels.
  Field field(grid.count(), 1.0F);
  for (int z = 0; z < 20; ++z)
    for (int y = 0; y < 20; ++y)
      for (int x = 0; x < 20; ++x)
        if (z < 9 ? (x + y + z) % 2 == 0 : z < 15 && x > 5 && x < 14 && y > 5 && y < 14) field[grid.index(x, y, z)] = -1.0F;
  closeField(field, grid, plane, 4, 4);
  CHECK(field[grid.index(10, 10, 7)] < 0);
  CHECK(field[grid.index(10, 10, 6)] < 0);
  CHECK_NEAR(field[grid.index(10, 10, 5)], 0, 1e-6);
  CHECK(field[grid.index(10, 10, 4)] > 0);
  for (int z = 0; z < 9; ++z) CHECK(field[grid.index(3, 3, z)] > 0);
}

TEST("fusion: a hollow with a narrow mouth is filled, a wide bay is not") {
  Grid grid;
  grid.size = {40, 40, 40};
  Field field(grid.count(), -1.0F);
  const auto dig = [&](int x0, int x1, int y0, int y1, int z0, int z1) {
    for (int z = z0; z < z1; ++z)
      for (int y = y0; y < y1; ++y)
        for (int x = x0; x < x1; ++x) field[grid.index(x, y, z)] = 1.0F;
  };
  for (int z = 0; z < 40; ++z)
    for (int y = 0; y < 40; ++y)
      for (int x = 0; x < 40; ++x)
        if (x < 2 || y < 2 || z < 2 || x > 37 || y > 37 || z > 37) field[grid.index(x, y, z)] = 1.0F;
  dig(6, 16, 6, 16, 6, 16);     // hollow
  dig(10, 12, 10, 12, 0, 8);    // its mouth, two voxels wide
  dig(22, 36, 22, 36, 20, 40);  // bay
  fillHollows(field, grid, 3);
  CHECK(field[grid.index(11, 13, 11)] < 0);
  CHECK(field[grid.index(29, 29, 29)] > 0);
}

TEST("fusion: simplification keeps a ball closed, round and within its count") {
  Mesh mesh = synthetic::ballMesh(60);
  // Poles: the first and last ring are one point each; weld them so that the ball is closed.
  for (auto& t : mesh.triangles)
    for (int& v : t) {
      if (v < 120) v = 0;
      if (v >= 60 * 120) v = 60 * 120;
    }
  compact(mesh);
  CHECK(isClosed(mesh));
  simplify(mesh, 1000);
  CHECK(mesh.triangles.size() <= 1000);
  CHECK(isClosed(mesh));
  for (const auto& v : mesh.vertices) CHECK_NEAR(radius(v), 1, 0.02);
}

TEST("fusion: without depth nothing is recognised") {
  auto filmed = synthetic::makeSyntheticScene(8);
  auto views = exactViews(filmed);
  for (auto& view : views) view.depth.setTo(0);
  bool refused = false;
  try {
    fuse(views, synthetic::exactRegion(), {});
  } catch (const StageError& error) {
    refused = error.code == ExitCode::nothingRecognised;
  }
  CHECK(refused);
}

TEST("fusion: what the mask shows of the item is raised above the plane, along its ray, and nothing else") {
  auto filmed = synthetic::makeSyntheticScene(24);
  FusionView view = exactViews(filmed)[0];
  const Plane plane{Eigen::Vector3d::UnitZ(), 0.0};
  const auto pointAt = [&](int x, int y, float depth) { return view.camera.toWorld(view.camera.ray(x + 0.5, y + 0.5) * depth); };
  const auto depthAt = [&](int x, int y, double height) {  // of the point of that height on the pixel's ray
    const Eigen::Vector3d centre = view.camera.centre(), ray = pointAt(x, y, 1) - centre;
    return float((height - centre.z()) / ray.z());
  };
  const int row = view.depth.rows - 1;  // looks down onto the table
  view.depth.setTo(0);
  view.mask = cv::Mat(view.depth.size(), CV_8UC1, cv::Scalar(255));
  view.mask.at<std::uint8_t>(row, 3) = 0;
  view.depth.at<float>(row, 1) = depthAt(1, row, -0.02);
  view.depth.at<float>(row, 2) = depthAt(2, row, 0.3);
  view.depth.at<float>(row, 3) = depthAt(3, row, -0.02);
  raiseAbovePlane(view, plane, 0.1);
  CHECK_NEAR(pointAt(1, row, view.depth.at<float>(row, 1)).z(), 0.1, 1e-5);
  CHECK_NEAR(pointAt(2, row, view.depth.at<float>(row, 2)).z(), 0.3, 1e-5);
  CHECK_NEAR(pointAt(3, row, view.depth.at<float>(row, 3)).z(), -0.02, 1e-5);
  CHECK(view.depth.at<float>(row, 4) == 0);
}

TEST("fusion: half a ball leaves much of what the masks show uncovered, a whole one nothing") {
  const auto filmed = synthetic::makeSyntheticScene(8);
  const auto views = exactViews(filmed);
  Mesh ball = synthetic::ballMesh(40);
  CHECK_NEAR(uncoveredShare(ball, views), 0, 0.001);
  auto& triangles = ball.triangles;
  const auto isHigh = [&](const Triangle& t) { return ball.vertices[t[0]].z() > synthetic::BALL_CENTRE.z(); };
  triangles.erase(std::remove_if(triangles.begin(), triangles.end(), isHigh), triangles.end());
  CHECK(uncoveredShare(ball, views) > 0.2);
}
