// A textured ball on a textured table, filmed from around: rendered exactly, so that every answer is known.
#pragma once
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "common/camera.h"
#include "common/mesh.h"
#include "common/region.h"

namespace scan::synthetic {

/** The ball has radius 1 and stands on the plane z = 0; +z is up. */
struct SyntheticScene {
  Scene scene;                    ///< cameras and sparse points; folder holds the images
  std::vector<cv::Mat> depth;     ///< CV_32FC1 per view: exact depth along the axis
  std::vector<cv::Mat> ballMask;  ///< CV_8UC1 per view: 255 on the ball
};

const Eigen::Vector3d BALL_CENTRE(0, 0, 1);
constexpr double BALL_RADIUS = 1;

/** RGB of a point of the ball or the table, 0..255: smooth noise, so that every patch is unlike the next. */
cv::Vec3b surfaceColour(const Eigen::Vector3d& point, bool onBall);

/**
 * `views` cameras in a circle of 6 around the ball, at two heights, with images of 240 x 320 pixels written as PPM
 * into a fresh temporary folder.
 */
SyntheticScene makeSyntheticScene(int views);

Region exactRegion();

/** A ball as a mesh of rings, for tests of what comes after fusion. */
Mesh ballMesh(int rings);

/** A folder of its own below the system's temporary one, for as long as the process runs. */
std::string temporaryFolder(const std::string& name);

}  // namespace scan::synthetic
