#include "fusion/coverage.h"

#include <cmath>

#include "common/parallel.h"
#include "common/picture.h"
#include "common/statistics.h"
#include "texture/rasterise.h"

namespace scan {

double uncoveredShare(const Mesh& mesh, const std::vector<FusionView>& views) {
  std::vector<double> shares(views.size(), 0);
  parallelFor(views.size(), [&](std::size_t i) {
    const cv::Mat& mask = views[i].mask;
    if (mask.empty()) return;
    cv::Mat covered = renderDepth(mesh, views[i].camera) < INFINITY;
    cv::dilate(covered, covered, disc(4));
    const cv::Mat item = mask > 127;
    shares[i] = double(cv::countNonZero(item & ~covered)) / std::max(1, cv::countNonZero(item));
  });
  return shares.empty() ? 0 : median(shares);
}

}  // namespace scan
