// keyframes WIDTH HEIGHT < FRAMES
// Reads raw 8-bit grey frames of one size from stdin; prints what the choice of keyframes needs (see ../README.md).
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "keyframes/measure.h"

namespace {

constexpr int maxSide = 4096;

int usage() {
  std::fprintf(stderr, "error: usage: keyframes WIDTH HEIGHT < raw grey frames\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return usage();
  const int width = std::atoi(argv[1]), height = std::atoi(argv[2]);
  if (width < 16 || height < 16 || width > maxSide || height > maxSide) return usage();
  cv::Mat frame(height, width, CV_8U);
  keyframes::FrameMeter frameMeter;
  keyframes::StillnessMeter stillnessMeter;
  int frames = 0;
  while (std::fread(frame.data, 1, frame.total(), stdin) == frame.total()) {
    const keyframes::FrameMeasure measure = frameMeter.add(frame);
    stillnessMeter.add(frame);
    std::printf("frame {\"sharpness\":%.4g,\"blur\":%.3f,\"motion\":%.5f}\n", measure.sharpness, measure.blur, measure.motion);
    std::fflush(stdout);
    frames++;
  }
  const keyframes::Stillness still = stillnessMeter.result();
  std::printf("result {\"frames\":%d,\"still\":%.4f,\"stillBorder\":%.4f,\"stillTexture\":%.4f}\n", frames, still.share,
              still.borderShare, still.textureShare);
  return 0;
}
