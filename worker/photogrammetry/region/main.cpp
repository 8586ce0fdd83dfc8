#include "common/stage.h"
#include "region/region-of-interest.h"

int main(int argc, char** argv) {
  return scan::runStage([&] {
    const scan::Arguments arguments(argc, argv, "region SCENE region.json", 2, {});
    const scan::Scene scene = scan::readScene(arguments.at(0));
    const scan::Region region = scan::findRegion(scene);
    scan::writeRegion(arguments.at(1), region);
    scan::Progress(1).step();
    return scan::Figures{{"views", double(scene.cameras.size())},
                         {"sparsePoints", double(scene.points.size())},
                         {"hasPlane", region.plane ? 1.0 : 0.0},
                         {"radiusOfDistance", region.radius / region.cameraDistance}};
  });
}
