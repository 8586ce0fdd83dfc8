// From sparse observations to one closed field of signed distances.
#pragma once
#include <optional>
#include <vector>

#include "common/region.h"
#include "fusion/volume.h"

namespace scan {

/** One value per voxel: negative inside, about -1..1. */
using Field = std::vector<float>;

/**
 * The smoothest field near the observations: minimises sum of weight (f - observed)^2 + stiffness * |gradient f|^2 by
 * Gauss-Seidel. Voxels that nothing saw lean towards inside, so that what was never filmed closes up.
 */
Field smoothField(const Volume& volume, int iterations, float stiffness);

/**
 * Ends the item on the plane it stands on: what is lower than `clearance` takes its outline from there, since depth and
 * masks cannot tell it from the plane, and everything under the plane is empty. Empties the border of the box, so that
 * the surface closes. `truncation` is the field's unit in the world.
 */
void closeField(Field& field, const Grid& grid, const std::optional<Plane>& plane, double clearance, double truncation);

/**
 * Fills hollows: empty space that the outside reaches only through passages narrower than 2 * `radius` voxels becomes
 * inside (a morphological opening of the empty space, then a flood from the border). Free-space carving through
 * reflections leaves such hollows inside shiny items.
 */
void fillHollows(Field& field, const Grid& grid, int radius);

}  // namespace scan
