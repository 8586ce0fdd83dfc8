// The visual hull as a guess of depth where matching finds none.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

#include "common/camera.h"
#include "common/region.h"
#include "masks/visual-hull.h"

namespace scan {

/** What all masks (CV_8UC1, of the cameras' sizes; empty ones take no part) leave of the region. May be empty. */
Hull hullOfMasks(const std::vector<Camera>& cameras, const std::vector<cv::Mat>& masks, const Region& region);

/**
 * CV_32FC1 of the size of the camera's Cells: inverse depth at which the ray meets the hull, 0 where it does not. Empty of
 * an empty hull.
 */
cv::Mat hullInverse(const Hull& hull, const Camera& camera);

}  // namespace scan
