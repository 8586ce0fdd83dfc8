#include <algorithm>
#include <cstdint>
#include <queue>

#include "fusion/clean-mesh.h"

namespace scan {
namespace {

/** Sum of squared distances to planes, as a quadratic form of the point (x, y, z, 1). */
using Quadric = Eigen::Matrix4d;

/** An edge to collapse. Stale once either end was touched after it was queued. */
struct Collapse {
  double error;
  int keep, drop;
  std::uint32_t stamp;  ///< sum of both ends' change counters when queued
  Eigen::Vector3d target;
  bool operator<(const Collapse& other) const { return error > other.error; }  // cheapest first
};

class Simplifier {
 public:
  explicit Simplifier(Mesh& mesh)
      : mesh_(mesh), quadrics_(mesh.vertices.size(), Quadric::Zero()), changes_(mesh.vertices.size(), 0),
        fans_(mesh.vertices.size()), alive_(mesh.triangles.size(), 1), left_(mesh.triangles.size()) {
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t)
      for (const int v : mesh.triangles[t]) fans_[v].push_back(int(t));
    addPlaneQuadrics();
    addBoundaryQuadrics();
    for (const auto& t : mesh.triangles)
      for (int k = 0; k < 3; ++k)
        if (t[k] < t[(k + 1) % 3] || neighboursAcross(t[k], t[(k + 1) % 3]) == 1) queue(t[k], t[(k + 1) % 3]);
  }

  void reduceTo(std::size_t triangles) {
    while (left_ > triangles && !heap_.empty()) {
      const Collapse next = heap_.top();
      heap_.pop();
      if (next.stamp != changes_[next.keep] + changes_[next.drop] || fans_[next.drop].empty()) continue;
      if (keepsTopology(next) && !flips(next)) apply(next);
    }
    std::size_t kept = 0;
    for (std::size_t t = 0; t < alive_.size(); ++t)
      if (alive_[t]) mesh_.triangles[kept++] = mesh_.triangles[t];
    mesh_.triangles.resize(kept);
    compact(mesh_);
  }

 private:
  Eigen::Vector3d position(int v) const { return mesh_.vertices[v].cast<double>(); }

  void addPlane(const Eigen::Vector3d& normal, const Eigen::Vector3d& point, double weight, std::initializer_list<int> to) {
    Eigen::Vector4d plane;
    plane << normal, -normal.dot(point);
    for (const int v : to) quadrics_[v] += weight * plane * plane.transpose();
  }

  void addPlaneQuadrics() {
    for (const auto& t : mesh_.triangles) {
      const Eigen::Vector3d n = scaledNormal(mesh_, t).cast<double>();
      const double area = n.norm();
      if (area > 0) addPlane(n / area, position(t[0]), area, {t[0], t[1], t[2]});
    }
  }

  /** Open borders hold their place by planes that stand upright on them. */
  void addBoundaryQuadrics() {
    for (const auto& t : mesh_.triangles)
      for (int k = 0; k < 3; ++k) {
        const int a = t[k], b = t[(k + 1) % 3];
        if (neighboursAcross(a, b) != 1) continue;
        const Eigen::Vector3d edge = position(b) - position(a);
        const Eigen::Vector3d n = edge.cross(scaledNormal(mesh_, t).cast<double>());
        if (n.norm() > 0) addPlane(n.normalized(), position(a), 10 * edge.squaredNorm(), {a, b});
      }
  }

  /** Triangles that hold both ends of an edge: 2 inside the mesh, 1 on an open border. */
  int neighboursAcross(int a, int b) const {
    int count = 0;
    for (const int t : fans_[a]) count += holds(t, b);
    return count;
  }

  bool holds(int t, int v) const {
    const auto& triangle = mesh_.triangles[t];
    return triangle[0] == v || triangle[1] == v || triangle[2] == v;
  }

  void queue(int a, int b) {
    const Quadric q = quadrics_[a] + quadrics_[b];
    const Eigen::Vector3d pa = position(a), pb = position(b), middle = (pa + pb) / 2;
    Eigen::Vector3d best = middle;
    const Eigen::LDLT<Eigen::Matrix3d> solver(q.topLeftCorner<3, 3>() + 1e-6 * q.topLeftCorner<3, 3>().trace() * Eigen::Matrix3d::Identity());
    // Regularised towards the middle, so that a flat fan keeps well-shaped triangles.
    const Eigen::Vector3d solved =
        solver.solve(-q.topRightCorner<3, 1>() + 1e-6 * q.topLeftCorner<3, 3>().trace() * middle);
    if (solved.allFinite() && (solved - middle).norm() < 2 * (pa - pb).norm()) best = solved;
    const Eigen::Vector4d h = best.homogeneous();
    // A trace of edge length decides between equals, so that flat areas collapse evenly.
    const double error = std::max(0.0, h.dot(q * h)) + 1e-9 * (pa - pb).squaredNorm();
    heap_.push({error, a, b, changes_[a] + changes_[b], best});
  }

  std::vector<int> ring(int v) const {
    std::vector<int> ring;
    for (const int t : fans_[v])
      for (const int other : mesh_.triangles[t])
        if (other != v) ring.push_back(other);
    std::sort(ring.begin(), ring.end());
    ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
    return ring;
  }

  /** The link condition (Dey et al. 1999): the ends share no neighbours but those across the edge. */
  bool keepsTopology(const Collapse& c) const {
    const auto a = ring(c.keep), b = ring(c.drop);
    std::vector<int> shared;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(shared));
    return int(shared.size()) == neighboursAcross(c.keep, c.drop) && a.size() + b.size() - shared.size() > 4;
  }

  /** Whether moving the ends turns a remaining triangle by more than about 75 degrees or makes it a sliver. */
  bool flips(const Collapse& c) const {
    for (const int end : {c.keep, c.drop})
      for (const int t : fans_[end]) {
        if (holds(t, end == c.keep ? c.drop : c.keep)) continue;
        const Triangle& triangle = mesh_.triangles[t];
        std::array<Eigen::Vector3d, 3> p;
        for (int k = 0; k < 3; ++k) p[k] = triangle[k] == end ? c.target : position(triangle[k]);
        const Eigen::Vector3d before = scaledNormal(mesh_, triangle).cast<double>(), after = (p[1] - p[0]).cross(p[2] - p[0]);
        if (after.dot(before) < 0.25 * after.norm() * before.norm()) return true;
        const double longest = std::max({(p[1] - p[0]).squaredNorm(), (p[2] - p[1]).squaredNorm(), (p[0] - p[2]).squaredNorm()});
        if (after.norm() < 0.02 * longest) return true;
      }
    return false;
  }

  void apply(const Collapse& c) {
    mesh_.vertices[c.keep] = c.target.cast<float>();
    quadrics_[c.keep] += quadrics_[c.drop];
    ++changes_[c.keep];
    for (const int t : fans_[c.drop]) {
      if (holds(t, c.keep)) {
        alive_[t] = 0;
        --left_;
        for (const int v : mesh_.triangles[t])
          if (v != c.drop) fans_[v].erase(std::find(fans_[v].begin(), fans_[v].end(), t));
      } else {
        for (int& v : mesh_.triangles[t])
          if (v == c.drop) v = c.keep;
        fans_[c.keep].push_back(t);
      }
    }
    fans_[c.drop].clear();
    ++changes_[c.drop];
    for (const int v : ring(c.keep)) queue(c.keep, v);
  }

  Mesh& mesh_;
  std::vector<Quadric> quadrics_;
  std::vector<std::uint32_t> changes_;
  std::vector<std::vector<int>> fans_;  ///< living triangles around each vertex
  std::vector<std::uint8_t> alive_;
  std::size_t left_;
  std::priority_queue<Collapse> heap_;
};

}  // namespace

void simplify(Mesh& mesh, std::size_t triangles) {
  if (mesh.triangles.size() > triangles) Simplifier(mesh).reduceTo(triangles);
}

}  // namespace scan
