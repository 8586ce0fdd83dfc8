#include <filesystem>
#include <fstream>

#include "common/depth-map.h"
#include "common/image-io.h"
#include "common/mesh.h"
#include "common/parallel.h"
#include "common/stage.h"
#include "testing/synthetic-scene.h"
#include "testing/testing.h"

using namespace scan;

namespace {

template <class Body>
bool isBadInput(const Body& body) {
  try {
    body();
  } catch (const BadInput&) {
    return true;
  }
  return false;
}

}  // namespace

TEST("common: images and float maps are read back as written") {
  const std::string folder = synthetic::temporaryFolder("images");
  cv::Mat image(5, 7, CV_8UC3), map(5, 7, CV_32FC3);
  cv::RNG random(1);
  random.fill(image, cv::RNG::UNIFORM, 0, 256);
  random.fill(map, cv::RNG::UNIFORM, -5, 5);
  writePnm(folder + "/a.ppm", image);
  writePfm(folder + "/a.pfm", map);
  CHECK(cv::norm(readPpm(folder + "/a.ppm"), image, cv::NORM_INF) == 0);
  CHECK(cv::norm(readPfm(folder + "/a.pfm"), map, cv::NORM_INF) == 0);
}

TEST("common: a missing, a truncated and a foreign file are bad input") {
  const std::string folder = synthetic::temporaryFolder("bad");
  writePnm(folder + "/short.ppm", cv::Mat(20, 20, CV_8UC3, cv::Scalar::all(9)));
  std::filesystem::resize_file(folder + "/short.ppm", 300);
  std::ofstream(folder + "/text.ppm") << "this is no picture";
  CHECK(isBadInput([&] { readPpm(folder + "/absent.ppm"); }));
  CHECK(isBadInput([&] { readPpm(folder + "/short.ppm"); }));
  CHECK(isBadInput([&] { readPpm(folder + "/text.ppm"); }));
  CHECK(isBadInput([&] { readMesh(folder + "/text.ppm"); }));
  CHECK(isBadInput([&] { readScene(folder); }));
}

TEST("common: meshes are read back as written, plain and unwrapped") {
  const std::string folder = synthetic::temporaryFolder("meshes");
  const Mesh ball = synthetic::ballMesh(6);
  writeMesh(folder + "/mesh.ply", ball);
  const Mesh read = readMesh(folder + "/mesh.ply");
  CHECK(read.vertices == ball.vertices && read.triangles == ball.triangles);
  UnwrappedMesh square{{{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}, {{0, 1, 2}}}, {{0, 0}, {1, 0}, {0, 1}}, {{0, 1, 2}}};
  writeUnwrapped(folder + "/unwrapped.ply", square);
  const UnwrappedMesh again = readUnwrapped(folder + "/unwrapped.ply");
  CHECK(again.mesh.vertices == square.mesh.vertices && again.uv == square.uv && again.corners == square.corners);
}

TEST("common: an exception in a parallel loop comes out of it") {
  CHECK(isBadInput([] {
    parallelFor(10, [](std::size_t i) {
      if (i == 7) throw BadInput("seven");
    });
  }));
}

TEST("common: an unknown option and a number out of bounds are bad input") {
  const char* words[] = {"depth", "scene", "--size", "9"};
  char** argv = const_cast<char**>(words);
  CHECK(isBadInput([&] { Arguments(4, argv, "depth SCENE", 1, {}); }));
  CHECK(isBadInput([&] { Arguments(4, argv, "depth SCENE", 1, {"size"}).number("size", 480, 160, 4096); }));
}
