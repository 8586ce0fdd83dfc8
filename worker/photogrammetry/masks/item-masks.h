// Masks of the item in all views, and the region that they imply.
#pragma once
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "common/camera.h"
#include "common/region.h"

namespace scan {

struct ItemMasks {
  std::vector<cv::Mat> masks;  ///< per camera CV_8UC1, 640 pixels long; empty where there is none
  Region region;               ///< centre and radius fitted to the item; with the plane that was found
};

/**
 * Without a support plane it is sought in the depth (see bare-table.h). Where that has none either, and there are no moving
 * masks (a folder that the turntable room wrote, or ""), there is nothing to tell the item from: no masks, and the region
 * as it was. Throws StageError nothingRecognised where nothing stands on the region's plane.
 */
ItemMasks findItemMasks(const Scene& scene, const Region& region, const std::string& depthFolder,
                        const std::string& movingFolder);

}  // namespace scan
