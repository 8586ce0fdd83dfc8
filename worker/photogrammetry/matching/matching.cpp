// Eigen 3.4 with GCC 12: a path for one-row products that is never taken here.
#pragma GCC diagnostic ignored "-Waggressive-loop-optimizations"

#include "matching/matching.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace matching {
namespace {

// Rows of the larger matrix that are multiplied at once: the block of cosines stays in the second-level cache.
constexpr Eigen::Index blockRows = 256;

struct Nearest {
  int index = -1;
  float best = -1, second = -1;  // cosines
};

void offer(Nearest& nearest, int index, float cosine) {
  if (cosine > nearest.best) {
    nearest.second = nearest.best;
    nearest.best = cosine;
    nearest.index = index;
  } else if (cosine > nearest.second) {
    nearest.second = cosine;
  }
}

float angleOf(float cosine) { return std::acos(std::clamp(cosine, -1.f, 1.f)); }

ImageFeatures largestFeatures(const ImageFeatures& image, int count) {
  std::vector<int> order(image.keypoints.size());
  std::iota(order.begin(), order.end(), 0);
  const size_t kept = std::min(order.size(), static_cast<size_t>(count));
  std::partial_sort(order.begin(), order.begin() + kept, order.end(),
                    [&](int a, int b) { return image.keypoints[a].scale > image.keypoints[b].scale; });
  ImageFeatures largest{image.name, {}, Descriptors(kept, 128)};
  for (size_t i = 0; i < kept; i++) {
    largest.keypoints.push_back(image.keypoints[order[i]]);
    largest.descriptors.row(i) = image.descriptors.row(order[i]);
  }
  return largest;
}

}  // namespace

std::vector<Match> matchDescriptors(const Descriptors& first, const Descriptors& second, const MatchOptions& options) {
  std::vector<Match> matches;
  if (first.rows() < 2 || second.rows() < 2) return matches;
  std::vector<Nearest> forward(first.rows()), backward(second.rows());
  Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> cosines;
  for (Eigen::Index start = 0; start < first.rows(); start += blockRows) {
    const Eigen::Index rows = std::min(blockRows, first.rows() - start);
    cosines.noalias() = first.middleRows(start, rows) * second.transpose();
    for (Eigen::Index row = 0; row < rows; row++) {
      const float* line = cosines.data() + row * cosines.cols();
      for (Eigen::Index column = 0; column < cosines.cols(); column++) {
        offer(forward[start + row], static_cast<int>(column), line[column]);
        if (line[column] > backward[column].best)
          backward[column] = {static_cast<int>(start + row), line[column], 0};
      }
    }
  }
  for (int row = 0; row < static_cast<int>(forward.size()); row++) {
    const Nearest& nearest = forward[row];
    const float angle = angleOf(nearest.best);
    if (angle > options.maxAngle || angle >= options.maxRatio * angleOf(nearest.second)) continue;
    if (backward[nearest.index].index == row) matches.emplace_back(row, nearest.index);
  }
  return matches;
}

std::vector<Match> matchFeatures(const ImageFeatures& first, const ImageFeatures& second, const MatchOptions& options) {
  auto matches = matchDescriptors(first.descriptors, second.descriptors, options);
  const auto still = [&](const Match& match) {
    const Keypoint &a = first.keypoints[match.first], &b = second.keypoints[match.second];
    return std::hypot(a.x - b.x, a.y - b.y) < options.leastMotion;
  };
  matches.erase(std::remove_if(matches.begin(), matches.end(), still), matches.end());
  return matches;
}

std::vector<ImagePair> choosePairs(const std::vector<ImageFeatures>& images, const PairOptions& options,
                                   const MatchOptions& match) {
  const int count = static_cast<int>(images.size());
  std::vector<ImageFeatures> previews;
  for (const ImageFeatures& image : images) previews.push_back(largestFeatures(image, options.previewFeatures));
  // The ratio is looser than in the full comparison: a few wrong matches do no harm to a ranking.
  MatchOptions loose = match;
  loose.maxRatio = 0.85f;
  Eigen::MatrixXi shared = Eigen::MatrixXi::Zero(count, count);
#pragma omp parallel for schedule(dynamic)
  for (int first = 0; first < count; first++)
    for (int second = std::max(first + 1, options.known); second < count; second++)
      shared(first, second) = static_cast<int>(matchFeatures(previews[first], previews[second], loose).size());
  shared += shared.transpose().eval();
  std::set<ImagePair> pairs;
  for (int first = 0; first < count; first++) {
    for (int second = std::max(first + 1, options.known); second <= std::min(count - 1, first + options.neighbours);
         second++)
      pairs.emplace(first, second);
    std::vector<int> order(count);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return shared(first, a) > shared(first, b); });
    for (int rank = 0; rank < std::min(count, options.partners); rank++) {
      const int other = order[rank];
      if (shared(first, other) >= options.minPreviewMatches) pairs.emplace(std::minmax(first, other));
    }
  }
  return {pairs.begin(), pairs.end()};
}

}  // namespace matching
