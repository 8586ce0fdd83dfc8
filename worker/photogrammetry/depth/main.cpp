#include "depth/depth-pipeline.h"

int main(int argc, char** argv) {
  return scan::runStage([&] {
    const scan::Arguments arguments(argc, argv, "depth SCENE region.json OUT [--size PX] [--start DIR] [--masks DIR] [--shading 1]", 3,
                                    {"size", "start", "masks", "shading"});
    const scan::Scene scene = scan::readScene(arguments.at(0));
    const scan::Region region = scan::readRegion(arguments.at(1));
    scan::DepthOptions options;
    options.size = static_cast<int>(arguments.number("size", options.size, 160, 4096));
    options.startFolder = arguments.text("start");
    options.placesShading = arguments.number("shading", 0, 0, 1) != 0;
    options.maskFolder = arguments.text("masks");
    auto maps = scan::computeDepthMaps(scene, region, options);
    scan::makeFolder(arguments.at(2));
    double written = 0;
    for (std::size_t view = 0; view < maps.size(); ++view) {
      if (maps[view].empty()) continue;
      // Only finer maps that start from these would read them, and those within masks start anew: half a gigabyte a scan.
      if (!options.maskFolder.empty()) maps[view].normal.release();
      scan::writeDepthMap(arguments.at(2), scene.cameras[view].stem, maps[view]);
      ++written;
    }
    if (written < 2) throw scan::StageError(scan::ExitCode::nothingRecognised, "too few views share what they see of the item");
    return scan::Figures{{"views", written}, {"confirmedShare", scan::confirmedShare(maps, 2)}};
  });
}
