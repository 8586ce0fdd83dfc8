#include <cstdio>

#include "common/stage.h"
#include "keyframes/measure.h"

namespace {

constexpr double leastSide = 16, mostSide = 4096;

int side(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (*end != '\0' || value < leastSide || value > mostSide) throw scan::BadInput("not a size in pixels: " + text);
  return static_cast<int>(value);
}

}  // namespace

int main(int argc, char** argv) {
  return scan::runStage([&] {
    const scan::Arguments arguments(argc, argv, "keyframes WIDTH HEIGHT < raw 8-bit grey frames", 2, {});
    cv::Mat frame(side(arguments.at(1)), side(arguments.at(0)), CV_8U);
    keyframes::FrameMeter frameMeter;
    keyframes::StillnessMeter stillnessMeter;
    int frames = 0;
    while (std::fread(frame.data, 1, frame.total(), stdin) == frame.total()) {
      const keyframes::FrameMeasure measure = frameMeter.add(frame);
      stillnessMeter.add(frame);
      std::printf("frame {\"sharpness\":%.4g,\"blur\":%.3f,\"motion\":%.5f,\"brightness\":%.1f,\"white\":%.0f}\n",
                  measure.sharpness, measure.blur, measure.motion, measure.brightness, measure.white);
      std::fflush(stdout);
      frames++;
    }
    const keyframes::Stillness still = stillnessMeter.result();
    return scan::Figures{{"frames", double(frames)},
                         {"still", still.share},
                         {"stillBorder", still.borderShare},
                         {"stillTexture", still.textureShare}};
  });
}
