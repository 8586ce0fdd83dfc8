#include "fusion/surface-nets.h"

#include <algorithm>
#include <array>

namespace scan {
namespace {

/** The twelve edges of a cell by its corners; bit 0 of a corner is x, bit 1 y, bit 2 z. */
constexpr std::array<std::array<int, 2>, 12> EDGES = {
    {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {0, 2}, {1, 3}, {4, 6}, {5, 7}, {0, 4}, {1, 5}, {2, 6}, {3, 7}}};

Eigen::Vector3f cornerOffset(int corner) {
  return {float(corner & 1), float(corner >> 1 & 1), float(corner >> 2)};
}

/** Mean of the points where the surface crosses the cell's edges, or false where it does not. */
bool crossing(const std::array<float, 8>& values, Eigen::Vector3f& mean) {
  int crossings = 0;
  mean.setZero();
  for (const auto& [a, b] : EDGES) {
    if ((values[a] < 0) == (values[b] < 0)) continue;
    const float along = values[a] / (values[a] - values[b]);
    mean += cornerOffset(a) + along * (cornerOffset(b) - cornerOffset(a));
    ++crossings;
  }
  if (crossings == 0) return false;
  mean /= float(crossings);
  return true;
}

}  // namespace

GridMesh extractSurface(const Field& field, const Volume& volume) {
  const Grid& grid = volume.grid;
  GridMesh result;
  std::vector<int> vertexOfCell(field.size(), -1);
  for (int z = 0; z < grid.size.z() - 1; ++z)
    for (int y = 0; y < grid.size.y() - 1; ++y)
      for (int x = 0; x < grid.size.x() - 1; ++x) {
        const std::size_t o = grid.index(x, y, z);
        std::array<float, 8> values;
        float seen = 0;
        for (int corner = 0; corner < 8; ++corner) {
          const std::size_t c = o + (corner & 1) + (corner >> 1 & 1) * grid.stride(1) + (corner >> 2) * grid.stride(2);
          values[corner] = field[c];
          seen = std::max(seen, volume.weight[c]);
        }
        Eigen::Vector3f offset;
        if (!crossing(values, offset)) continue;
        vertexOfCell[o] = int(result.mesh.vertices.size());
        result.mesh.vertices.push_back(Eigen::Vector3f(float(x), float(y), float(z)) + offset);
        result.seen.push_back(seen);
      }
  // Every grid edge that the surface crosses gives a quad of the four cells around it.
  for (int z = 1; z < grid.size.z() - 1; ++z)
    for (int y = 1; y < grid.size.y() - 1; ++y)
      for (int x = 1; x < grid.size.x() - 1; ++x) {
        const std::size_t o = grid.index(x, y, z);
        for (int axis = 0; axis < 3; ++axis) {
          const bool inside = field[o] < 0;
          if (inside == (field[o + grid.stride(axis)] < 0)) continue;
          const std::size_t u = grid.stride((axis + 1) % 3), v = grid.stride((axis + 2) % 3);
          std::array<int, 4> quad = {vertexOfCell[o - u - v], vertexOfCell[o - v], vertexOfCell[o], vertexOfCell[o - u]};
          if (*std::min_element(quad.begin(), quad.end()) < 0) continue;
          if (!inside) std::swap(quad[1], quad[3]);
          result.mesh.triangles.push_back({quad[0], quad[1], quad[2]});
          result.mesh.triangles.push_back({quad[0], quad[2], quad[3]});
        }
      }
  return result;
}

}  // namespace scan
