// From a rough hull and evidence to a sharp outline in each view.
#pragma once
#include <functional>
#include <opencv2/core.hpp>

#include "masks/table-picture.h"
#include "masks/visual-hull.h"

namespace scan {

/** CV_8UC1: 255 where those of the hull's places project to that are wanted. */
cv::Mat drawHull(const Hull& hull, const Camera& camera,
                 const std::function<bool(const Eigen::Vector3d&)>& wanted = [](const auto&) { return true; });

/** What is held fixed as the item: odds that depth alone gives, or that another sign must add to. */
constexpr float SURE_BY_DEPTH = 0.93F, SURE_BY_MORE = 0.96F;

/**
 * Cuts the item out along image edges: a graph cut, as GrabCut's (Rother et al. 2004) but with colours of the
 * neighbourhood instead of the whole picture's, in a band around the hull's outline, with what the evidence is sure of
 * held fixed: as the item from a probability of `sureItem` up, and in parts narrower than 13 pixels by depth alone,
 * since the colours near those are the background's; but nothing low above a place where the table is known: there
 * depth spreads from the foot over the table. Where the result has little to do with the hull (item and background look
 * alike) the hull's outline is returned instead. CV_8UC1, 0 or 255.
 */
cv::Mat segmentItem(const MaskView& view, const Hull& hull, const Region& region, const cv::Mat& probability, float sureItem);

}  // namespace scan
