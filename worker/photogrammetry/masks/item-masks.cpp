#include "masks/item-masks.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/depth-map.h"
#include "common/image-io.h"
#include "common/parallel.h"
#include "common/stage.h"
#include "completion/verify.h"
#include "masks/bare-table.h"
#include "masks/evidence.h"
#include "masks/segment.h"
#include "masks/table-picture.h"
#include "masks/visual-hull.h"
#include "turntable/moving-masks.h"

namespace scan {
namespace {

constexpr int LONGER_SIDE = 640;

/**
 * How strongly the turntable room's masks speak: odds of 50 to 1, since nothing else moves in a still room. Inside the
 * outline 10 to 1: a hole looks like the backdrop, too. A plate that turns with the item is left to depth.
 */
constexpr float ITEM_BY_MOVING = 4, ITEM_BY_OUTLINE = 2.3F, BACKDROP_BY_STILLNESS = -4;

/** Adds to the evidence what turned and what stood still. */
void weighMoving(const std::string& path, Silhouette& evidence) {
  cv::Mat moving;
  cv::resize(readPgm(path), moving, evidence.probability.size(), 0, 0, cv::INTER_NEAREST);
  for (int y = 0; y < moving.rows; ++y)
    for (int x = 0; x < moving.cols; ++x) {
      const std::uint8_t says = moving.at<std::uint8_t>(y, x);
      float& probability = evidence.probability.at<float>(y, x);
      float logOdds = std::log(probability / (1 - probability));
      logOdds += says == STILL ? BACKDROP_BY_STILLNESS : says == MOVING ? ITEM_BY_MOVING : ITEM_BY_OUTLINE;
      probability = 1 / (1 + std::exp(-logOdds));
    }
}

/** Coarse depth that enough neighbours confirm. */
std::vector<DepthMap> readConfirmed(const Scene& scene, const std::string& folder) {
  std::vector<DepthMap> maps(scene.cameras.size());
  parallelFor(maps.size(), [&](std::size_t i) {
    maps[i] = readDepthMap(folder, scene.cameras[i].stem);
    if (!maps[i].empty()) maps[i].depth.setTo(0, maps[i].agree < LEAST_AGREEING);
  });
  return maps;
}

/**
 * Drops depth above the plane that only neighbours have. Matching spreads an outline's depth over the shadow or the gap
 * beside it, and neighbours spread it alike; views from farther round see what is there. `clear` as for judgeByDepth.
 */
void dropSpread(const Scene& scene, const Region& region, double clear, std::vector<DepthMap>& maps) {
  std::vector<Camera> cameras = scene.cameras;
  for (std::size_t i = 0; i < maps.size(); ++i)
    if (!maps[i].empty()) cameras[i] = cameras[i].resized(maps[i].depth.cols, maps[i].depth.rows);
  VerifyOptions options;
  options.widestAngle = 90;  // half of what faces one view faces away from a view farther round
  options.hiddenContradicts = false;
  options.plane = region.plane;
  options.lowest = clear;
  verifyAcrossViews(cameras, maps, region.centre, options);
  // Low down a spread depth is nearly the table's, which looks like agreement: there views from the side, which do not
  // err alike, have to see the same surface, to twice what tells a point from the table: two depths err.
  options.narrowestAngle = 30;  // so far apart two views are hardly ever matched with one another, see view-selection
  options.confirmMeasured = true;
  options.tolerance = float(2 * clear / region.cameraDistance);
  options.highest = LOW * region.cameraDistance;
  verifyAcrossViews(cameras, maps, region.centre, options);
}

/** World points of the depth map that lie low above the plane. */
std::vector<Eigen::Vector3d> lowPoints(const Camera& full, const DepthMap& map, const Region& region, double clear) {
  std::vector<Eigen::Vector3d> points;
  if (map.empty()) return points;
  const Camera camera = full.resized(map.depth.cols, map.depth.rows);
  for (int y = 0; y < map.depth.rows; ++y)
    for (int x = 0; x < map.depth.cols; ++x) {
      if (!(map.depth.at<float>(y, x) > 0)) continue;
      const Eigen::Vector3d p = camera.toWorld(camera.ray(x + 0.5, y + 0.5) * map.depth.at<float>(y, x));
      if (region.plane->height(p) > clear && !isHigh(p, region) && (p - region.centre).norm() < region.radius) points.push_back(p);
    }
  return points;
}

std::vector<MaskView> loadViews(const Scene& scene, const Region& region, std::vector<DepthMap>& maps, Progress& progress) {
  const double clear = clearOfPlane(scene.cameras, maps, region);
  if (region.plane) dropSpread(scene, region, clear, maps);
  std::vector<MaskView> views(scene.cameras.size());
  parallelFor(views.size(), [&](std::size_t i) {
    const Camera& camera = scene.cameras[i];
    const double scale = double(LONGER_SIDE) / std::max(camera.width, camera.height);
    views[i].camera = camera.resized(int(std::lround(camera.width * scale)), int(std::lround(camera.height * scale)));
    cv::resize(readPpm(scene.imagePath(int(i))), views[i].image, {views[i].camera.width, views[i].camera.height}, 0, 0, cv::INTER_AREA);
    if (region.plane) views[i].low = lowPoints(scene.cameras[i], maps[i], region, clear);
    views[i].depthSays = region.plane ? judgeByDepth(views[i].camera, maps[i], region, clear)
                                      : cv::Mat::zeros(views[i].image.size(), CV_8UC1);
    progress.step();
  });
  return views;
}

/** Without a plane: nothing known of any pixel. */
std::vector<Silhouette> noEvidence(const std::vector<MaskView>& views) {
  std::vector<Silhouette> evidence;
  for (const auto& view : views) evidence.push_back({view.camera, cv::Mat(view.image.size(), CV_32FC1, cv::Scalar(0.5))});
  return evidence;
}

/** Depth that lies where the hull was carved says nothing: matching fills a gap from its rims. */
void forgetOutside(const Hull& hull, const std::vector<DepthMap>& maps, std::vector<MaskView>& views) {
  parallelFor(views.size(), [&](std::size_t i) {
    cv::Mat& says = views[i].depthSays;
    for (int y = 0; y < says.rows; ++y)
      for (int x = 0; x < says.cols; ++x) {
        if (says.at<std::uint8_t>(y, x) != int(DepthSays::item)) continue;
        const float depth = maps[i].depth.at<float>(y * maps[i].depth.rows / says.rows, x * maps[i].depth.cols / says.cols);
        const Eigen::Vector3d p = views[i].camera.toWorld(views[i].camera.ray(x + 0.5, y + 0.5) * depth);
        if (!hull.holds(p)) says.at<std::uint8_t>(y, x) = int(DepthSays::nothing);
      }
  });
}

std::vector<Silhouette> byTable(std::vector<MaskView>& views, const Region& region) {
  const TablePicture table(views, *region.plane, region);
  std::vector<TableMatch> matches(views.size());
  parallelFor(views.size(), [&](std::size_t i) {
    matches[i] = table.compare(views, i);
    views[i].tableKnown = matches[i].support > 0;
  });
  DifferenceModel model;
  for (std::size_t i = 0; i < views.size(); ++i) model.learn(matches[i], views[i].depthSays);
  model.finish();
  std::vector<Silhouette> evidence(views.size());
  parallelFor(views.size(), [&](std::size_t i) {
    evidence[i] = {views[i].camera, itemProbability(matches[i], views[i].depthSays, model)};
  });
  return evidence;
}

/** All that is known of each pixel; `movingFolder` is the turntable room's, or "". */
std::vector<Silhouette> findEvidence(std::vector<MaskView>& views, const Region& region, const std::string& movingFolder) {
  auto evidence = region.plane ? byTable(views, region) : noEvidence(views);
  if (!movingFolder.empty())
    parallelFor(views.size(), [&](std::size_t i) { weighMoving(movingFolder + "/" + views[i].camera.stem + ".pgm", evidence[i]); });
  return evidence;
}

Hull hullOrThrow(const std::vector<Silhouette>& views, const std::vector<Silhouette>& evidence, const Region& region,
                 double mostBackground) {
  Hull hull = carveHull(views, evidence, region, mostBackground);
  // A hundred voxels are an item a twentieth of the region wide.
  if (hull.surface.size() < 100) throw StageError(ExitCode::nothingRecognised, "nothing stands where the cameras look");
  return hull;
}

ItemMasks cutOut(const Scene& scene, const Region& region, std::vector<DepthMap>& maps, const std::string& movingFolder) {
  ItemMasks result{std::vector<cv::Mat>(scene.cameras.size()), region};
  Progress progress(3 * scene.cameras.size());
  auto views = loadViews(scene, region, maps, progress);
  auto evidence = findEvidence(views, region, movingFolder);
  // First round: a hull from raw evidence, where a fifth of the views may be wrong. Second: a hull from the masks that
  // the first gave, which are cleaner; it brings the views into agreement.
  const Hull rough = hullOrThrow(evidence, evidence, region, 0.2);
  forgetOutside(rough, maps, views);
  evidence = findEvidence(views, region, movingFolder);
  std::vector<Silhouette> firstMasks(views.size());
  parallelFor(views.size(), [&](std::size_t i) {
    firstMasks[i].camera = views[i].camera;
    segmentItem(views[i], rough, region, evidence[i].probability, SURE_BY_DEPTH).convertTo(firstMasks[i].probability, CV_32F, 1 / 255.0);
    progress.step();
  });
  // What depth says by itself holds an antenna before a wall of its colour, but the gap beside it, too: once the hull
  // has the thin parts, colour may cut there.
  const Hull hull = hullOrThrow(firstMasks, evidence, region, MASKS_MAY_MISS);
  parallelFor(views.size(), [&](std::size_t i) {
    result.masks[i] = segmentItem(views[i], hull, region, evidence[i].probability, SURE_BY_MORE);
    progress.step();
  });
  result.region.centre = hull.centre;
  result.region.radius = hull.radius;
  return result;
}

}  // namespace

ItemMasks findItemMasks(const Scene& scene, const Region& region, const std::string& depthFolder,
                        const std::string& movingFolder) {
  auto maps = readConfirmed(scene, depthFolder);
  if (region.plane || !movingFolder.empty()) return cutOut(scene, region, maps, movingFolder);
  const ItemMasks none{std::vector<cv::Mat>(scene.cameras.size()), region};
  Region onTable = region;
  onTable.plane = findBareTable(scene, maps, region);
  if (!onTable.plane) return none;
  onTable.up = onTable.plane->normal;
  try {
    return cutOut(scene, onTable, maps, movingFolder);
  } catch (const StageError& error) {
    // Nothing stands there: what the sparse points did not support was no table.
    if (error.code == ExitCode::nothingRecognised) return none;
    throw;
  }
}

}  // namespace scan
