#include "common/image-io.h"
#include "common/stage.h"
#include "region/region-of-interest.h"
#include "testing/synthetic-scene.h"
#include "testing/testing.h"

using namespace scan;

TEST("region: the optical axes meet in the ball, the plane is the table, the sphere holds the ball") {
  const Region region = findRegion(synthetic::makeSyntheticScene(16).scene);
  CHECK_NEAR((region.axesPoint - synthetic::BALL_CENTRE).norm(), 0, 1e-3);
  CHECK(region.plane.has_value());
  CHECK_NEAR(region.plane->normal.z(), 1, 1e-4);
  CHECK_NEAR(region.plane->offset, 0, 0.01);
  CHECK((region.centre - synthetic::BALL_CENTRE).norm() + synthetic::BALL_RADIUS < region.radius);
}

TEST("region: one camera in four that looks elsewhere does not move the point") {
  auto cameras = synthetic::makeSyntheticScene(16).scene.cameras;
  for (std::size_t i = 0; i < cameras.size(); i += 4) cameras[i].rotation = Eigen::AngleAxisd(0.15, Eigen::Vector3d::UnitY()) * cameras[i].rotation;
  for (std::size_t i = 0; i < cameras.size(); i += 4) cameras[i].translation = -cameras[i].rotation * synthetic::makeSyntheticScene(16).scene.cameras[i].centre();
  CHECK_NEAR((closestPointToAxes(cameras) - synthetic::BALL_CENTRE).norm(), 0, 0.05);
}

TEST("region: a wall is no support plane") {
  auto scene = synthetic::makeSyntheticScene(16).scene;
  for (auto& point : scene.points) point.position = {point.position.x(), -2.0, point.position.y() + 1};
  CHECK(!findSupportPlane(scene.cameras, sparsePoints(scene), synthetic::BALL_CENTRE, 6, Eigen::Vector3d::UnitZ()).has_value());
}

TEST("region: cameras that look outwards are refused") {
  auto scene = synthetic::makeSyntheticScene(16).scene;
  for (auto& camera : scene.cameras) {
    const Eigen::Vector3d centre = camera.centre();
    camera.rotation = Eigen::AngleAxisd(M_PI, Eigen::Vector3d::UnitY()) * camera.rotation;
    camera.translation = -camera.rotation * centre;
  }
  bool refused = false;
  try {
    findRegion(scene);
  } catch (const StageError& error) {
    refused = error.code == ExitCode::nothingRecognised;
  }
  CHECK(refused);
}

TEST("region: what is written is read back, with and without a plane") {
  const std::string path = synthetic::temporaryFolder("region") + "/region.json";
  Region region = synthetic::exactRegion();
  writeRegion(path, region);
  CHECK_NEAR((readRegion(path).centre - region.centre).norm(), 0, 1e-9);
  CHECK_NEAR(readRegion(path).plane->normal.z(), 1, 1e-9);
  region.plane.reset();
  writeRegion(path, region);
  CHECK(!readRegion(path).plane.has_value());
}
