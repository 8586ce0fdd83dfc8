// Which photograph gives each triangle its detail.
#pragma once
#include <array>
#include <vector>

#include "common/mesh.h"
#include "texture/photograph.h"

namespace scan {

/** For each triangle the triangles across its three edges, -1 on an open border. */
std::vector<std::array<int, 3>> triangleNeighbours(const Mesh& mesh);

/**
 * One photograph per triangle, -1 where none shows it: the best rated, but neighbours like to share one, since every
 * change of photograph is a seam. Potts energy, minimised by iterated conditional modes (Besag 1986).
 */
std::vector<int> labelTriangles(const Mesh& mesh, const std::vector<Qualities>& qualities);

}  // namespace scan
