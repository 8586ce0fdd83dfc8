// Completed depth against what the other views have.
#pragma once
#include <cstddef>
#include <vector>

#include "common/camera.h"
#include "common/depth-map.h"

namespace scan {

struct VerifyOptions {
  double widestAngle = 45;      ///< degrees between viewing directions beyond which views share too little
  float tolerance = 0.008F;     ///< of depth, within which two views have the same surface
  int leastAgreeing = 2;        ///< views that must confirm a filled pixel
  /** A pixel goes when the views that contradict it are more than this times those that confirm it: by majority. */
  float mostContradicting = 1;
};

/**
 * Drops depth that other views contradict: their surface lies behind the point (they look through it) or before it
 * (it would be hidden from them, as a reflection's depth always is). An extrapolated fill differs from view to view
 * and finds no agreement; a real surface does. `cameras` are scaled to the maps; empty maps take no part. Returns the
 * number of pixels dropped.
 */
std::size_t verifyAcrossViews(const std::vector<Camera>& cameras, std::vector<DepthMap>& maps, const Eigen::Vector3d& centre,
                              const VerifyOptions& options);

}  // namespace scan
