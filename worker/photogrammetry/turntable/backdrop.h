// The still room behind an item that turns before a camera on a tripod.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace scan {

/** The room without the item, and by how much a still pixel varies. */
struct Backdrop {
  cv::Mat colour;  ///< CV_32FC3
  cv::Mat known;   ///< CV_8UC1, 255 where it was seen beside the item; empty before learnRoom
  float noise = 0; ///< standard deviation of a still pixel's channel, in grey levels
  std::vector<cv::Vec3f> gains;  ///< per frame: its colours times this fit the backdrop
};

/**
 * Per pixel the colour that most frames show, after each frame's exposure was levelled. Where the item covers a pixel
 * in most frames this is a colour of the item: its outline, not this difference, then tells. Frames are CV_8UC3 of one
 * size; at least three.
 */
Backdrop findBackdrop(const std::vector<cv::Mat>& frames);

/**
 * Corrects the backdrop by what the frames show where their masks (CV_8UC1, in the same order) are 0. What varies there
 * more than the room does is the item, which has many shades alike in the middle of its turn: the room is not known.
 */
void learnRoom(const std::vector<cv::Mat>& frames, const std::vector<cv::Mat>& masks, Backdrop& backdrop);

/** The frame with its exposure levelled, CV_32FC3. */
cv::Mat levelled(const cv::Mat& frame, cv::Vec3f gain);

/** Whether a levelled colour is another one than expected, beyond what noise and the video's compression do. */
bool differs(const cv::Vec3f& seen, const cv::Vec3f& expected, const Backdrop& backdrop);

}  // namespace scan
