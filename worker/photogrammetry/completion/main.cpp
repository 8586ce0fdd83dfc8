#include <opencv2/imgproc.hpp>

#include "common/image-io.h"
#include "common/parallel.h"
#include "common/region.h"
#include "common/stage.h"
#include "completion/completion.h"
#include "completion/verify.h"

namespace {

cv::Mat resizedTo(const cv::Mat& image, cv::Size size, int interpolation) {
  cv::Mat result;
  cv::resize(image, result, size, 0, 0, interpolation);
  return result;
}

scan::CompletedView complete(const scan::Scene& scene, int view, const std::string& depthFolder, const std::string& maskFolder,
                             const scan::CompletionOptions& options) {
  const scan::Camera& camera = scene.cameras[view];
  const scan::DepthMap map = scan::readDepthMap(depthFolder, camera.stem);
  if (map.empty()) return {};
  const std::string maskPath = maskFolder + "/" + camera.stem + ".pgm";
  cv::Mat mask;
  if (scan::fileExists(maskPath)) mask = resizedTo(scan::readPgm(maskPath), map.size(), cv::INTER_LINEAR);
  const cv::Mat image = resizedTo(scan::readPpm(scene.imagePath(view)), map.size(), cv::INTER_AREA);
  return scan::completeView(camera.resized(map.depth.cols, map.depth.rows), map, mask, image, options);
}

}  // namespace

int main(int argc, char** argv) {
  return scan::runStage([&] {
    const scan::Arguments arguments(argc, argv, "completion SCENE region.json FINE MASKS OUT", 5, {});
    const scan::Scene scene = scan::readScene(arguments.at(0));
    const scan::Region region = scan::readRegion(arguments.at(1));
    scan::makeFolder(arguments.at(4));
    scan::CompletionOptions options;
    // Photographs are fewer and farther apart than frames: a surface point has fewer witnesses.
    if (scene.cameras.size() < 30) options.believe.leastAgreeing = 2;
    const std::size_t count = scene.cameras.size();
    scan::Progress progress(count + 1);
    std::vector<scan::DepthMap> maps(count);
    std::vector<scan::Camera> cameras = scene.cameras;
    std::vector<double> kept(count, 0), filled(count, 0);
    scan::parallelFor(count, [&](std::size_t i) {
      scan::CompletedView view = complete(scene, int(i), arguments.at(2), arguments.at(3), options);
      if (!view.map.empty()) cameras[i] = cameras[i].resized(view.map.depth.cols, view.map.depth.rows);
      maps[i] = std::move(view.map);
      kept[i] = view.kept;
      filled[i] = view.filled;
      progress.step();
    });
    scan::Figures figures = {{"keptPixels", 0}, {"filledPixels", 0}};
    for (std::size_t i = 0; i < count; ++i) figures["keptPixels"] += kept[i], figures["filledPixels"] += filled[i];
    // A hundred pixels a view are less than a stamp-sized patch of texture.
    if (figures["keptPixels"] < 100 * double(count))
      throw scan::StageError(scan::ExitCode::tooPlain, "hardly any point of the item looks the same from several sides");
    figures["droppedPixels"] = double(scan::verifyAcrossViews(cameras, maps, region.centre, {}));
    scan::parallelFor(count, [&](std::size_t i) {
      if (!maps[i].empty()) scan::writeDepthMap(arguments.at(4), scene.cameras[i].stem, maps[i]);
    });
    progress.step();
    return figures;
  });
}
