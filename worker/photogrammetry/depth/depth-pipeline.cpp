#include "depth/depth-pipeline.h"

#include <opencv2/imgproc.hpp>

#include "common/image-io.h"
#include "common/parallel.h"
#include "depth/consistency.h"
#include "depth/patch-match.h"
#include "depth/view-selection.h"

namespace scan {
namespace {

class DepthPipeline {
 public:
  DepthPipeline(const Scene& scene, const Region& region, const DepthOptions& options)
      : scene_(scene), region_(region), options_(options), sources_(selectSources(scene, region, options.sources)),
        levels_(options.startFolder.empty() ? 3 : 1), images_(levels_), progress_(scene.cameras.size() * (levels_ == 1 ? 2 : 5)) {
    for (auto& level : images_) level.resize(scene.cameras.size());
    loadImages();
  }

  std::vector<DepthMap> run() {
    std::vector<DepthMap> maps(scene_.cameras.size());
    if (levels_ == 1) {
      for (std::size_t view = 0; view < maps.size(); ++view) maps[view] = startOf(scene_.cameras[view].stem);
    } else {
      maps = pass(2, photometric(4), maps);
      for (auto& map : maps)
        if (!map.empty()) removeOutliers(map);
      maps = pass(1, photometric(3), maps);
      maps = pass(1, geometric(1), maps);
    }
    maps = pass(0, geometric(2), maps);
    return confirmAll(maps);
  }

 private:
  DepthMap startOf(const std::string& stem) const {
    DepthMap map = readDepthMap(options_.startFolder, stem);
    if (!map.empty() && map.normal.empty()) throw BadInput(options_.startFolder + " has no normals to start from");
    return map;
  }

  PatchMatchOptions photometric(int iterations) const { return {iterations, false, options_.placesShading}; }
  PatchMatchOptions geometric(int iterations) const { return {iterations, true, options_.placesShading}; }

  void loadImages() {
    parallelFor(scene_.cameras.size(), [&](std::size_t view) {
      cv::Mat grey;
      cv::cvtColor(loaded(static_cast<int>(view)), grey, cv::COLOR_RGB2GRAY);
      const double scale = std::min(1.0, double(options_.size) / std::max(grey.cols, grey.rows));
      cv::resize(grey, grey, cv::Size(int(std::lround(grey.cols * scale)), int(std::lround(grey.rows * scale))), 0, 0, cv::INTER_AREA);
      for (int level = 0; level < levels_; ++level) {
        cv::Mat smaller = grey;
        if (level > 0) cv::resize(grey, smaller, cv::Size(grey.cols >> level, grey.rows >> level), 0, 0, cv::INTER_AREA);
        images_[level][view] = GreyImage(smaller);
      }
    });
  }

  cv::Mat loaded(int view) {
    const cv::Mat image = readPpm(scene_.imagePath(view));
    const Camera& camera = scene_.cameras[view];
    if (image.cols != camera.width || image.rows != camera.height)
      throw BadInput(scene_.imagePath(view) + " has another size than its camera");
    return image;
  }

  Camera cameraAt(int level, int view) const {
    return scene_.cameras[view].resized(images_[level][view].width(), images_[level][view].height());
  }

  /**
   * The item lies within one radius of the centre. What is seen past it, beside it and through its gaps, is matched at
   * its own depth, too: a pixel without its true depth among the candidates takes that of the outline beside it. At ten
   * times the distance a surface moves a tenth as much between views as the item: farther ones look the same.
   */
  ReferenceView reference(int level, int view, const std::vector<DepthMap>* previous) const {
    const Camera camera = cameraAt(level, view);
    // A camera that looks past the item, or stands within its radius, may have the centre beside or behind it.
    const double depth = std::max(camera.toCamera(region_.centre).z(), 0.5 * region_.radius);
    ReferenceView result{&images_[level][view], Intrinsics(camera), float(std::max(depth - region_.radius, 0.1 * depth)), float(10 * depth), {}};
    for (const int other : sources_[view]) {
      result.sources.push_back(makeSourceView(camera, cameraAt(level, other), images_[level][other]));
      if (previous != nullptr) result.sources.back().previous = &(*previous)[other];
    }
    return result;
  }

  cv::Mat pixelsToMatch(int level, int view) const {
    const Camera camera = cameraAt(level, view);
    cv::Mat pixels = cv::Mat::zeros(camera.height, camera.width, CV_8UC1), mask;
    const std::string maskPath = options_.maskFolder + "/" + camera.stem + ".pgm";
    if (!options_.maskFolder.empty() && fileExists(maskPath)) {
      const int reach = std::max(3, int(camera.height * 0.008));
      cv::resize(readPgm(maskPath), mask, pixels.size(), 0, 0, cv::INTER_LINEAR);
      cv::dilate(mask, mask, cv::Mat::ones(2 * reach + 1, 2 * reach + 1, CV_8U));
    }
    for (int y = 0; y < pixels.rows; ++y)
      for (int x = 0; x < pixels.cols; ++x)
        if ((mask.empty() || mask.at<std::uint8_t>(y, x) > 127) && region_.meetsRay(camera, x + 0.5, y + 0.5))
          pixels.at<std::uint8_t>(y, x) = 255;
    return pixels;
  }

  std::vector<DepthMap> pass(int level, const PatchMatchOptions& options, const std::vector<DepthMap>& before) {
    std::vector<DepthMap> after(before.size());
    parallelFor(before.size(), [&](std::size_t i) {
      const int view = static_cast<int>(i);
      if (sources_[view].size() >= 2) {
        const ReferenceView reference = this->reference(level, view, options.geometric ? &before : nullptr);
        PatchMatch matcher(reference, pixelsToMatch(level, view), options, std::uint32_t(level * 7919 + view));
        after[view] = matcher.run(before[view].empty() ? nullptr : &before[view]);
      }
      progress_.step();
    });
    return after;
  }

  std::vector<DepthMap> confirmAll(const std::vector<DepthMap>& maps) {
    std::vector<DepthMap> confirmed(maps.size());
    parallelFor(maps.size(), [&](std::size_t i) {
      if (!maps[i].empty()) confirm(reference(0, static_cast<int>(i), &maps), maps[i], confirmed[i]);
      progress_.step();
    });
    return confirmed;
  }

  const Scene& scene_;
  const Region& region_;
  const DepthOptions& options_;
  const std::vector<std::vector<int>> sources_;
  const int levels_;
  std::vector<std::vector<GreyImage>> images_;  ///< [level][view], level 0 the finest
  Progress progress_;
};

}  // namespace

std::vector<DepthMap> computeDepthMaps(const Scene& scene, const Region& region, const DepthOptions& options) {
  return DepthPipeline(scene, region, options).run();
}

double confirmedShare(const std::vector<DepthMap>& maps, int leastAgreeing) {
  std::size_t sought = 0, confirmed = 0;
  for (const auto& map : maps) {
    if (map.empty()) continue;
    sought += static_cast<std::size_t>(cv::countNonZero(map.depth > 0));
    confirmed += static_cast<std::size_t>(cv::countNonZero(map.agree >= leastAgreeing));
  }
  return sought > 0 ? double(confirmed) / double(sought) : 0;
}

}  // namespace scan
