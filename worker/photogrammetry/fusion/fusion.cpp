#include "fusion/fusion.h"

#include <opencv2/imgproc.hpp>

#include "common/depth-map.h"
#include "common/image-io.h"
#include "common/parallel.h"
#include "common/stage.h"
#include "fusion/clean-mesh.h"
#include "fusion/field.h"

namespace scan {

std::vector<FusionView> readFusionViews(const Scene& scene, const std::string& depthFolder, const std::string& maskFolder) {
  std::vector<FusionView> views;
  for (const auto& camera : scene.cameras) {
    const std::string depthPath = depthFolder + "/" + camera.stem + ".depth.pfm", maskPath = maskFolder + "/" + camera.stem + ".pgm";
    if (!fileExists(depthPath)) continue;
    FusionView view;
    view.depth = readPfm(depthPath);
    view.camera = camera.resized(view.depth.cols, view.depth.rows);
    view.agree = readPgm(depthFolder + "/" + camera.stem + ".agree.pgm");
    const std::string deviationPath = depthFolder + "/" + camera.stem + ".deviation.pfm";
    if (fileExists(deviationPath)) view.deviation = readPfm(deviationPath);
    if (fileExists(maskPath)) {
      // Along the outline a mask errs by a pixel of its own. One too many costs a hair's breadth; one too few in an
      // eighth of the views takes a hair's breadth off all round, and off a thin part from both sides.
      cv::dilate(readPgm(maskPath), view.mask, cv::Mat::ones(3, 3, CV_8U));
      cv::resize(view.mask, view.mask, view.depth.size(), 0, 0, cv::INTER_LINEAR);
    }
    views.push_back(std::move(view));
  }
  return views;
}

Mesh fuse(std::vector<FusionView>& views, const Region& region, const FusionOptions& options) {
  parallelFor(views.size(), [&](std::size_t i) { dropOutlines(views[i], 2); });
  Volume volume(gridAround(views, region, options.voxelsAlongAxis));
  // Anything thinner than a voxel and a half drowns in the clearance below and the smoothing.
  if (region.plane) parallelFor(views.size(), [&](std::size_t i) { raiseAbovePlane(views[i], *region.plane, 1.5 * volume.grid.voxel); });
  integrateDepth(volume, views, options.truncationVoxels, options.weights);
  carveByMasks(volume, views, options.carve);
  Field field = smoothField(volume, options.smoothing, options.stiffness);
  // A voxel whose lower half the plane fills is not told from it. More would cut off a plate's rim, which matching has low.
  closeField(field, volume.grid, region.plane, 0.5 * volume.grid.voxel, options.truncationVoxels * volume.grid.voxel);
  fillHollows(field, volume.grid, options.hollowRadius);
  GridMesh surface = extractSurface(field, volume);
  keepLargestParts(surface, 0.05);
  dropUnseenSheets(surface, volume.grid);
  Mesh mesh = std::move(surface.mesh);
  compact(mesh);
  if (mesh.triangles.size() < 500) throw StageError(ExitCode::nothingRecognised, "no surface is left of the item");
  smooth(mesh, 2);
  simplify(mesh, options.triangles);
  for (auto& v : mesh.vertices) v = volume.grid.toWorld(v.cast<double>()).cast<float>();
  return mesh;
}

}  // namespace scan
