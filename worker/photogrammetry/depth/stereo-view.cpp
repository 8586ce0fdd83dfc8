#include "depth/stereo-view.h"

namespace scan {
namespace {

Eigen::Matrix3d calibration(const Camera& camera) {
  Eigen::Matrix3d k;
  k << camera.fx, 0, camera.cx - 0.5, 0, camera.fy, camera.cy - 0.5, 0, 0, 1;
  return k;
}

}  // namespace

SourceView makeSourceView(const Camera& reference, const Camera& source, const GreyImage& image) {
  const Eigen::Matrix3d rotation = source.rotation * reference.rotation.transpose();
  const Eigen::Vector3d translation = source.translation - rotation * reference.translation;
  const Eigen::Matrix3d k = calibration(source);
  return {&image,
          Intrinsics(source),
          rotation.cast<float>(),
          translation.cast<float>(),
          (k * rotation * calibration(reference).inverse()).cast<float>(),
          (k * translation).cast<float>(),
          nullptr};
}

}  // namespace scan
