#include "common/stage.h"
#include "fusion/coverage.h"
#include "fusion/fusion.h"

int main(int argc, char** argv) {
  return scan::runStage([&] {
    const scan::Arguments arguments(argc, argv, "fusion SCENE region.json DEPTH MASKS mesh.ply [--triangles N]", 5, {"triangles"});
    scan::FusionOptions options;
    options.triangles = std::size_t(arguments.number("triangles", double(options.triangles), 1000, 1e6));
    const scan::Scene scene = scan::readScene(arguments.at(0));
    const scan::Region region = scan::readRegion(arguments.at(1));
    auto views = scan::readFusionViews(scene, arguments.at(2), arguments.at(3));
    const scan::Mesh mesh = scan::fuse(views, region, options);
    scan::writeMesh(arguments.at(4), mesh);
    scan::Progress(1).step();
    return scan::Figures{{"views", double(views.size())},
                         {"triangles", double(mesh.triangles.size())},
                         {"uncovered", scan::uncoveredShare(mesh, views)}};
  });
}
