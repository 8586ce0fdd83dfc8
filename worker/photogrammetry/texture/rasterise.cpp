#include "texture/rasterise.h"

#include <limits>

namespace scan {

cv::Mat renderDepth(const Mesh& mesh, const Camera& camera) {
  cv::Mat depth(camera.height, camera.width, CV_32FC1, cv::Scalar(std::numeric_limits<float>::infinity()));
  std::vector<Eigen::Vector3f> projected;  // x, y in pixels and 1 / depth, which is linear on the image
  for (const auto& vertex : mesh.vertices) {
    const Eigen::Vector3d p = camera.toCamera(vertex.cast<double>());
    if (p.z() <= 1e-6) {
      projected.emplace_back(0, 0, -1);
      continue;
    }
    const Eigen::Vector2d pixel = camera.pixel(p);
    projected.emplace_back(float(pixel.x()), float(pixel.y()), float(1 / p.z()));
  }
  for (const auto& t : mesh.triangles) {
    const Eigen::Vector3f &a = projected[t[0]], &b = projected[t[1]], &c = projected[t[2]];
    if (a.z() <= 0 || b.z() <= 0 || c.z() <= 0) continue;
    const FlatTriangle flat(a.head<2>(), b.head<2>(), c.head<2>());
    if (!std::isfinite(flat.inverseArea)) continue;
    const cv::Rect box = flat.pixels(camera.width, camera.height, 0);
    for (int y = box.y; y < box.y + box.height; ++y)
      for (int x = box.x; x < box.x + box.width; ++x) {
        const Eigen::Vector3f w = flat.at(float(x) + 0.5F, float(y) + 0.5F);
        if (w.minCoeff() < -1e-6F) continue;
        float& nearest = depth.at<float>(y, x);
        nearest = std::min(nearest, 1 / (w.x() * a.z() + w.y() * b.z() + w.z() * c.z()));
      }
  }
  return depth;
}

}  // namespace scan
