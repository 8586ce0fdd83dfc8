#include <opencv2/imgproc.hpp>

#include "common/image-io.h"
#include "common/parallel.h"
#include "testing/synthetic-scene.h"
#include "testing/testing.h"
#include "texture/bake.h"
#include "texture/rasterise.h"
#include "texture/view-labels.h"

using namespace scan;

namespace {

/** A ball whose every triangle has a square corner of the atlas to itself. */
UnwrappedMesh unwrappedBall(int rings) {
  UnwrappedMesh result;
  result.mesh = synthetic::ballMesh(rings);
  const int perRow = int(std::ceil(std::sqrt(double(result.mesh.triangles.size()))));
  const float cell = 1.0F / float(perRow);
  for (int t = 0; t < int(result.mesh.triangles.size()); ++t) {
    const Eigen::Vector2f corner(float(t % perRow) * cell, float(t / perRow) * cell);
    for (const auto& offset : {Eigen::Vector2f(0.1F, 0.1F), Eigen::Vector2f(0.9F, 0.1F), Eigen::Vector2f(0.1F, 0.9F)}) result.uv.push_back(corner + cell * offset);
    result.corners.push_back({3 * t, 3 * t + 1, 3 * t + 2});
  }
  return result;
}

struct Painted {
  UnwrappedMesh mesh;
  std::vector<Qualities> qualities;
  Atlas atlas;
};

Painted paint(const synthetic::SyntheticScene& filmed, int size = 1024) {
  Painted result{unwrappedBall(24), std::vector<Qualities>(filmed.scene.cameras.size()), {}};
  std::vector<Photograph> photographs(filmed.scene.cameras.size());
  parallelFor(photographs.size(), [&](std::size_t i) {
    photographs[i] = takePhotograph(filmed.scene.cameras[i], filmed.scene.imagePath(int(i)), "", result.mesh.mesh, result.qualities[i]);
  });
  preferSharp(result.mesh.mesh, photographs, result.qualities);
  TextureOptions options;
  options.size = size;
  result.atlas = bakeTexture(result.mesh, photographs, result.qualities, options);
  return result;
}

}  // namespace

TEST("texture: the rendered depth of a ball is exact") {
  const auto filmed = synthetic::makeSyntheticScene(8);
  const cv::Mat depth = renderDepth(synthetic::ballMesh(60), filmed.scene.cameras[0]);
  std::size_t wrong = 0;
  for (int y = 0; y < depth.rows; ++y)
    for (int x = 0; x < depth.cols; ++x) {
      const bool ball = filmed.ballMask[0].at<std::uint8_t>(y, x) != 0;
      if (!ball && std::isinf(depth.at<float>(y, x))) continue;
      wrong += std::abs(depth.at<float>(y, x) - filmed.depth[0].at<float>(y, x)) > 0.02F;
    }
  CHECK(double(wrong) < 0.02 * cv::countNonZero(filmed.ballMask[0]));
}

TEST("texture: seen texels bear the colour of their point") {
  const auto filmed = synthetic::makeSyntheticScene(16);
  const Painted painted = paint(filmed);
  double error = 0, count = 0;
  for (std::size_t t = 0; t < painted.mesh.corners.size(); ++t) {
    const Eigen::Vector2f at = (painted.mesh.uv[3 * t] + painted.mesh.uv[3 * t + 1] + painted.mesh.uv[3 * t + 2]) / 3 * 1024;
    if (painted.atlas.seen.at<std::uint8_t>(int(at.y()), int(at.x())) == 0) continue;
    Eigen::Vector3f point = Eigen::Vector3f::Zero();
    for (const int v : painted.mesh.mesh.triangles[t]) point += painted.mesh.mesh.vertices[v] / 3;
    const cv::Vec3b truth = synthetic::surfaceColour(point.cast<double>(), true), painting = painted.atlas.colour.at<cv::Vec3b>(int(at.y()), int(at.x()));
    for (int channel = 0; channel < 3; ++channel) error += std::abs(int(truth[channel]) - int(painting[channel])), ++count;
  }
  CHECK(count > 1000);
  CHECK(error / count < 12);
}

TEST("texture: the side on the table is unseen, and painted all the same") {
  const Painted painted = paint(synthetic::makeSyntheticScene(16));
  for (std::size_t t = 0; t < painted.mesh.corners.size(); ++t) {
    const auto& triangle = painted.mesh.mesh.triangles[t];
    if (painted.mesh.mesh.vertices[triangle[0]].z() > 0.1F) continue;
    const Eigen::Vector2f at = (painted.mesh.uv[3 * t] + painted.mesh.uv[3 * t + 1] + painted.mesh.uv[3 * t + 2]) / 3 * 1024;
    CHECK(painted.atlas.seen.at<std::uint8_t>(int(at.y()), int(at.x())) == 0);
    const cv::Vec3b colour = painted.atlas.colour.at<cv::Vec3b>(int(at.y()), int(at.x()));
    CHECK(colour[0] > colour[1]);  // reddish, like the rest of the ball
  }
}

TEST("texture: a blurred photograph is known by what others show at the same places") {
  const auto filmed = synthetic::makeSyntheticScene(16);
  const Mesh mesh = synthetic::ballMesh(24);
  constexpr std::size_t BLURRED = 5;
  cv::Mat blurred = readPpm(filmed.scene.imagePath(BLURRED));
  cv::GaussianBlur(blurred, blurred, {}, 2.5);
  writePnm(filmed.scene.imagePath(BLURRED), blurred);
  std::vector<Photograph> photographs(filmed.scene.cameras.size());
  std::vector<Qualities> qualities(photographs.size());
  for (std::size_t i = 0; i < photographs.size(); ++i)
    photographs[i] = takePhotograph(filmed.scene.cameras[i], filmed.scene.imagePath(int(i)), "", mesh, qualities[i]);
  const auto sharpness = relativeSharpness(mesh, photographs, qualities);
  for (std::size_t i = 0; i < sharpness.size(); ++i) CHECK(i == BLURRED ? sharpness[i] < 0.7F : sharpness[i] > 0.85F);
  preferSharp(mesh, photographs, qualities);
  const auto labels = labelTriangles(mesh, qualities);
  for (const int label : labels) CHECK(label != int(BLURRED));
}

TEST("texture: twice the texels are half the pixels each") {
  const auto filmed = synthetic::makeSyntheticScene(8);
  const double coarse = paint(filmed, 512).atlas.pixelsPerTexel, fine = paint(filmed, 1024).atlas.pixelsPerTexel;
  CHECK(fine > 0);
  CHECK_NEAR(coarse, 2 * fine, 0.01 * fine);
}

TEST("texture: neighbours across edges are mutual") {
  const Mesh mesh = synthetic::ballMesh(12);
  const auto neighbours = triangleNeighbours(mesh);
  for (int t = 0; t < int(neighbours.size()); ++t)
    for (const int n : neighbours[t])
      if (n >= 0) CHECK(neighbours[n][0] == t || neighbours[n][1] == t || neighbours[n][2] == t);
}

TEST("texture: gaps take the colour of what is near") {
  cv::Mat colour(64, 64, CV_8UC3, cv::Scalar(0, 0, 0)), covered = cv::Mat::zeros(64, 64, CV_8UC1);
  const cv::Rect chart(0, 0, 32, 64);
  colour(chart).setTo(cv::Scalar(200, 100, 50));
  covered(chart).setTo(2);
  fillGaps(colour, covered);
  CHECK_NEAR(colour.at<cv::Vec3b>(10, 60)[0], 200, 3);
  CHECK_NEAR(colour.at<cv::Vec3b>(40, 36)[2], 50, 3);
}
