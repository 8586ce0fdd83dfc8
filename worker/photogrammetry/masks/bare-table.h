// A table without a mark on it: no sparse point lies there, but matching finds its depth.
#pragma once
#include <optional>
#include <vector>

#include "common/camera.h"
#include "common/depth-map.h"
#include "common/region.h"

namespace scan {

/**
 * The support plane by confirmed depth alone (`maps` hold nothing else), where sparse points gave none. None, too, where
 * hardly anything stands on it: the flat top of an item, with the table under it unseen, would be taken for the table.
 */
std::optional<Plane> findBareTable(const Scene& scene, const std::vector<DepthMap>& maps, const Region& region);

}  // namespace scan
