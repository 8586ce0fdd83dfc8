// A photograph as the texture needs it: its pixels, its broad colours, and what of the mesh it sees.
#pragma once
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "common/camera.h"
#include "common/mesh.h"

namespace scan {

struct Photograph {
  Camera camera;
  cv::Mat image;     ///< CV_8UC3, RGB
  cv::Mat broad;     ///< CV_32FC3, an eighth of the image's size: colours of the item, blurred, without the background
  cv::Mat fine;      ///< CV_32FC1, a quarter of the image's size: strength of the finest detail, in grey levels
};

/** Position in a photograph, in pixels of its image. */
Eigen::Vector2f project(const Photograph& photograph, const Eigen::Vector3f& point);
/** Bilinear colours, 0..255 RGB, at a position in pixels of the image. */
Eigen::Vector3f sampleImage(const Photograph& photograph, const Eigen::Vector2f& pixel);
Eigen::Vector3f sampleBroad(const Photograph& photograph, const Eigen::Vector2f& pixel);

/** Per triangle: how well a photograph shows it, 0 = not at all. */
using Qualities = std::vector<float>;

/**
 * Reads a photograph and rates the mesh's triangles in it. A triangle counts where all of it is inside the image and
 * the mask and nothing lies before it; its rating is its area in pixels per area in space, times the cosine of the
 * viewing angle once more, since slanted views smear.
 */
Photograph takePhotograph(const Camera& camera, const std::string& imagePath, const std::string& maskPath, const Mesh& mesh,
                          Qualities& qualities);

/**
 * How much of the finest detail each photograph shows of what others show as well, 1 = as much as usual: blur by motion
 * or focus, whatever else is in the picture. Compared place by place, where the item has detail at all.
 */
std::vector<float> relativeSharpness(const Mesh& mesh, const std::vector<Photograph>& photographs, const std::vector<Qualities>& qualities);

/** Scales each photograph's ratings by the square of its sharpness, so that blurred frames come last. */
void preferSharp(const Mesh& mesh, const std::vector<Photograph>& photographs, std::vector<Qualities>& qualities);

}  // namespace scan
