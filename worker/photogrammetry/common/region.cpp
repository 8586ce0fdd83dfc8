#include "common/region.h"

#include <iomanip>
#include <opencv2/core.hpp>

#include "common/atomic-file.h"
#include "common/stage.h"

namespace scan {
namespace {

Eigen::Vector3d vectorAt(const cv::FileNode& node) {
  if (node.size() != 3) throw BadInput("region.json lacks a vector of three numbers");
  return {static_cast<double>(node[0]), static_cast<double>(node[1]), static_cast<double>(node[2])};
}

double numberAt(const cv::FileNode& node) {
  if (!node.isReal() && !node.isInt()) throw BadInput("region.json lacks a number");
  return static_cast<double>(node);
}

std::ostream& operator<<(std::ostream& out, const Eigen::Vector3d& v) {
  return out << '[' << v.x() << ", " << v.y() << ", " << v.z() << ']';
}

}  // namespace

bool Region::meetsRay(const Camera& camera, double x, double y) const {
  const Eigen::Vector3d ray = camera.ray(x, y), c = camera.toCamera(centre);
  const double along = ray.dot(c) / ray.squaredNorm();
  return along > 0 && (c - ray * along).squaredNorm() < radius * radius;
}

bool isHigh(const Eigen::Vector3d& place, const Region& region) {
  return region.plane && region.plane->height(place) > LOW * region.cameraDistance;
}

Region readRegion(const std::string& path) try {
  const cv::FileStorage file(path, cv::FileStorage::READ | cv::FileStorage::FORMAT_JSON);
  if (!file.isOpened()) throw BadInput("cannot open " + path);
  Region region;
  region.up = vectorAt(file["up"]);
  region.centre = vectorAt(file["centre"]);
  region.axesPoint = vectorAt(file["axesPoint"]);
  region.radius = numberAt(file["radius"]);
  region.cameraDistance = numberAt(file["cameraDistance"]);
  const cv::FileNode plane = file["plane"];
  if (plane.isMap()) region.plane = Plane{vectorAt(plane["normal"]), numberAt(plane["offset"])};
  return region;
} catch (const cv::Exception& error) {
  throw BadInput(path + " is not a region: " + error.err);
}

void writeRegion(const std::string& path, const Region& region) {
  AtomicFile file(path);
  auto& out = file.stream();
  // A decimal point in every number: OpenCV's reader takes 1 for an integer, and other readers do not mind.
  out << std::fixed << std::setprecision(12);
  out << "{\n  \"up\": " << region.up;
  // Left out rather than null, which OpenCV's reader refuses.
  if (region.plane)
    out << ",\n  \"plane\": { \"normal\": " << region.plane->normal << ", \"offset\": " << region.plane->offset << " }";
  out << ",\n  \"centre\": " << region.centre << ",\n  \"radius\": " << region.radius
      << ",\n  \"axesPoint\": " << region.axesPoint << ",\n  \"cameraDistance\": " << region.cameraDistance << "\n}\n";
  file.commit();
}

}  // namespace scan
