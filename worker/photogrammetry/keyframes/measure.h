// What the choice of keyframes needs to know of each frame of a video.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "keyframes/optical-flow.h"

namespace keyframes {

struct FrameMeasure {
  // Variance of the Laplacian in squared grey levels: J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield
  // microscopy", ICPR 2000. Comparable only between frames of one scene.
  float sharpness;
  // 0 sharp to 1 blurred, comparable between scenes: F. Crete et al., "The blur effect: perception and estimation with a
  // new no-reference perceptual blur metric", SPIE 2007. The worse of the two directions, since motion blurs in one.
  float blur;
  // Median displacement since the frame before, as a share of the longer side.
  float motion;
  // Mean grey level, 0 to 255.
  float brightness;
  // Grey level that a hundredth of the pixels exceeds.
  float white;
};

// Frames are 8-bit grey, all of one size, in the order of the video.
class FrameMeter {
 public:
  FrameMeasure add(const cv::Mat& grey);

 private:
  Pyramid previous_;
};

struct Stillness {
  float share;         // pixels that hardly change over the whole video
  float borderShare;   // the same among the outer tenth of the picture
  float textureShare;  // pixels that hardly change and lie on an edge: a sharp background that stands still
};

// Tells a tripod with a turning item (everything but the item stands still) from a walk round the item.
class StillnessMeter {
 public:
  void add(const cv::Mat& grey);
  Stillness result() const;

 private:
  std::vector<cv::Mat> frames_;  // a quarter of the size, smoothed, against sensor noise
};

}  // namespace keyframes
