// Completed depth against what the other views have.
#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include "common/camera.h"
#include "common/depth-map.h"
#include "common/region.h"

namespace scan {

struct VerifyOptions {
  double narrowestAngle = 0;    ///< degrees between viewing directions below which a view errs alike
  double widestAngle = 45;      ///< degrees beyond which views share too little
  float tolerance = 0.008F;     ///< of depth, within which two views have the same surface
  int leastAgreeing = 2;        ///< views that must confirm a filled pixel...
  bool confirmMeasured = false; ///< ...or any pixel
  /** Of the views that have the point in their picture, with depth there or not, the share that must confirm it. */
  float leastShare = 0;
  /** A pixel goes when the views that contradict it are more than this times those that confirm it: by majority. */
  float mostContradicting = 1;
  /** Whether a view with a surface before the point contradicts it. Not where the maps hold more than the item. */
  bool hiddenContradicts = true;
  /** Asks only about points between these heights above the plane, where there is one. */
  std::optional<Plane> plane = {};
  double lowest = -1e300, highest = 1e300;
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
