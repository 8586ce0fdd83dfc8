#include <algorithm>
#include <filesystem>
#include <opencv2/imgproc.hpp>

#include "common/image-io.h"
#include "common/parallel.h"
#include "common/stage.h"
#include "turntable/moving-masks.h"
#include "turntable/reach.h"

namespace {

constexpr int LONGER_SIDE = 960;

std::vector<std::filesystem::path> framesIn(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  if (!std::filesystem::is_directory(folder)) throw scan::BadInput(folder + " is no folder");
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".ppm") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  if (paths.size() < 3) throw scan::BadInput(folder + " holds fewer than three frames");
  return paths;
}

/** Reduced and smoothed by a pixel: sensor noise and blocks of the video's compression fade, outlines stay. */
cv::Mat reduced(const std::string& path) {
  cv::Mat image = scan::readPpm(path);
  const double scale = std::min(1.0, double(LONGER_SIDE) / std::max(image.cols, image.rows));
  cv::resize(image, image, {}, scale, scale, cv::INTER_AREA);
  cv::GaussianBlur(image, image, {}, 1.0);
  return image;
}

}  // namespace

int main(int argc, char** argv) {
  return scan::runStage([&] {
    const scan::Arguments arguments(argc, argv, "turntable IMAGES OUT [--whole 1]", 2, {"whole"});
    const bool wantsWhole = arguments.number("whole", 0, 0, 1) != 0;
    const auto paths = framesIn(arguments.at(0));
    scan::Progress progress(2 * paths.size());
    std::vector<cv::Mat> frames(paths.size());
    scan::parallelFor(paths.size(), [&](std::size_t i) {
      frames[i] = reduced(paths[i].string());
      progress.step();
    });
    for (const auto& frame : frames)
      if (frame.size() != frames[0].size()) throw scan::BadInput("the frames differ in size");
    scan::Backdrop backdrop = scan::findBackdrop(frames);
    std::vector<cv::Mat> masks(frames.size());
    scan::parallelFor(frames.size(), [&](std::size_t i) { masks[i] = scan::movingMask(frames[i], backdrop.gains[i], backdrop); });
    scan::learnRoom(frames, masks, backdrop);
    const cv::Mat covered = scan::alwaysCovered(backdrop);
    scan::parallelFor(frames.size(), [&](std::size_t i) {
      masks[i] = scan::withoutRoom(masks[i], frames[i], backdrop.gains[i], backdrop);
      if (wantsWhole) masks[i] = scan::wholeMask(masks[i], covered);
      progress.step();
    });
    const cv::Mat reach = scan::reachOf(masks);
    scan::makeFolder(arguments.at(1));
    double moving = 0;
    for (std::size_t i = 0; i < masks.size(); ++i) {
      masks[i] &= reach;
      moving += cv::countNonZero(masks[i]) / double(reach.total());
      scan::writePnm(arguments.at(1) + "/" + paths[i].stem().string() + ".pgm", masks[i]);
    }
    const cv::Rect box = cv::boundingRect(reach);
    const double width = reach.cols, height = reach.rows;
    return scan::Figures{{"frames", double(frames.size())},  {"noise", backdrop.noise},
                         {"movingShare", moving / double(frames.size())},
                         {"left", box.x / width},            {"top", box.y / height},
                         {"width", box.width / width},       {"height", box.height / height}};
  });
}
