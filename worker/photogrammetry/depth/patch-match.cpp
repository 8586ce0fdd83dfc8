#include "depth/patch-match.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace scan {
namespace {

/** Cost of one pixel of reprojection error; errors are capped at two pixels, so that an outlier costs 0.24. */
constexpr float COST_PER_PIXEL = 0.12F, LARGEST_ERROR = 2.0F;

/** 1 - ZNCC of patches that have nothing in common. */
constexpr float UNRELATED = 1;

/** A surface seen at more than 87 degrees from its normal cannot be matched. */
constexpr float LEAST_COSINE = 0.05F;

constexpr std::array<std::array<int, 2>, 8> DIRECTIONS = {
    {{-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-1, -1}, {1, 1}, {-1, 1}, {1, -1}}};

}  // namespace

PatchMatch::PatchMatch(const ReferenceView& view, const cv::Mat& pixels, const PatchMatchOptions& options, std::uint32_t seed)
    : view_(view), options_(options), state_(seed * 2654435761U + 1), kind_(pixels.size()), map_(DepthMap::blank(pixels.size())) {
  ReferencePatch patch;
  for (int y = 0; y < kind_.rows; ++y)
    for (int x = 0; x < kind_.cols; ++x) {
      kind_(y, x) = SKIPPED;
      if (pixels.at<std::uint8_t>(y, x) != 0) kind_(y, x) = describePatch(*view.image, x, y, patch) ? TEXTURED : FLAT;
    }
}

float PatchMatch::random() {  // xorshift32 (Marsaglia 2003)
  state_ ^= state_ << 13;
  state_ ^= state_ >> 17;
  state_ ^= state_ << 5;
  return static_cast<float>(state_ >> 8) * (1.0F / 16777216.0F);
}

PatchMatch::Hypothesis PatchMatch::get(Pixel p) const {
  const auto& n = map_.normal.at<cv::Vec3f>(p.y, p.x);
  return {map_.depth.at<float>(p.y, p.x), {n[0], n[1], n[2]}};
}

void PatchMatch::set(Pixel p, const Hypothesis& h, float cost) {
  map_.depth.at<float>(p.y, p.x) = h.depth;
  map_.normal.at<cv::Vec3f>(p.y, p.x) = {h.normal.x(), h.normal.y(), h.normal.z()};
  map_.cost.at<float>(p.y, p.x) = cost;
}

PatchMatch::Hypothesis PatchMatch::randomHypothesis(Pixel at) {
  // Uniform in inverse depth: a step of it moves the match by the same number of pixels everywhere.
  const float farInverse = 1 / view_.farthest, nearInverse = 1 / view_.nearest;
  Hypothesis h{1 / (farInverse + random() * (nearInverse - farInverse)), {}};
  do h.normal = {randomSigned(), randomSigned(), randomSigned()};
  while (h.normal.squaredNorm() > 1 || h.normal.squaredNorm() < 1e-3F);
  h.normal.normalize();
  if (h.normal.dot(view_.intrinsics.ray(at.x, at.y)) > 0) h.normal = -h.normal;
  return h;
}

PatchMatch::Hypothesis PatchMatch::fromCoarser(const DepthMap& coarser, Pixel at) {
  const float scaleX = float(coarser.depth.cols) / kind_.cols, scaleY = float(coarser.depth.rows) / kind_.rows;
  const int cx = std::min(coarser.depth.cols - 1, int((at.x + 0.5F) * scaleX));
  const int cy = std::min(coarser.depth.rows - 1, int((at.y + 0.5F) * scaleY));
  const float depth = coarser.depth.at<float>(cy, cx);
  if (!plausible(depth)) return randomHypothesis(at);
  const auto& n = coarser.normal.at<cv::Vec3f>(cy, cx);
  Hypothesis h{depth, {n[0], n[1], n[2]}};
  // The coarse pixel's plane, met by this pixel's ray.
  const float distance = depth * h.normal.dot(view_.intrinsics.ray((cx + 0.5F) / scaleX - 0.5F, (cy + 0.5F) / scaleY - 0.5F));
  const float met = distance / h.normal.dot(view_.intrinsics.ray(at.x, at.y));
  if (plausible(met)) h.depth = met;
  return h;
}

void PatchMatch::initialise(const DepthMap* coarser) {
  started_ = coarser != nullptr;
  ReferencePatch patch;
  for (int y = 0; y < kind_.rows; ++y)
    for (int x = 0; x < kind_.cols; ++x) {
      const Pixel at{x, y};
      if (kind(at) == SKIPPED) continue;
      const Hypothesis h = coarser ? fromCoarser(*coarser, at) : randomHypothesis(at);
      if (kind(at) == TEXTURED) describePatch(*view_.image, x, y, patch);
      set(at, h, kind(at) == TEXTURED ? cost(patch, at, h) : NO_MATCH);
    }
}

DepthMap PatchMatch::run(const DepthMap* coarser) {
  initialise(coarser);
  for (int iteration = 0; iteration < options_.iterations; ++iteration)
    for (int colour = 0; colour < 2; ++colour)
      for (int y = 0; y < kind_.rows; ++y)
        for (int x = (y + colour) & 1; x < kind_.cols; x += 2) improve({x, y}, iteration);
  for (int y = 0; y < kind_.rows; ++y)
    for (int x = 0; x < kind_.cols; ++x) {
      if (kind({x, y}) == SKIPPED || map_.cost.at<float>(y, x) >= NO_MATCH - 0.1F) map_.depth.at<float>(y, x) = 0;
      // Its depth is a start for a finer map; it has no match that could confirm it.
      else if (kind({x, y}) == FLAT) map_.cost.at<float>(y, x) = UNRELATED;
    }
  return std::move(map_);
}

void PatchMatch::improve(Pixel at, int iteration) {
  if (kind(at) == SKIPPED) return;
  if (kind(at) == FLAT) return copyBestNeighbour(at);
  ReferencePatch patch;
  describePatch(*view_.image, at.x, at.y, patch);
  Hypothesis best = get(at);
  float bestCost = map_.cost.at<float>(at.y, at.x);
  propagate(at, patch, best, bestCost);
  refine(at, iteration, patch, best, bestCost);
  set(at, best, bestCost);
}

/** The cheapest textured pixel of the other colour on a line or in a narrow fan, as in ACMH. */
bool PatchMatch::bestInDirection(Pixel at, int direction, Pixel& found) const {
  float least = NO_MATCH;
  const auto consider = [&](int x, int y) {
    if (!inside(x, y) || kind_(y, x) != TEXTURED || map_.cost.at<float>(y, x) >= least) return;
    least = map_.cost.at<float>(y, x);
    found = {x, y};
  };
  const auto [dx, dy] = DIRECTIONS[direction];
  const int reach = options_.geometric ? 5 : 11;  // a refined map needs near neighbours only
  if (direction < 4)
    for (int step = 1; step <= reach; step += 2) consider(at.x + dx * step, at.y + dy * step);
  else
    for (int step = 1; step <= 4; ++step) {
      consider(at.x + dx * step, at.y + dy * (step + 1));
      consider(at.x + dx * (step + 1), at.y + dy * step);
    }
  return least < NO_MATCH;
}

/** Extends the plane at `from` to the ray of `to`. False where they do not meet within the bounds. */
bool PatchMatch::transfer(Pixel from, Pixel to, Hypothesis& hypothesis) const {
  hypothesis = get(from);
  const float distance = hypothesis.depth * hypothesis.normal.dot(view_.intrinsics.ray(from.x, from.y));
  const float slope = hypothesis.normal.dot(view_.intrinsics.ray(to.x, to.y));
  if (slope > -1e-3F) return false;
  hypothesis.depth = distance / slope;
  return plausible(hypothesis.depth);
}

void PatchMatch::propagate(Pixel at, const ReferencePatch& patch, Hypothesis& best, float& bestCost) {
  const int directions = options_.geometric ? 4 : 8;
  for (int direction = 0; direction < directions; ++direction) {
    Pixel from;
    Hypothesis h;
    if (!bestInDirection(at, direction, from) || !transfer(from, at, h)) continue;
    if (std::abs(h.depth - best.depth) < 1e-5F * best.depth && h.normal.dot(best.normal) > 0.9999F) continue;
    const float c = cost(patch, at, h);
    if (c < bestCost) bestCost = c, best = h;
  }
}

void PatchMatch::refine(Pixel at, int iteration, const ReferencePatch& patch, Hypothesis& best, float& bestCost) {
  const float step = (started_ ? 0.01F : 0.05F) / float(1 << iteration);
  const auto tilted = [&](const Eigen::Vector3f& normal, float amount) -> Eigen::Vector3f {
    return (normal + 0.5F * amount * Eigen::Vector3f(randomSigned(), randomSigned(), randomSigned())).normalized();
  };
  const Eigen::Vector3f ray = view_.intrinsics.ray(at.x, at.y);
  for (int trial = 0; trial < 4; ++trial) {
    Hypothesis h = best;
    if (trial == 0) h.depth *= 1 + randomSigned() * step;
    if (trial == 1) h.normal = tilted(h.normal, 1.0F / (1 + iteration));
    if (trial == 2) h = {h.depth * (1 + randomSigned() * step / 4), tilted(h.normal, 0.25F)};
    if (trial == 3) {
      if (started_) h.depth *= 1 + randomSigned() * step / 10;
      else h = randomHypothesis(at);
    }
    if (h.normal.dot(ray) > -LEAST_COSINE * ray.norm() || !plausible(h.depth)) continue;
    const float c = cost(patch, at, h);
    if (c < bestCost) bestCost = c, best = h;
  }
}

/** A flat pixel has no match of its own: it takes its best neighbour's plane, which a later stage may discard. */
void PatchMatch::copyBestNeighbour(Pixel at) {
  float least = map_.cost.at<float>(at.y, at.x);
  for (int direction = 0; direction < 4; ++direction)
    for (const int step : {1, 3}) {
      const Pixel from{at.x + DIRECTIONS[direction][0] * step, at.y + DIRECTIONS[direction][1] * step};
      Hypothesis h;
      if (!inside(from.x, from.y) || kind(from) == SKIPPED || map_.cost.at<float>(from.y, from.x) >= least - 1e-3F) continue;
      if (!transfer(from, at, h)) continue;
      least = map_.cost.at<float>(from.y, from.x);
      set(at, h, least);
    }
}

float PatchMatch::cost(const ReferencePatch& patch, Pixel at, const Hypothesis& h) const {
  std::array<float, 16> costs;
  const auto count = std::min<std::size_t>(view_.sources.size(), costs.size());
  const Intrinsics& k = view_.intrinsics;
  const float inverse = 1 / (h.depth * h.normal.dot(k.ray(at.x, at.y)));  // of the plane's distance
  const Eigen::RowVector3f plane(h.normal.x() / k.fx * inverse, h.normal.y() / k.fy * inverse,
                                 (h.normal.z() - h.normal.x() * k.cx / k.fx - h.normal.y() * k.cy / k.fy) * inverse);
  for (std::size_t i = 0; i < count; ++i) {
    const SourceView& source = view_.sources[i];
    const Eigen::Matrix3f homography = source.infinite + source.epipole * plane;
    costs[i] = matchingCost(patch, *source.image, homography, at.x, at.y, options_.placesShading);
    if (options_.geometric && costs[i] < NO_MATCH) costs[i] += COST_PER_PIXEL * geometricError(source, at, h.depth);
  }
  const auto best = std::min<std::size_t>(options_.bestSources, count);
  std::partial_sort(costs.begin(), costs.begin() + best, costs.begin() + count);
  float sum = 0;
  for (std::size_t i = 0; i < best; ++i) sum += costs[i];
  return sum / static_cast<float>(best);
}

/** How far, in pixels, this pixel comes back from the surface that the source has where this depth leads. */
float PatchMatch::geometricError(const SourceView& source, Pixel at, float depth) const {
  if (source.previous == nullptr || source.previous->empty()) return LARGEST_ERROR;
  const cv::Mat& map = source.previous->depth;
  const Eigen::Vector3f there = source.rotation * (view_.intrinsics.ray(at.x, at.y) * depth) + source.translation;
  if (!(there.z() > 0)) return LARGEST_ERROR;
  const float u = source.intrinsics.fx * there.x() / there.z() + source.intrinsics.cx;
  const float v = source.intrinsics.fy * there.y() / there.z() + source.intrinsics.cy;
  if (!(u > 0 && v > 0)) return LARGEST_ERROR;
  const int column = int((u + 0.5F) * map.cols / source.image->width()), row = int((v + 0.5F) * map.rows / source.image->height());
  if (column >= map.cols || row >= map.rows) return LARGEST_ERROR;
  const float seen = map.at<float>(row, column);
  if (!(seen > 0)) return LARGEST_ERROR;
  const Eigen::Vector3f back = source.rotation.transpose() * (source.intrinsics.ray(u, v) * seen - source.translation);
  if (!(back.z() > 0)) return LARGEST_ERROR;
  const float du = view_.intrinsics.fx * back.x() / back.z() + view_.intrinsics.cx - float(at.x);
  const float dv = view_.intrinsics.fy * back.y() / back.z() + view_.intrinsics.cy - float(at.y);
  return std::min(LARGEST_ERROR, std::sqrt(du * du + dv * dv));
}

}  // namespace scan
