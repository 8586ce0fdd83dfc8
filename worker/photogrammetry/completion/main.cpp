#include <opencv2/imgproc.hpp>

#include "common/image-io.h"
#include "common/parallel.h"
#include "common/stage.h"
#include "completion/completion.h"

namespace {

cv::Mat resizedTo(const cv::Mat& image, cv::Size size, int interpolation) {
  cv::Mat result;
  cv::resize(image, result, size, 0, 0, interpolation);
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  return scan::runStage([&] {
    const scan::Arguments arguments(argc, argv, "completion SCENE FINE MASKS OUT", 4, {});
    const scan::Scene scene = scan::readScene(arguments.at(0));
    scan::makeFolder(arguments.at(3));
    scan::CompletionOptions options;
    // Photographs are fewer and farther apart than frames: a surface point has fewer witnesses.
    if (scene.cameras.size() < 30) options.believe.leastAgreeing = 2;
    scan::Progress progress(scene.cameras.size());
    std::vector<scan::CompletedView> views(scene.cameras.size());
    scan::parallelFor(views.size(), [&](std::size_t i) {
      const std::string& stem = scene.cameras[i].stem;
      const scan::DepthMap map = scan::readDepthMap(arguments.at(1), stem);
      if (!map.empty()) {
        const std::string maskPath = arguments.at(2) + "/" + stem + ".pgm";
        cv::Mat mask;
        if (scan::fileExists(maskPath)) mask = resizedTo(scan::readPgm(maskPath), map.size(), cv::INTER_LINEAR);
        const cv::Mat image = resizedTo(scan::readPpm(scene.imagePath(int(i))), map.size(), cv::INTER_AREA);
        views[i] = scan::completeView(scene.cameras[i].resized(map.depth.cols, map.depth.rows), map, mask, image, options);
        scan::writeDepthMap(arguments.at(3), stem, views[i].map);
        views[i].map = {};
      }
      progress.step();
    });
    double kept = 0, filled = 0;
    for (const auto& view : views) kept += view.kept, filled += view.filled;
    if (kept < 1000 * double(views.size()) / 10)
      throw scan::StageError(scan::ExitCode::tooPlain, "hardly any point of the item looks the same from several sides");
    return scan::Figures{{"keptPixels", kept}, {"filledPixels", filled}};
  });
}
