#include <opencv2/imgproc.hpp>

#include "common/image-io.h"
#include "common/parallel.h"
#include "common/region.h"
#include "common/stage.h"
#include "completion/completion.h"
#include "completion/rims.h"
#include "completion/verify.h"

namespace {

cv::Mat resizedTo(const cv::Mat& image, cv::Size size, int interpolation) {
  cv::Mat result;
  cv::resize(image, result, size, 0, 0, interpolation);
  return result;
}

cv::Mat readMask(const std::string& path, cv::Size size) {
  return scan::fileExists(path) ? resizedTo(scan::readPgm(path), size, cv::INTER_LINEAR) : cv::Mat();
}

/**
 * What is left of depth that a reflection or an outline leads astray, once the majority has spoken: views from the side,
 * which do not err alike, hardly ever have the same surface there, to what matched depth scatters by.
 */
scan::VerifyOptions fromTheSide() {
  scan::VerifyOptions options;
  options.narrowestAngle = 8;
  options.widestAngle = 50;
  options.tolerance = 0.0025F;
  options.leastShare = 0.4F;
  options.mostContradicting = 1e9F;
  return options;
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
    std::vector<cv::Mat> masks(count);
    scan::parallelFor(count, [&](std::size_t i) {
      const std::string& stem = cameras[i].stem;
      const scan::DepthMap map = scan::readDepthMap(arguments.at(2), stem);
      if (map.empty()) return;
      cameras[i] = cameras[i].resized(map.depth.cols, map.depth.rows);
      masks[i] = readMask(arguments.at(3) + "/" + stem + ".pgm", map.size());
      maps[i] = scan::believe(map, masks[i], options.believe);
    });
    scan::Figures figures = {{"keptPixels", 0}, {"filledPixels", 0}};
    figures["droppedBefore"] = double(scan::verifyAcrossViews(cameras, maps, region.centre, {}));
    figures["droppedUnconfirmed"] = double(scan::verifyAcrossViews(cameras, maps, region.centre, fromTheSide()));
    const std::vector<scan::Rim> rims = scan::findRims(cameras, masks, region);
    figures["rims"] = double(rims.size());
    std::vector<double> kept(count, 0), filled(count, 0);
    std::vector<cv::Mat> deviations(count);
    scan::parallelFor(count, [&](std::size_t i) {
      if (!maps[i].empty()) {
        const cv::Mat image = resizedTo(scan::readPpm(scene.imagePath(int(i))), maps[i].size(), cv::INTER_AREA);
        scan::CompletedView view = scan::completeView(cameras[i], maps[i], masks[i], image, scan::rimsFacing(cameras[i], rims, region.radius), options);
        maps[i] = std::move(view.map);
        deviations[i] = std::move(view.deviation);
        kept[i] = view.kept;
        filled[i] = view.filled;
      }
      progress.step();
    });
    for (std::size_t i = 0; i < count; ++i) figures["keptPixels"] += kept[i], figures["filledPixels"] += filled[i];
    // A hundred pixels a view are less than a stamp-sized patch of texture.
    if (figures["keptPixels"] < 100 * double(count))
      throw scan::StageError(scan::ExitCode::tooPlain, "hardly any point of the item looks the same from several sides");
    figures["droppedAfter"] = double(scan::verifyAcrossViews(cameras, maps, region.centre, {}));
    scan::parallelFor(count, [&](std::size_t i) {
      if (maps[i].empty()) return;
      scan::writePfm(arguments.at(4) + "/" + scene.cameras[i].stem + ".deviation.pfm", deviations[i]);
      scan::writeDepthMap(arguments.at(4), scene.cameras[i].stem, maps[i]);
    });
    progress.step();
    return figures;
  });
}
