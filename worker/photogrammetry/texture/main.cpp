#include "common/image-io.h"
#include "common/parallel.h"
#include "common/stage.h"
#include "texture/bake.h"

int main(int argc, char** argv) {
  return scan::runStage([&] {
    const scan::Arguments arguments(argc, argv, "texture SCENE unwrapped.ply MASKS OUT [--size TEXELS]", 4, {"size"});
    scan::TextureOptions options;
    options.size = int(arguments.number("size", options.size, 256, 8192));
    const scan::Scene scene = scan::readScene(arguments.at(0));
    const scan::UnwrappedMesh unwrapped = scan::readUnwrapped(arguments.at(1));
    if (unwrapped.corners.empty()) throw scan::BadInput(arguments.at(1) + " has no triangles");
    const std::size_t count = scene.cameras.size();
    scan::Progress progress(count + 1);
    std::vector<scan::Photograph> photographs(count);
    std::vector<scan::Qualities> qualities(count);
    scan::parallelFor(count, [&](std::size_t view) {
      const std::string maskPath = arguments.at(2) + "/" + scene.cameras[view].stem + ".pgm";
      photographs[view] = scan::takePhotograph(scene.cameras[view], scene.imagePath(int(view)), maskPath, unwrapped.mesh, qualities[view]);
      progress.step();
    });
    scan::preferSharp(unwrapped.mesh, photographs, qualities);
    const scan::Atlas atlas = scan::bakeTexture(unwrapped, photographs, qualities, options);
    scan::makeFolder(arguments.at(3));
    scan::writePnm(arguments.at(3) + "/texture.ppm", atlas.colour);
    scan::writePnm(arguments.at(3) + "/seen.pgm", atlas.seen);
    progress.step();
    std::size_t seen = 0;
    for (std::size_t t = 0; t < unwrapped.corners.size(); ++t) {
      bool any = false;
      for (const auto& q : qualities) any = any || q[t] > 0;
      seen += any;
    }
    return scan::Figures{{"views", double(count)}, {"seenShare", double(seen) / double(unwrapped.corners.size())}, {"pixelsPerTexel", atlas.pixelsPerTexel}};
  });
}
