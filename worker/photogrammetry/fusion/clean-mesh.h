// What is left of a raw surface: its real parts, smooth, in few triangles.
#pragma once
#include <cstddef>
#include <vector>

#include "common/mesh.h"
#include "fusion/surface-nets.h"
#include "fusion/volume.h"

namespace scan {

/** Keeps the connected part with the most observed triangles, and others with at least `share` of its count. */
void keepLargestParts(GridMesh& surface, double share);

/**
 * Drops connected sheets that no view observed and that touch the box's sides or top: where the item runs out of
 * what was filmed, the box's border is not its surface. Sheets inside stay: they close small holes.
 */
void dropUnseenSheets(GridMesh& surface, const Grid& grid);

/** Taubin's smoothing without shrinkage (1995), in place. */
void smooth(Mesh& mesh, int passes);

/** Edge collapses by quadric error (Garland and Heckbert 1997) down to `triangles`; keeps the topology. */
void simplify(Mesh& mesh, std::size_t triangles);

}  // namespace scan
