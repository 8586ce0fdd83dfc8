#include "testing/synthetic-scene.h"

#include <cmath>
#include <filesystem>
#include <unistd.h>

#include "common/image-io.h"
#include "common/parallel.h"

namespace scan::synthetic {
namespace {

constexpr int WIDTH = 240, HEIGHT = 320;
constexpr double DISTANCE = 6;

double latticeNoise(int x, int y, int z) {
  std::uint32_t h = std::uint32_t(x) * 73856093U ^ std::uint32_t(y) * 19349663U ^ std::uint32_t(z) * 83492791U;
  h = (h ^ h >> 13) * 1274126177U;
  return ((h ^ h >> 16) & 0xffff) / 65535.0;
}

/** Trilinear value noise in 0..1 with features of size 1. */
double noise(const Eigen::Vector3d& p) {
  const Eigen::Vector3d base = p.array().floor(), f = p - base;
  double sum = 0;
  for (int corner = 0; corner < 8; ++corner) {
    const int dx = corner & 1, dy = corner >> 1 & 1, dz = corner >> 2;
    const double weight = (dx ? f.x() : 1 - f.x()) * (dy ? f.y() : 1 - f.y()) * (dz ? f.z() : 1 - f.z());
    sum += weight * latticeNoise(int(base.x()) + dx, int(base.y()) + dy, int(base.z()) + dz);
  }
  return sum;
}

Camera lookAt(const Eigen::Vector3d& from, const Eigen::Vector3d& at) {
  Camera camera;
  camera.width = WIDTH;
  camera.height = HEIGHT;
  camera.fx = camera.fy = 360;
  camera.cx = WIDTH / 2.0;
  camera.cy = HEIGHT / 2.0;
  const Eigen::Vector3d z = (at - from).normalized(), x = z.cross(Eigen::Vector3d::UnitZ()).normalized();
  camera.rotation << x.transpose(), z.cross(x).transpose(), z.transpose();
  camera.translation = -camera.rotation * from;
  return camera;
}

/** Distance along a unit ray to the ball or the table; 0 where it meets neither. */
double hit(const Eigen::Vector3d& from, const Eigen::Vector3d& ray, bool& onBall) {
  const double along = (BALL_CENTRE - from).dot(ray);
  const double inside = BALL_RADIUS * BALL_RADIUS - (from + along * ray - BALL_CENTRE).squaredNorm();
  onBall = inside > 0;
  if (onBall) return along - std::sqrt(inside);
  return ray.z() < 0 ? -from.z() / ray.z() : 0;
}

void render(const Camera& camera, cv::Mat& image, cv::Mat& depth, cv::Mat& mask) {
  image = cv::Mat(HEIGHT, WIDTH, CV_8UC3, cv::Scalar(200, 210, 220));
  depth = cv::Mat::zeros(HEIGHT, WIDTH, CV_32FC1);
  mask = cv::Mat::zeros(HEIGHT, WIDTH, CV_8UC1);
  const Eigen::Vector3d from = camera.centre();
  for (int y = 0; y < HEIGHT; ++y)
    for (int x = 0; x < WIDTH; ++x) {
      const Eigen::Vector3d ray = (camera.rotation.transpose() * camera.ray(x + 0.5, y + 0.5)).normalized();
      bool onBall = false;
      const double distance = hit(from, ray, onBall);
      if (distance <= 0) continue;
      const Eigen::Vector3d point = from + distance * ray;
      image.at<cv::Vec3b>(y, x) = surfaceColour(point, onBall);
      depth.at<float>(y, x) = float(camera.toCamera(point).z());
      mask.at<std::uint8_t>(y, x) = onBall ? 255 : 0;
    }
}

/** Points spread over the table and the ball's upper part, each seen by the cameras that face it. */
void addSparsePoints(Scene& scene) {
  for (int i = 0; i < 3000; ++i) {
    const double u = latticeNoise(i, 1, 2), v = latticeNoise(i, 3, 4);
    const bool onBall = i % 3 == 0;
    const double angle = 2 * M_PI * u, height = 2 * v - 1;
    const Eigen::Vector3d direction(std::sqrt(1 - height * height) * std::cos(angle), std::sqrt(1 - height * height) * std::sin(angle), height);
    SparsePoint point{onBall ? Eigen::Vector3d(BALL_CENTRE + BALL_RADIUS * direction) : Eigen::Vector3d(8 * u - 4, 8 * v - 4, 0), 0.5, {}};
    for (int view = 0; view < int(scene.cameras.size()); ++view) {
      const Eigen::Vector3d from = scene.cameras[view].centre(), ray = (point.position - from).normalized();
      bool hitsBall = false;
      const double distance = hit(from, ray, hitsBall);
      const Eigen::Vector3d p = scene.cameras[view].toCamera(point.position);
      if (std::abs(distance - (point.position - from).norm()) < 1e-6 && scene.cameras[view].contains(scene.cameras[view].pixel(p))) point.views.push_back(view);
    }
    if (point.views.size() >= 2) scene.points.push_back(point);
  }
}

/** This process's folder below the system's temporary one; gone when the process ends. */
struct ProcessFolder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / ("scan-test-" + std::to_string(::getpid()));
  ~ProcessFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

}  // namespace

std::string temporaryFolder(const std::string& name) {
  static const ProcessFolder process;
  std::filesystem::create_directories(process.path / name);
  return (process.path / name).string();
}

cv::Vec3b surfaceColour(const Eigen::Vector3d& point, bool onBall) {
  const Eigen::Vector3d p = point + Eigen::Vector3d(100, 100, 100);
  const double fine = noise(p * 12) * 0.6 + noise(p * 5) * 0.4;
  // The ball is reddish, the table greenish: a person would tell them apart.
  const double strong = 60 + 170 * fine, weak = 20 + 90 * fine;
  return onBall ? cv::Vec3b(std::uint8_t(strong), std::uint8_t(weak), 60) : cv::Vec3b(std::uint8_t(weak), std::uint8_t(strong), 90);
}

SyntheticScene makeSyntheticScene(int views) {
  SyntheticScene result;
  result.scene.folder = temporaryFolder("scene-" + std::to_string(views));
  std::filesystem::create_directories(result.scene.folder + "/images");
  for (int i = 0; i < views; ++i) {
    const double angle = 2 * M_PI * i / views, elevation = i % 2 == 0 ? 0.45 : 0.8;
    const Eigen::Vector3d away(std::cos(elevation) * std::cos(angle), std::cos(elevation) * std::sin(angle), std::sin(elevation));
    Camera camera = lookAt(BALL_CENTRE + DISTANCE * away, BALL_CENTRE);
    camera.stem = "view" + std::to_string(1000 + i);
    result.scene.cameras.push_back(camera);
  }
  std::vector<cv::Mat> images(views);
  result.depth.resize(views);
  result.ballMask.resize(views);
  parallelFor(std::size_t(views), [&](std::size_t i) {
    render(result.scene.cameras[i], images[i], result.depth[i], result.ballMask[i]);
    writePnm(result.scene.imagePath(int(i)), images[i]);
  });
  addSparsePoints(result.scene);
  return result;
}

Region exactRegion() {
  Region region;
  region.up = Eigen::Vector3d::UnitZ();
  region.centre = region.axesPoint = BALL_CENTRE;
  region.radius = 1.5;
  region.cameraDistance = DISTANCE;
  region.plane = Plane{Eigen::Vector3d::UnitZ(), 0};
  return region;
}

Mesh ballMesh(int rings) {
  Mesh mesh;
  const int around = 2 * rings;
  for (int ring = 0; ring <= rings; ++ring)
    for (int i = 0; i < around; ++i) {
      const double polar = M_PI * ring / rings, angle = 2 * M_PI * i / around;
      mesh.vertices.push_back((BALL_CENTRE + BALL_RADIUS * Eigen::Vector3d(std::sin(polar) * std::cos(angle), std::sin(polar) * std::sin(angle), std::cos(polar))).cast<float>());
    }
  for (int ring = 0; ring < rings; ++ring)
    for (int i = 0; i < around; ++i) {
      const int a = ring * around + i, b = ring * around + (i + 1) % around;
      if (ring > 0) mesh.triangles.push_back({a, a + around, b});
      if (ring + 1 < rings) mesh.triangles.push_back({b, a + around, b + around});
    }
  return mesh;
}

}  // namespace scan::synthetic
