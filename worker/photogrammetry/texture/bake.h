// Texels from photographs.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

#include "texture/blend.h"
#include "texture/photograph.h"

namespace scan {

struct Atlas {
  cv::Mat colour;  ///< CV_8UC3, RGB
  cv::Mat seen;    ///< CV_8UC1, 255 where a photograph gave the texel its detail
  /** Pixels of the photographs along a texel's side, where they are densest: below 1 the atlas is finer than any of them. */
  double pixelsPerTexel = 0;
};

struct TextureOptions {
  int size = 4096;            ///< texels along each side
  float outlierSpread = 18;   ///< grey levels by which photographs may differ at one place and still count in full
};

/**
 * A texel is the blend of all photographs' broad colours plus the detail (image less its own broad colours) of the one
 * photograph that its triangle is labelled with: seams then show neither steps in brightness nor doubled detail
 * (Burt and Adelson 1983 on two bands; Allène et al. 2008).
 */
Atlas bakeTexture(const UnwrappedMesh& mesh, const std::vector<Photograph>& photographs, std::vector<Qualities>& qualities,
                  const TextureOptions& options);

/** Fills texels outside all charts from their surroundings, coarse to fine, so that mip levels mix in no other colour. */
void fillGaps(cv::Mat& colour, const cv::Mat& covered);

}  // namespace scan
