#include <opencv2/imgproc.hpp>

#include "common/image-io.h"
#include "common/parallel.h"
#include "common/stage.h"
#include "masks/evidence.h"
#include "openings/openings.h"

int main(int argc, char** argv) {
  return scan::runStage([&] {
    const scan::Arguments arguments(argc, argv, "openings SCENE region.json FINE MASKS OUT", 5, {});
    const scan::Scene scene = scan::readScene(arguments.at(0));
    const scan::Region region = scan::readRegion(arguments.at(1));
    scan::makeFolder(arguments.at(4));
    const std::size_t count = scene.cameras.size();
    scan::Progress progress(count);
    std::vector<scan::DepthMap> maps(count);
    scan::parallelFor(count, [&](std::size_t i) { maps[i] = scan::readDepthMap(arguments.at(2), scene.cameras[i].stem); });
    const double clear = scan::clearOfPlane(scene.cameras, maps, region);
    std::vector<double> opened(count, 0);
    scan::parallelFor(count, [&](std::size_t i) {
      const std::string file = "/" + scene.cameras[i].stem + ".pgm";
      if (!scan::fileExists(arguments.at(3) + file)) return;
      cv::Mat mask = scan::readPgm(arguments.at(3) + file), image;
      if (region.plane) {
        cv::resize(scan::readPpm(scene.imagePath(int(i))), image, mask.size(), 0, 0, cv::INTER_AREA);
        const cv::Mat says = scan::judgeByDepth(scene.cameras[i].resized(mask.cols, mask.rows), maps[i], region, clear);
        const cv::Mat open = scan::openMask(mask, says == int(scan::DepthSays::table), image);
        opened[i] = cv::countNonZero(mask) - cv::countNonZero(open);
        mask = open;
      }
      scan::writePnm(arguments.at(4) + file, mask);
      progress.step();
    });
    scan::Figures figures = {{"openedPixels", 0}};
    for (const double pixels : opened) figures["openedPixels"] += pixels;
    return figures;
  });
}
