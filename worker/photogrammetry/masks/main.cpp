#include "common/image-io.h"
#include "common/stage.h"
#include "masks/item-masks.h"

int main(int argc, char** argv) {
  return scan::runStage([&] {
    const scan::Arguments arguments(argc, argv, "masks SCENE region.json COARSE OUT [--moving MASKS]", 4, {"moving"});
    const scan::Scene scene = scan::readScene(arguments.at(0));
    const scan::ItemMasks found = scan::findItemMasks(scene, scan::readRegion(arguments.at(1)), arguments.at(2), arguments.text("moving"));
    scan::makeFolder(arguments.at(3));
    double written = 0;
    for (std::size_t view = 0; view < found.masks.size(); ++view) {
      if (found.masks[view].empty()) continue;
      scan::writePnm(arguments.at(3) + "/" + scene.cameras[view].stem + ".pgm", found.masks[view]);
      ++written;
    }
    scan::writeRegion(arguments.at(3) + "/region.json", found.region);
    return scan::Figures{{"masks", written}, {"radiusOfDistance", found.region.radius / found.region.cameraDistance}};
  });
}
