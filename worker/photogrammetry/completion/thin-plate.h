// The smoothest surface through trusted depths.
#pragma once
#include <opencv2/core.hpp>

#include "completion/bending.h"
#include "completion/cells.h"

namespace scan {

struct Completed {
  cv::Mat inverse;  ///< CV_32FC1: inverse depth of every inside cell, 0 elsewhere
  /** CV_32FC1: standard deviation of `inverse`, in units of what a fully trusted cell's own depth scatters by. */
  cv::Mat deviation;
  cv::Mat kept;     ///< CV_8UC1: 255 where the cell's own depth took part; outliers lost their weight
  bool empty() const { return inverse.empty(); }
};

struct ThinPlateOptions {
  BendingOptions bending;
  float dataWeight = 0.1F;    ///< of a fully trusted cell, against the bending of one cell
  float tooDeep = 0.0013F;      ///< residual in shares of inverse depth at which a deeper cell loses most of its say...
  float tooNear = 0.006F;      ///< ...and a nearer one: reflections lie behind the surface, hardly anything before it
  float fits = 0.004F;         ///< residual up to which a cell's own depth is kept: the noise of matching
  int rounds = 6;              ///< of reweighting
  int samples = 12;            ///< of the posterior: deviations are then good to a fifth
  float firstScale = 8;        ///< factor on both residual scales in the first round; halves each round down to 1
};

/**
 * Minimises over inverse depth w: sum dataWeight * trust * rho(w - measured) + sum stiffness * |second and third
 * derivatives|^2, a thin plate (Terzopoulos 1988) whose stiffness falls at image edges and whose data term is robust, by
 * iteratively reweighted sparse Cholesky from a wide scale to a narrow one (graduated non-convexity, Blake and Zisserman
 * 1987). In inverse depth a plane stays linear and bends not at all. The deviation is that of samples of the posterior,
 * drawn by solving for random loads (perturb and optimise, Papandreou and Yuille 2010): small between the depths that
 * hold the surface, growing fast beyond them. Empty where fewer than 100 cells have a depth.
 */
Completed completeThinPlate(const Cells& cells, const ThinPlateOptions& options);

}  // namespace scan
