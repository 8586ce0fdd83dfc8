// A view as the matcher needs it: one pyramid level, and the geometry of the views to match it with.
#pragma once
#include <Eigen/Dense>
#include <vector>

#include "common/camera.h"
#include "common/depth-map.h"
#include "depth/grey-image.h"

namespace scan {

/** Intrinsics with the principal point moved by half a pixel, so that whole numbers address pixel centres. */
struct Intrinsics {
  float fx, fy, cx, cy;
  explicit Intrinsics(const Camera& camera)
      : fx(float(camera.fx)), fy(float(camera.fy)), cx(float(camera.cx - 0.5)), cy(float(camera.cy - 0.5)) {}
  Eigen::Vector3f ray(float x, float y) const { return {(x - cx) / fx, (y - cy) / fy, 1.0F}; }
};

/** A view to match against. Points go from the reference camera's frame to this one's by rotation and translation. */
struct SourceView {
  const GreyImage* image;
  Intrinsics intrinsics;
  Eigen::Matrix3f rotation;
  Eigen::Vector3f translation;
  /** Homography of the plane n·X = 1 (reference frame): infinite + translation * (K^-T n)^T, pixel to pixel. */
  Eigen::Matrix3f infinite;
  Eigen::Vector3f epipole;
  /** This view's depth map of the pass before; null in a photometric pass. May have another size. */
  const DepthMap* previous = nullptr;
};

struct ReferenceView {
  const GreyImage* image;
  Intrinsics intrinsics;
  float nearest, farthest;  ///< bounds of depth
  std::vector<SourceView> sources;
};

/** `reference` and `source` are scaled to their images' sizes. */
SourceView makeSourceView(const Camera& reference, const Camera& source, const GreyImage& image);

}  // namespace scan
