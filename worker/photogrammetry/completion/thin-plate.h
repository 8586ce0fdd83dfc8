// The smoothest surface through trusted depths.
#pragma once
#include <opencv2/core.hpp>

#include "completion/cells.h"

namespace scan {

struct Completed {
  cv::Mat inverse;  ///< CV_32FC1: inverse depth of every inside cell, 0 elsewhere
  cv::Mat kept;     ///< CV_8UC1: 255 where the cell's own depth took part; outliers lost their weight
  bool empty() const { return inverse.empty(); }
};

struct ThinPlateOptions {
  float edgeContrast = 12;     ///< Lab distance over which bending becomes free: an image edge may be a crease
  float leastStiffness = 0.01F;
  float dataWeight = 0.1F;    ///< of a fully trusted cell, against the bending of one cell
  float tooDeep = 0.0013F;      ///< residual in shares of inverse depth at which a deeper cell loses most of its say...
  float tooNear = 0.006F;      ///< ...and a nearer one: reflections lie behind the surface, hardly anything before it
  float fits = 0.004F;         ///< residual up to which a cell's own depth is kept: the noise of matching
  int rounds = 6;              ///< of reweighting
  float firstScale = 8;        ///< factor on both residual scales in the first round; halves each round down to 1
};

/**
 * Minimises over inverse depth w: sum dataWeight * trust * rho(w - measured) + sum stiffness * |second derivatives|^2,
 * a thin plate (Terzopoulos 1988) whose stiffness falls at image edges and whose data term is robust, by iteratively
 * reweighted sparse Cholesky from a wide scale to a narrow one (graduated non-convexity, Blake and Zisserman 1987). Second order, since in inverse depth a plane stays linear and bends not at all.
 * Empty where fewer than 100 cells have a depth.
 */
Completed completeThinPlate(const Cells& cells, const ThinPlateOptions& options);

}  // namespace scan
