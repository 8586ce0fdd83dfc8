// Which views to match a view against.
#pragma once
#include <vector>

#include "common/camera.h"
#include "common/region.h"

namespace scan {

/**
 * For every view the indices of up to `most` others, best first. A pair scores by the sparse points near the item
 * that both saw, each weighted by its triangulation angle: 8 degrees is best, less gives no depth, more no likeness
 * (Goesele et al. 2007, Schönberger et al. 2016).
 */
std::vector<std::vector<int>> selectSources(const Scene& scene, const Region& region, int most);

}  // namespace scan
