// Depth on smooth and shiny surfaces, where matching finds none or a reflection's.
#pragma once
#include <opencv2/core.hpp>

#include "common/camera.h"
#include "common/depth-map.h"
#include "completion/cells.h"
#include "completion/rims.h"
#include "completion/thin-plate.h"

namespace scan {

struct CompletionOptions {
  BelieveOptions believe;
  ThinPlateOptions plate;
  /** Cells farther than this from any kept cell or rim stay empty, as a share of the map's longer side. */
  double reach = 0.15;
  /** Completed surface seen at less than this cosine is guesswork at an outline. */
  float leastCosine = 0.3F;
};

/** What completion made of a view. */
struct CompletedView {
  DepthMap map;  ///< depth and agree, which is 0 where depth was completed, as before where it was kept
  cv::Mat deviation;  ///< CV_32FC1: of completed depth, in units of what matched depth scatters by; 0 elsewhere
  int kept = 0, filled = 0;  ///< pixels
};

/** The map with no depth where it is not believable (see believablePixels). An empty mask excludes nothing. */
DepthMap believe(const DepthMap& map, const cv::Mat& mask, const BelieveOptions& options);

/**
 * Keeps depth of `believed` that fits the completed surface and fills the rest of the mask from it. `mask` (CV_8UC1)
 * and `image` (CV_8UC3 RGB) have the map's size. An empty mask fills nothing and keeps everything. `rims` may
 * be empty.
 */
CompletedView completeView(const Camera& camera, const DepthMap& believed, const cv::Mat& mask, const cv::Mat& image,
                           const RimCells& rims, const CompletionOptions& options);

}  // namespace scan
