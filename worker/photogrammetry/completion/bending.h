// What it costs a surface over cells to bend.
#pragma once
#include <Eigen/Sparse>
#include <opencv2/core.hpp>

#include "completion/cells.h"

namespace scan {

struct BendingOptions {
  /**
   * Weights of the squared second and third derivatives. The third let a round surface go on as round as it was, where
   * the second would flatten it: a lid sinks over its hole. They are equal for waves 63 cells long, a fifth of the
   * picture; farther from any data the second keep an extrapolation from running away.
   */
  float second = 0.1F, third = 10;
  float edgeContrast = 12;  ///< Lab distance over which bending becomes free: an image edge may be a crease
  /** At an edge, which may be an outline, too: a jump there must cost less than to give up the matches beside it. */
  float leastStiffness = 0.001F;
};

struct Bending {
  Eigen::SparseMatrix<double> energy;  ///< quadratic form over the numbered cells, positive definite
  Eigen::MatrixXd loads;               ///< columns of random numbers whose covariance is that form
};

/** `number` (CV_32SC1) holds the row of each of `count` cells, -1 outside. The same loads for the same cells. */
Bending bendingOf(const Cells& cells, const cv::Mat& number, int count, const BendingOptions& options, int loads);

}  // namespace scan
