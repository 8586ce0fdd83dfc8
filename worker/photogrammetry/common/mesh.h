// Triangle meshes and their files.
#pragma once
#include <Eigen/Dense>
#include <array>
#include <string>
#include <vector>

namespace scan {

using Triangle = std::array<int, 3>;

/** Triangles counter-clockwise seen from outside. */
struct Mesh {
  std::vector<Eigen::Vector3f> vertices;
  std::vector<Triangle> triangles;
};

/** A mesh whose vertices are split at the seams of its texture atlas. */
struct UnwrappedMesh {
  Mesh mesh;                          ///< vertices before the split, triangles by them
  std::vector<Eigen::Vector2f> uv;    ///< per split vertex, in 0..1, v downwards from the texture's top
  std::vector<Triangle> corners;      ///< the same triangles, by split vertex
};

/** Normal scaled by twice the triangle's area. */
Eigen::Vector3f scaledNormal(const Mesh& mesh, const Triangle& triangle);

/** Binary little-endian PLY as README.md says. Throws BadInput / std::runtime_error. */
Mesh readMesh(const std::string& path);
void writeMesh(const std::string& path, const Mesh& mesh);
UnwrappedMesh readUnwrapped(const std::string& path);
void writeUnwrapped(const std::string& path, const UnwrappedMesh& mesh);

/** Drops vertices that no triangle uses. */
void compact(Mesh& mesh);

}  // namespace scan
