#include "masks/item-masks.h"

#include <opencv2/imgproc.hpp>

#include "common/depth-map.h"
#include "common/image-io.h"
#include "common/parallel.h"
#include "common/stage.h"
#include "masks/evidence.h"
#include "masks/segment.h"
#include "masks/table-picture.h"
#include "masks/visual-hull.h"

namespace scan {
namespace {

constexpr int LONGER_SIDE = 640;

std::vector<MaskView> loadViews(const Scene& scene, Progress& progress) {
  std::vector<MaskView> views(scene.cameras.size());
  parallelFor(views.size(), [&](std::size_t i) {
    const Camera& camera = scene.cameras[i];
    const double scale = double(LONGER_SIDE) / std::max(camera.width, camera.height);
    views[i].camera = camera.resized(int(std::lround(camera.width * scale)), int(std::lround(camera.height * scale)));
    cv::resize(readPpm(scene.imagePath(int(i))), views[i].image, {views[i].camera.width, views[i].camera.height}, 0, 0, cv::INTER_AREA);
    progress.step();
  });
  return views;
}

std::vector<Silhouette> findEvidence(const Scene& scene, const std::vector<MaskView>& views, const Region& region, const std::string& depthFolder) {
  const TablePicture table(views, *region.plane, region);
  std::vector<TableMatch> matches(views.size());
  std::vector<cv::Mat> says(views.size());
  parallelFor(views.size(), [&](std::size_t i) {
    matches[i] = table.compare(views, i);
    says[i] = judgeByDepth(views[i], readDepthMap(depthFolder, scene.cameras[i].stem), region);
  });
  DifferenceModel model;
  for (std::size_t i = 0; i < views.size(); ++i) model.learn(matches[i], says[i]);
  model.finish();
  std::vector<Silhouette> evidence(views.size());
  parallelFor(views.size(), [&](std::size_t i) { evidence[i] = {views[i].camera, itemProbability(matches[i], says[i], model)}; });
  return evidence;
}

Hull hullOrThrow(const std::vector<Silhouette>& views, const Region& region, double mostBackground) {
  Hull hull = carveHull(views, region, mostBackground);
  // A hundred voxels are an item a twentieth of the region wide.
  if (hull.surface.size() < 100) throw StageError(ExitCode::nothingRecognised, "nothing stands where the cameras look");
  return hull;
}

}  // namespace

ItemMasks findItemMasks(const Scene& scene, const Region& region, const std::string& depthFolder) {
  ItemMasks result{std::vector<cv::Mat>(scene.cameras.size()), region};
  if (!region.plane) return result;
  Progress progress(3 * scene.cameras.size());
  const auto views = loadViews(scene, progress);
  const auto evidence = findEvidence(scene, views, region, depthFolder);
  // First round: a hull from raw evidence, where a fifth of the views may be wrong. Second: a hull from the masks that
  // the first gave, which are cleaner; it brings the views into agreement.
  const Hull rough = hullOrThrow(evidence, region, 0.2);
  std::vector<Silhouette> firstMasks(views.size());
  parallelFor(views.size(), [&](std::size_t i) {
    firstMasks[i].camera = views[i].camera;
    segmentItem(views[i], rough, evidence[i].probability).convertTo(firstMasks[i].probability, CV_32F, 1 / 255.0);
    progress.step();
  });
  const Hull hull = hullOrThrow(firstMasks, region, 0.15);
  parallelFor(views.size(), [&](std::size_t i) {
    result.masks[i] = segmentItem(views[i], hull, evidence[i].probability);
    progress.step();
  });
  result.region.centre = hull.centre;
  result.region.radius = hull.radius;
  return result;
}

}  // namespace scan
