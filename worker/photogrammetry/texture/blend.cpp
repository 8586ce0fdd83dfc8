#include "texture/blend.h"

#include <algorithm>
#include <cmath>

#include "common/parallel.h"

namespace scan {
namespace {

struct Observation {
  std::size_t view;
  Eigen::Vector3f colour;
  float weight;
};

std::vector<Observation> observe(int vertex, const Mesh& mesh, const std::vector<Photograph>& photographs, const VertexWeights& weights) {
  std::vector<Observation> seen;
  for (std::size_t view = 0; view < photographs.size(); ++view)
    if (weights[view][vertex] > 0)
      seen.push_back({view, sampleBroad(photographs[view], project(photographs[view], mesh.vertices[vertex])), weights[view][vertex]});
  return seen;
}

Eigen::Vector3f weightedMedian(const std::vector<Observation>& seen) {
  Eigen::Vector3f result;
  for (int channel = 0; channel < 3; ++channel) {
    std::vector<std::pair<float, float>> sorted;
    float total = 0, below = 0;
    for (const auto& o : seen) sorted.emplace_back(o.colour[channel], o.weight), total += o.weight;
    std::sort(sorted.begin(), sorted.end());
    for (const auto& [value, weight] : sorted) {
      result[channel] = value;
      if ((below += weight) >= total / 2) break;
    }
  }
  return result;
}

/** Log colours of every so many vertices, for the gains. Near black and white a ratio says nothing. */
std::vector<std::vector<Observation>> logObservations(const Mesh& mesh, const std::vector<Photograph>& photographs, const VertexWeights& weights) {
  constexpr std::size_t ENOUGH = 8000;
  const std::size_t step = std::max<std::size_t>(1, mesh.vertices.size() / ENOUGH);
  std::vector<std::vector<Observation>> all(mesh.vertices.size() / step);
  parallelFor(all.size(), [&](std::size_t i) {
    for (auto& o : observe(int(i * step), mesh, photographs, weights)) {
      if (o.colour.minCoeff() < 8 || o.colour.maxCoeff() > 247) continue;
      o.colour = o.colour.array().log();
      all[i].push_back(o);
    }
  });
  return all;
}

}  // namespace

VertexWeights vertexWeights(const Mesh& mesh, const std::vector<Qualities>& qualities) {
  std::vector<int> degree(mesh.vertices.size(), 0);
  for (const auto& t : mesh.triangles)
    for (const int v : t) ++degree[v];
  VertexWeights weights(qualities.size());
  parallelFor(qualities.size(), [&](std::size_t view) {
    auto& w = weights[view];
    w.assign(mesh.vertices.size(), 0.0F);
    std::vector<bool> hidden(mesh.vertices.size(), false);
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t)
      for (const int v : mesh.triangles[t]) {
        w[v] += qualities[view][t] / float(degree[v]);
        if (qualities[view][t] <= 0) hidden[v] = true;
      }
    for (std::size_t v = 0; v < w.size(); ++v)
      if (hidden[v]) w[v] = 0;
    // From the edge of what is seen the weight may grow by 70 % a vertex at most, so that no blend ends abruptly.
    for (int pass = 0; pass < 3; ++pass) {
      const auto before = w;
      for (const auto& t : mesh.triangles)
        for (int k = 0; k < 3; ++k) {
          const int a = t[k], b = t[(k + 1) % 3];
          w[a] = std::min(w[a], 1.7F * before[b] + 0.02F * before[a]);
          w[b] = std::min(w[b], 1.7F * before[a] + 0.02F * before[b]);
        }
    }
  });
  return weights;
}

std::vector<Eigen::Vector3f> exposureGains(const Mesh& mesh, const std::vector<Photograph>& photographs, const VertexWeights& weights) {
  const auto observations = logObservations(mesh, photographs, weights);
  std::vector<Eigen::Vector3f> logGain(photographs.size(), Eigen::Vector3f::Zero());
  for (int iteration = 0; iteration < 8; ++iteration) {
    std::vector<Eigen::Vector3f> correction(photographs.size(), Eigen::Vector3f::Zero());
    std::vector<float> total(photographs.size(), 1e-6F);
    for (const auto& seen : observations) {
      if (seen.size() < 2) continue;
      Eigen::Vector3f mean = Eigen::Vector3f::Zero();
      float sum = 0;
      for (const auto& o : seen) mean += o.weight * (o.colour + logGain[o.view]), sum += o.weight;
      mean /= sum;
      for (const auto& o : seen) {
        const Eigen::Vector3f residual = mean - o.colour - logGain[o.view];
        const float weight = 1 / (1 + 30 * residual.squaredNorm());  // halves at 18 %: a highlight, not exposure
        correction[o.view] += weight * residual;
        total[o.view] += weight;
      }
    }
    Eigen::Vector3f mean = Eigen::Vector3f::Zero();
    for (std::size_t v = 0; v < logGain.size(); ++v) mean += logGain[v] += correction[v] / total[v];
    for (auto& g : logGain) g -= mean / float(logGain.size());
  }
  for (auto& g : logGain) g = g.array().exp();
  return logGain;
}

VertexColours blendVertices(const Mesh& mesh, const std::vector<Photograph>& photographs,
                            const std::vector<Eigen::Vector3f>& gains, VertexWeights& weights, float spread) {
  VertexColours result{std::vector<Eigen::Vector3f>(mesh.vertices.size(), Eigen::Vector3f::Zero()), {}};
  std::vector<char> seenFlags(mesh.vertices.size(), 0);  // vector<bool> is not safe to write from several threads
  parallelFor(mesh.vertices.size(), [&](std::size_t i) {
    auto seen = observe(int(i), mesh, photographs, weights);
    if (seen.empty()) return;
    for (auto& o : seen) o.colour = o.colour.cwiseProduct(gains[o.view]);
    const Eigen::Vector3f middle = weightedMedian(seen);
    Eigen::Vector3f sum = Eigen::Vector3f::Zero();
    float total = 0;
    for (const auto& o : seen) {
      const float weight = o.weight * std::exp(-(o.colour - middle).squaredNorm() / (2 * spread * spread));
      weights[o.view][i] = weight;
      sum += weight * o.colour;
      total += weight;
    }
    if (!(total > 0)) return;
    result.colour[i] = sum / total;
    seenFlags[i] = 1;
  });
  result.seen.assign(seenFlags.begin(), seenFlags.end());
  return result;
}

void spreadToUnseen(const Mesh& mesh, VertexColours& vertices) {
  const std::size_t count = mesh.vertices.size();
  std::vector<bool> known = vertices.seen;
  std::vector<Eigen::Vector3f> sum(count);
  std::vector<int> neighbours(count);
  for (int iteration = 0; iteration < 400; ++iteration) {
    std::fill(sum.begin(), sum.end(), Eigen::Vector3f::Zero());
    std::fill(neighbours.begin(), neighbours.end(), 0);
    for (const auto& t : mesh.triangles)
      for (int k = 0; k < 6; ++k) {
        const int from = t[k % 3], to = t[(k + 1 + k / 3) % 3];
        if (!known[from] || vertices.seen[to]) continue;
        sum[to] += vertices.colour[from];
        ++neighbours[to];
      }
    bool reachedMore = false;
    for (std::size_t v = 0; v < count; ++v) {
      if (neighbours[v] == 0) continue;
      vertices.colour[v] = sum[v] / float(neighbours[v]);
      reachedMore = reachedMore || !known[v];
      known[v] = true;
    }
    if (!reachedMore && iteration > 60) break;
  }
}

void penaliseOutliers(const Mesh& mesh, const std::vector<Photograph>& photographs, const std::vector<Eigen::Vector3f>& gains,
                      const VertexColours& blended, float spread, std::vector<Qualities>& qualities) {
  parallelFor(photographs.size(), [&](std::size_t view) {
    for (std::size_t i = 0; i < mesh.triangles.size(); ++i) {
      float& quality = qualities[view][i];
      const Triangle& t = mesh.triangles[i];
      if (quality <= 0 || !blended.seen[t[0]] || !blended.seen[t[1]] || !blended.seen[t[2]]) continue;
      const Eigen::Vector3f middle = (mesh.vertices[t[0]] + mesh.vertices[t[1]] + mesh.vertices[t[2]]) / 3;
      const Eigen::Vector3f usual = (blended.colour[t[0]] + blended.colour[t[1]] + blended.colour[t[2]]) / 3;
      const Eigen::Vector3f here = sampleBroad(photographs[view], project(photographs[view], middle)).cwiseProduct(gains[view]);
      quality *= std::max(0.05F, std::exp(-(here - usual).squaredNorm() / (2 * spread * spread)));
    }
  });
}

}  // namespace scan
