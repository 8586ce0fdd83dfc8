// From depth maps and masks to signed distances.
#pragma once
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "common/camera.h"
#include "common/region.h"
#include "fusion/volume.h"

namespace scan {

/** What one view contributes. `camera` is scaled to the size of the images. */
struct FusionView {
  Camera camera;
  cv::Mat depth;  ///< CV_32FC1, 0 = none
  cv::Mat mask;   ///< CV_8UC1 of the same size, or empty
  cv::Mat agree;  ///< CV_8UC1 of the same size: 0 where depth was completed instead of measured; empty: all measured
  cv::Mat deviation = {};  ///< CV_32FC1 of the same size: of completed depth, in units of a measured one's; empty: 0
};

/**
 * Drops depth within `radius` pixels of something more than 3 % farther away: patches that straddle an outline carry
 * the item's depth over onto the background.
 */
void dropOutlines(FusionView& view, int radius);

/**
 * Raises depth on the item that lies lower than `height` above the plane to that height, along the pixel's ray: what is
 * seen of an item stands above what it stands on. A flat rim is matched a little low, with the table beside it.
 */
void raiseAbovePlane(FusionView& view, const Plane& plane, double height);

/** Box around the item's depth points above the plane, voxels as large as a pixel's footprint on the item. */
Grid gridAround(const std::vector<FusionView>& views, const Region& region, int mostVoxelsAlongAxis);

struct DepthWeights {
  float freeSpace = 0.3F;   ///< of empty space before a surface, against the surface itself
  /** Of depth that one view alone has, between its matches, against one that others confirm; less the less sure it is. */
  float completed = 0.25F;
};

/** Adds every view's depth: near the surface, and the free space in front of it. */
void integrateDepth(Volume& volume, const std::vector<FusionView>& views, float truncationVoxels, const DepthWeights& weights);

struct CarveOptions {
  /**
   * Share of the views that see a voxel and must place it outside the item for it to be carved: what the hull behind the
   * masks allows to be wrong. Masks err alike in neighbouring views, over a foot in its shadow or a plain part before
   * its like, so that less costs the item more than it clears of its gaps.
   */
  double share = 0.125;
  /** Views that must agree at least: one mask may be wrong. */
  int leastViews = 3;
};

/**
 * Empties voxels that several masks place outside the item, by more than half a voxel: a voxel is emptied whole, and
 * one that the outline cuts would take the surface in by half of it all round. A view that measured a surface there
 * makes up for one such mask: over a thin part, an antenna, masks err more often than depth.
 */
void carveByMasks(Volume& volume, const std::vector<FusionView>& views, const CarveOptions& options);

}  // namespace scan
