// Depth maps and masks of all views to one mesh.
#pragma once
#include <string>
#include <vector>

#include "common/camera.h"
#include "common/mesh.h"
#include "common/region.h"
#include "fusion/integrate.h"

namespace scan {

struct FusionOptions {
  std::size_t triangles = 60000;
  int voxelsAlongAxis = 320;
  float truncationVoxels = 4;
  DepthWeights weights;
  int smoothing = 40;     ///< iterations of the field's relaxation
  float stiffness = 2.5F; ///< of the field, against the weight of one observation
  int hollowRadius = 2;   ///< voxels; passages twice as wide count as hollows
  CarveOptions carve;
};

/** Reads what fusion needs of every view; views without depth are left out. */
std::vector<FusionView> readFusionViews(const Scene& scene, const std::string& depthFolder, const std::string& maskFolder);

/** The item's mesh in world coordinates. Throws StageError nothingRecognised where hardly any surface is left. */
Mesh fuse(std::vector<FusionView>& views, const Region& region, const FusionOptions& options);

}  // namespace scan
