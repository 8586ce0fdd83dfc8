// How much of what the masks show the mesh leaves out.
#pragma once
#include <vector>

#include "common/mesh.h"
#include "fusion/integrate.h"

namespace scan {

/**
 * Share of a mask's pixels that the mesh, in world coordinates, does not cover: the median over the views, 0 without
 * masks. Up to four pixels beside the mesh count as covered: two by which the masks were widened, two by which they err.
 */
double uncoveredShare(const Mesh& mesh, const std::vector<FusionView>& views);

}  // namespace scan
