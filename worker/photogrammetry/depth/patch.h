// How well a patch of one image matches its warp in another: normalised cross-correlation with bilateral weights.
#pragma once
#include <Eigen/Dense>

#include "depth/grey-image.h"

namespace scan {

/** Samples of a patch: an 11 x 11 window at every second pixel, corners left out. A multiple of every vector width. */
constexpr int PATCH_SAMPLES = 32;

/** Cost of a patch that leaves the other image. */
constexpr float NO_MATCH = 2.0F;

/** A patch of the reference image, prepared for many comparisons. */
struct ReferencePatch {
  alignas(64) float weight[PATCH_SAMPLES];             ///< nearness in space times nearness in grey level
  alignas(64) float weightedDeviation[PATCH_SAMPLES];  ///< weight times (grey - mean)
  float inverseWeightSum, mean, variance;
};

/** Prepares the patch around (x, y). False where it is flat: its variance is below that of sensor noise. */
bool describePatch(const GreyImage& image, int x, int y, ReferencePatch& patch);

/**
 * 1 - ZNCC of a patch and its image under a homography from reference pixels to source pixels (Goesele et al. 2007;
 * the bilateral weights as in Schönberger et al. 2016). 0 equal, 1 unrelated, NO_MATCH outside the image.
 * @param placesShading adds a little for another brightness: to ZNCC a ramp of grey levels, the shading of a plain
 *        surface, is the same ramp wherever it lies
 */
float matchingCost(const ReferencePatch& patch, const GreyImage& source, const Eigen::Matrix3f& homography, int x, int y,
                   bool placesShading);

}  // namespace scan
