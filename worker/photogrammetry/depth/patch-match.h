// PatchMatch stereo for one view against several (Bleyer et al. 2011; propagation on a checkerboard as in Galliani
// et al. 2015 and Xu and Tao 2019; geometric consistency as in Schönberger et al. 2016).
#pragma once
#include <cstdint>
#include <opencv2/core.hpp>

#include "common/depth-map.h"
#include "depth/patch.h"
#include "depth/stereo-view.h"

namespace scan {

struct PatchMatchOptions {
  int iterations = 3;
  /** Adds the reprojection error through the sources' previous depth maps to the cost. */
  bool geometric = false;
  /** Adds the cost of another brightness: see matchingCost. */
  bool placesShading = false;
  /** How many sources, the best ones, make a pixel's cost: the others may not see the point. */
  int bestSources = 3;
};

class PatchMatch {
 public:
  /** `pixels` is CV_8UC1 of the image's size: depth is sought where it is not 0. The same seed gives the same map. */
  PatchMatch(const ReferenceView& view, const cv::Mat& pixels, const PatchMatchOptions& options, std::uint32_t seed);

  /** Starts from a coarser map, or at random where `coarser` is null, iterates and returns the map. */
  DepthMap run(const DepthMap* coarser);

 private:
  /** A plane through the point that a pixel sees, in the reference camera's frame. */
  struct Hypothesis {
    float depth;
    Eigen::Vector3f normal;
  };
  struct Pixel {
    int x, y;
  };
  enum Kind : std::uint8_t { SKIPPED, TEXTURED, FLAT };

  void initialise(const DepthMap* coarser);
  Hypothesis randomHypothesis(Pixel at);
  Hypothesis fromCoarser(const DepthMap& coarser, Pixel at);
  void improve(Pixel at, int iteration);
  void propagate(Pixel at, const ReferencePatch& patch, Hypothesis& best, float& bestCost);
  void refine(Pixel at, int iteration, const ReferencePatch& patch, Hypothesis& best, float& bestCost);
  void copyBestNeighbour(Pixel at);
  bool bestInDirection(Pixel at, int direction, Pixel& found) const;
  bool transfer(Pixel from, Pixel to, Hypothesis& hypothesis) const;
  float cost(const ReferencePatch& patch, Pixel at, const Hypothesis& hypothesis) const;
  float geometricError(const SourceView& source, Pixel at, float depth) const;
  bool plausible(float depth) const { return depth > view_.nearest && depth < view_.farthest; }
  bool inside(int x, int y) const { return x >= 0 && y >= 0 && x < kind_.cols && y < kind_.rows; }
  Kind kind(Pixel p) const { return static_cast<Kind>(kind_(p.y, p.x)); }
  Hypothesis get(Pixel p) const;
  void set(Pixel p, const Hypothesis& hypothesis, float cost);
  float random();        ///< uniform in 0..1
  float randomSigned() { return 2 * random() - 1; }

  const ReferenceView& view_;
  const PatchMatchOptions options_;
  std::uint32_t state_;
  bool started_ = false;  ///< from a coarser map: smaller steps
  cv::Mat_<std::uint8_t> kind_;
  DepthMap map_;
};

}  // namespace scan
