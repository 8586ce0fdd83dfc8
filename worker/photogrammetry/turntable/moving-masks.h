// An item that turns before a camera on a tripod: which pixels turn with it, and which belong to the still room.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace scan {

/** What a moving mask says of a pixel. `likeBackdrop`: inside the item's outline, but not to be told from the room. */
constexpr std::uint8_t STILL = 0, LIKE_BACKDROP = 128, MOVING = 255;

/** The room without the item, and by how much a still pixel varies. */
struct Backdrop {
  cv::Mat colour;  ///< CV_32FC3
  float noise = 0; ///< standard deviation of a still pixel's channel, in grey levels
  std::vector<cv::Vec3f> gains;  ///< per frame: its colours times this fit the backdrop
};

/**
 * Per pixel the colour that most frames show, after each frame's exposure was levelled. Where the item covers a pixel
 * in most frames this is a colour of the item: its outline, not this difference, then tells. Frames are CV_8UC3 of one
 * size; at least three.
 */
Backdrop findBackdrop(const std::vector<cv::Mat>& frames);

/** CV_8UC1 of STILL, LIKE_BACKDROP and MOVING. All STILL where nothing moved. */
cv::Mat movingMask(const cv::Mat& frame, cv::Vec3f gain, const Backdrop& backdrop);

}  // namespace scan
