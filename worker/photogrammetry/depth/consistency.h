// Which depths other views confirm.
#pragma once
#include <vector>

#include "common/depth-map.h"
#include "depth/stereo-view.h"

namespace scan {

/**
 * Counts in `map.agree` the sources that have the same surface: the point projected there and brought back lands
 * within 1.5 pixels, at a depth within 0.8 %, with a normal within 60 degrees. The depth becomes the mean of all
 * that agree. Pixels that match badly (cost above 0.5) are not confirmed. `sources[i].previous` must be set.
 */
void confirm(const ReferenceView& view, const DepthMap& raw, DepthMap& confirmed);

/** Takes the median of 3 x 3 where a depth differs from it by more than half a percent: removes lone outliers. */
void removeOutliers(DepthMap& map);

}  // namespace scan
