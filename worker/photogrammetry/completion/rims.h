// Where the item's outlines lie in space: depth that needs no texture.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

#include "common/camera.h"
#include "common/region.h"

namespace scan {

/** A place where a view's ray along the item's outline touches its surface. */
struct Rim {
  Eigen::Vector3d position, normal;  ///< in the world; the normal is a unit vector out of the item
  double slack;                      ///< how long a part of the ray it may lie on, in shares of the region's radius
};

/**
 * A ray along an outline touches the surface somewhere in the part of it that all other masks leave: the shorter, the
 * more views look along the surface there. Where that part is long, as in a wedge that only few views cut, or in several
 * pieces, or where it ends low above the plane, nothing is known. `masks` (CV_8UC1, of the cameras' sizes) may be empty.
 */
std::vector<Rim> findRims(const std::vector<Camera>& cameras, const std::vector<cv::Mat>& masks, const Region& region);

/** What of the rims faces a view, the nearest of each of its cells. */
struct RimCells {
  cv::Mat inverse;   ///< CV_32FC1: inverse depth, 0 = none
  cv::Mat trust;     ///< CV_32FC1, as Cells::trust: the more, the less slack they have
  cv::Mat farthest;  ///< CV_32FC1: inverse depth behind which nothing of it can lie
};

/** `radius` is the region's, in whose shares slack is given. */
RimCells rimsFacing(const Camera& camera, const std::vector<Rim>& rims, double radius);

}  // namespace scan
