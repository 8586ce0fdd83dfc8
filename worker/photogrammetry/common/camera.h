// Cameras and sparse points as COLMAP leaves them after undistortion.
#pragma once
#include <Eigen/Dense>
#include <cstdint>
#include <string>
#include <vector>

namespace scan {

/** A pinhole camera: a world point X lands on pixel K (R X + t). Pixel centres lie at half integers. */
struct Camera {
  std::string stem;  ///< image name without folder extension; names every file of this view
  int width = 0, height = 0;
  double fx = 0, fy = 0, cx = 0, cy = 0;
  Eigen::Matrix3d rotation = Eigen::Matrix3d::Identity();
  Eigen::Vector3d translation = Eigen::Vector3d::Zero();

  Eigen::Vector3d centre() const { return -rotation.transpose() * translation; }
  /** Unit vector in the world along the optical axis. */
  Eigen::Vector3d axis() const { return rotation.row(2).transpose(); }
  Eigen::Vector3d toCamera(const Eigen::Vector3d& world) const { return rotation * world + translation; }
  Eigen::Vector3d toWorld(const Eigen::Vector3d& point) const {
    return rotation.transpose() * (point - translation);
  }
  /** Pixel of a point in the camera's frame; its z must be positive. */
  Eigen::Vector2d pixel(const Eigen::Vector3d& point) const {
    return {fx * point.x() / point.z() + cx, fy * point.y() / point.z() + cy};
  }
  /** Direction in the camera's frame, with z = 1, of the ray through a pixel position. */
  Eigen::Vector3d ray(double x, double y) const { return {(x - cx) / fx, (y - cy) / fy, 1.0}; }
  /** The same camera with an image of another size. */
  Camera resized(int newWidth, int newHeight) const;
  bool contains(const Eigen::Vector2d& p, double border = 0) const {
    return p.x() >= border && p.y() >= border && p.x() < width - border && p.y() < height - border;
  }
};

struct SparsePoint {
  Eigen::Vector3d position;
  double error = 0;        ///< mean reprojection error in pixels
  std::vector<int> views;  ///< indices into Scene::cameras, each once
};

struct Scene {
  std::string folder;
  std::vector<Camera> cameras;  ///< sorted by stem
  std::vector<SparsePoint> points;

  std::string imagePath(int view) const { return folder + "/images/" + cameras[view].stem + ".ppm"; }
};

/** Reads SCENE/sparse/{cameras,images,points3D}.bin. Throws BadInput on a missing or malformed model. */
Scene readScene(const std::string& folder);

}  // namespace scan
