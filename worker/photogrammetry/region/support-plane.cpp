#include <cmath>
#include <random>

#include "common/statistics.h"
#include "region/region-of-interest.h"

namespace scan {
namespace {

/** A point near the item, with a weight that falls with its distance from it. */
struct Candidate {
  Eigen::Vector3d position;
  double weight;
};

std::vector<Candidate> weighed(const std::vector<Eigen::Vector3d>& points, const Eigen::Vector3d& point, double cameraDistance) {
  std::vector<Candidate> candidates;
  for (const auto& p : points) {
    const double relative = (p - point).norm() / cameraDistance;
    if (relative <= 1) candidates.push_back({p, std::exp(-relative * relative / (2 * 0.5 * 0.5))});
  }
  return candidates;
}

/** Weight of points on the plane, less four times the weight of points under it: a table hides what is below. */
double planeScore(const Plane& plane, const std::vector<Candidate>& candidates, double tolerance) {
  double on = 0, under = 0, all = 0;
  for (const auto& c : candidates) {
    const double height = plane.height(c.position);
    all += c.weight;
    if (std::abs(height) < tolerance) on += c.weight;
    if (height < -3 * tolerance) under += c.weight;
  }
  return all > 0 ? on / all * std::max(0.0, 1 - 4 * under / all) : 0;
}

bool mostCamerasAbove(const Plane& plane, const std::vector<Camera>& cameras, double least) {
  std::size_t above = 0;
  for (const auto& camera : cameras) above += plane.height(camera.centre()) > least;
  return above * 20 >= cameras.size() * 19;
}

/** Weighted least squares through the inliers. */
Plane refine(Plane plane, const std::vector<Candidate>& candidates, double tolerance) {
  for (int iteration = 0; iteration < 5; ++iteration) {
    Eigen::Vector3d mean = Eigen::Vector3d::Zero();
    double total = 0;
    const auto inlier = [&](const Candidate& c) { return std::abs(plane.height(c.position)) < tolerance; };
    for (const auto& c : candidates)
      if (inlier(c)) mean += c.weight * c.position, total += c.weight;
    mean /= total;
    Eigen::Matrix3d scatter = Eigen::Matrix3d::Zero();
    for (const auto& c : candidates)
      if (inlier(c)) scatter += c.weight * (c.position - mean) * (c.position - mean).transpose();
    const Eigen::Vector3d normal = Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d>(scatter).eigenvectors().col(0);
    plane.normal = normal.dot(plane.normal) > 0 ? normal : Eigen::Vector3d(-normal);
    plane.offset = plane.normal.dot(mean);
  }
  return plane;
}

}  // namespace

std::vector<Eigen::Vector3d> sparsePoints(const Scene& scene) {
  std::vector<Eigen::Vector3d> points;
  for (const auto& p : scene.points)
    // Three views make a point trustworthy; two pixels is twice what bundle adjustment leaves as a rule.
    if (p.views.size() >= 3 && p.error <= 2.0) points.push_back(p.position);
  return points;
}

std::optional<Plane> findSupportPlane(const std::vector<Camera>& cameras, const std::vector<Eigen::Vector3d>& points,
                                      const Eigen::Vector3d& axesPoint, double cameraDistance, const Eigen::Vector3d& up) {
  const auto candidates = weighed(points, axesPoint, cameraDistance);
  if (candidates.size() < 50) return std::nullopt;
  const double tolerance = PLANE_BAND * cameraDistance;
  std::mt19937 random(1);
  std::uniform_int_distribution<std::size_t> pick(0, candidates.size() - 1);
  std::optional<Plane> best;
  // 4,000 draws of three then hit three inliers with probability 98 %.
  double bestScore = LEAST_ON_PLANE;
  for (int draw = 0; draw < 4000; ++draw) {
    const Eigen::Vector3d &a = candidates[pick(random)].position, &b = candidates[pick(random)].position,
                          &c = candidates[pick(random)].position;
    Eigen::Vector3d normal = (b - a).cross(c - a);
    if (normal.norm() < 1e-4 * cameraDistance * cameraDistance) continue;
    normal.normalize();
    if (normal.dot(up) < 0) normal = -normal;
    // Within 53 degrees of up: the mean up of a one-sided film from steeply above is that far off at worst.
    if (normal.dot(up) < 0.6) continue;
    const Plane plane{normal, normal.dot(a)};
    if (!mostCamerasAbove(plane, cameras, 0.03 * cameraDistance)) continue;
    const double score = planeScore(plane, candidates, tolerance);
    if (score > bestScore) bestScore = score, best = plane;
  }
  if (best) best = refine(*best, candidates, tolerance);
  return best;
}

}  // namespace scan
