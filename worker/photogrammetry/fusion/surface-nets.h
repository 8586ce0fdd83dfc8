// From a field of signed distances to triangles.
#pragma once
#include <vector>

#include "common/mesh.h"
#include "fusion/field.h"
#include "fusion/volume.h"

namespace scan {

/** A mesh in grid coordinates with, per vertex, the largest observation weight of the eight voxels around it. */
struct GridMesh {
  Mesh mesh;
  std::vector<float> seen;
};

/** Surface nets (Gibson 1998): one vertex per cell that the surface crosses, at the mean of the edge crossings. */
GridMesh extractSurface(const Field& field, const Volume& volume);

}  // namespace scan
