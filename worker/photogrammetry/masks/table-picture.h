// A picture of what the item stands on, seen from above, with the item itself taken away.
#pragma once
#include <Eigen/Dense>
#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

#include "common/camera.h"
#include "common/region.h"

namespace scan {

/** What a confirmed depth says of a pixel. */
enum class DepthSays : std::uint8_t { nothing, item, table, beyond };

/** A view at the size that masks are made in. */
struct MaskView {
  Camera camera;
  cv::Mat image;      ///< CV_8UC3, RGB, the camera's size
  cv::Mat depthSays;  ///< CV_8UC1 of DepthSays, the camera's size
  std::vector<Eigen::Vector3d> low = {};  ///< the item's confirmed points close above the plane: it stands under them
  cv::Mat tableKnown = {};  ///< CV_8UC1, the camera's size, or empty: 255 where the table behind the pixel is known
};

/** How well a view agrees with the bare table. */
struct TableMatch {
  cv::Mat difference;  ///< CV_8UC1: largest channel's difference to the table, least over one pixel's shift
  /** CV_32FC1: of the views, the share that shows this colour at the place the pixel's ray meets; 0 where it is not known. */
  cv::Mat support;
};

class TablePicture {
 public:
  /**
   * Projects all views onto the plane, in a square of 4 radii around the region, and takes at each place the colour
   * that most views agree on: the item stands in the way of different places from every side. Pixels whose depth says
   * that they show the item are left out; a place that only such pixels show stays unknown, and so does one on which
   * the item stands: what seems to be there is the item's own foot, which goes on as far as its colour does, since a
   * plain one has depth in few places. So does one whose colour hardly any view shows in the open: where a plain flank
   * has no depth, all views show the same flank there. What is seen through a ring is seen beside the item, too.
   */
  TablePicture(const std::vector<MaskView>& views, const Plane& plane, const Region& region);

  TableMatch compare(const std::vector<MaskView>& views, std::size_t view) const;
  /** CV_8UC3, for looking at. */
  cv::Mat picture() const;

 private:
  Eigen::Matrix3d toPixels(const Camera& camera) const;  ///< homography from the picture's pixels to a view's
  std::vector<cv::Mat> project(const std::vector<MaskView>& views) const;
  void equaliseExposure(const std::vector<cv::Mat>& projected);
  void findUsualColours(const std::vector<cv::Mat>& projected);
  void forgetCovered(const std::vector<MaskView>& views, const Region& region);
  void forgetEnclosed(const std::vector<MaskView>& views, const std::vector<cv::Mat>& projected);

  Plane plane_;
  Eigen::Matrix<double, 3, 3> pixelToWorld_;  ///< (column, row, 1) to a world point on the plane
  cv::Mat colour_;                            ///< CV_32FC3
  cv::Mat support_;                           ///< CV_32FC1: share of the views that show this colour
  std::vector<cv::Vec3f> gains_;              ///< per view: its colours times this fit the picture
};

}  // namespace scan
