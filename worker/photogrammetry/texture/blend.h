// Broad colours: brought to one exposure, blended over all photographs, spread to where none looked.
#pragma once
#include <Eigen/Dense>
#include <vector>

#include "common/mesh.h"
#include "texture/photograph.h"

namespace scan {

/** weights[view][vertex]: how much a photograph counts at a vertex; falls to 0 towards the edge of what it sees. */
using VertexWeights = std::vector<std::vector<float>>;

VertexWeights vertexWeights(const Mesh& mesh, const std::vector<Qualities>& qualities);

/**
 * A factor per photograph and channel that makes all of them agree on the vertices that they share: robust least
 * squares on log colours, geometric mean 1.
 */
std::vector<Eigen::Vector3f> exposureGains(const Mesh& mesh, const std::vector<Photograph>& photographs, const VertexWeights& weights);

struct VertexColours {
  std::vector<Eigen::Vector3f> colour;  ///< 0..255 RGB
  std::vector<bool> seen;
};

/**
 * Blends each vertex's broad colour and lowers the weights of photographs that differ from the weighted median there
 * by more than `spread` levels: highlights, reflections, misjudged outlines.
 */
VertexColours blendVertices(const Mesh& mesh, const std::vector<Photograph>& photographs,
                            const std::vector<Eigen::Vector3f>& gains, VertexWeights& weights, float spread);

/** Gives unseen vertices the smoothest colours between the seen ones (Laplace's equation, by relaxation). */
void spreadToUnseen(const Mesh& mesh, VertexColours& vertices);

/**
 * Lowers the rating of a triangle in photographs whose broad colour there differs from the blend: the photo-consistency
 * check of Waechter et al. 2014.
 */
void penaliseOutliers(const Mesh& mesh, const std::vector<Photograph>& photographs, const std::vector<Eigen::Vector3f>& gains,
                      const VertexColours& blended, float spread, std::vector<Qualities>& qualities);

}  // namespace scan
