// Depth maps of all views: pyramid, passes and confirmation.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "common/camera.h"
#include "common/depth-map.h"
#include "common/region.h"
#include "common/stage.h"

namespace scan {

struct DepthOptions {
  int size = 480;           ///< longer side of the maps in pixels
  int sources = 6;          ///< views to match each view with
  std::string startFolder;  ///< coarser maps to start from; empty: start at random, on a pyramid of three levels
  /**
   * Places plain shading by its brightness (see matchingCost). Not where height is to tell the item from the table: a
   * plain foot that lies flat where it is went with the table (silhouettes of the corset from 0.95 to 0.80). Nor where
   * the item turned: its shading stood still.
   */
  bool placesShading = false;
  std::string maskFolder;   ///< masks of the item; empty: every pixel whose ray meets the region
};

/**
 * One map per camera; empty for a view with fewer than two sources. A pixel's depth is sought only where its ray
 * meets the region and, with masks, within 0.8 % of the image's height of the item.
 */
std::vector<DepthMap> computeDepthMaps(const Scene& scene, const Region& region, const DepthOptions& options);

/** Confirmed share of the sought pixels, over all views. */
double confirmedShare(const std::vector<DepthMap>& maps, int leastAgreeing);

}  // namespace scan
