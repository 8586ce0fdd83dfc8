// Where the item is, from cameras and sparse points alone.
//
// A person who films an item keeps it in the middle of the frame, so the optical axes meet in it; that holds
// for shiny items on which no sparse point lies. What the item stands on is the plane with sparse points on it
// and every camera above it.
#pragma once
#include <Eigen/Dense>
#include <optional>

#include "common/camera.h"
#include "common/region.h"

namespace scan {

/** Point with the least sum of distances (not squared: a few shots may look elsewhere) to the optical axes. */
Eigen::Vector3d closestPointToAxes(const std::vector<Camera>& cameras);

/** Mean upward direction of the photographs, as a person holds a phone. Unit. */
Eigen::Vector3d meanUp(const std::vector<Camera>& cameras);

/** Median distance from a point to the cameras. */
double medianDistance(const std::vector<Camera>& cameras, const Eigen::Vector3d& point);

/**
 * Radius of the sphere around `point` that the median photograph shows whole along its shorter side.
 * An item that was framed with care fits into it.
 */
double framedRadius(const std::vector<Camera>& cameras, const Eigen::Vector3d& point);

/**
 * Points so near to a plane, in shares of the cameras' distance, lie on it: about three pixels of a depth error seen from
 * two neighbouring frames.
 */
constexpr double PLANE_BAND = 0.006;
/** The least share of all points on a support plane, weighed by their distance from the item. */
constexpr double LEAST_ON_PLANE = 0.1;

/** The points of the scene that can be trusted. */
std::vector<Eigen::Vector3d> sparsePoints(const Scene& scene);

/**
 * The horizontal plane near `axesPoint` that most of the points support, with all cameras on its upper side, by
 * RANSAC (Fischler and Bolles 1981) and a least-squares fit. None where too few points agree, or where the plane
 * is upright: a wall is background, and the side of a trunk is the item.
 */
std::optional<Plane> findSupportPlane(const std::vector<Camera>& cameras, const std::vector<Eigen::Vector3d>& points,
                                      const Eigen::Vector3d& axesPoint, double cameraDistance, const Eigen::Vector3d& up);

/** All of the above. Throws StageError nothingRecognised where the cameras do not look at one place. */
Region findRegion(const Scene& scene);

}  // namespace scan
