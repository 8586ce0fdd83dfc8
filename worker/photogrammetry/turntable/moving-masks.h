// An item that turns before a camera on a tripod: which pixels turn with it, and which belong to the still room.
#pragma once
#include <opencv2/core.hpp>

#include "turntable/backdrop.h"

namespace scan {

/** What a moving mask says of a pixel. `likeBackdrop`: inside the item's outline, but not to be told from the room. */
constexpr std::uint8_t STILL = 0, LIKE_BACKDROP = 128, MOVING = 255;

/** CV_8UC1 of STILL, LIKE_BACKDROP and MOVING. All STILL where nothing moved. */
cv::Mat movingMask(const cv::Mat& frame, cv::Vec3f gain, const Backdrop& backdrop);

/**
 * The moving mask without what has the room's own pattern: a shadow turns with the item, and through a ring or between
 * legs the room is seen, but the wood's grain and the print stay where they are, only darker. `backdrop` has learnt the
 * room. A plain room has no pattern: nothing is taken away there.
 */
cv::Mat withoutRoom(const cv::Mat& mask, const cv::Mat& frame, cv::Vec3f gain, const Backdrop& backdrop);

/**
 * Where the item stands in nearly all frames, so that nobody knows the room, CV_8UC1. Narrower places than the gaps that
 * a moving mask closes anyway are a fringe of the room. `backdrop` has learnt the room.
 */
cv::Mat alwaysCovered(const Backdrop& backdrop);

/** The mask with all that is always covered: there the item passes for its own backdrop. */
cv::Mat wholeMask(const cv::Mat& mask, const cv::Mat& covered);

}  // namespace scan
