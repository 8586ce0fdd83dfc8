#include "fusion/field.h"

#include <algorithm>
#include <cstdint>

namespace scan {
namespace {

/** What a voxel holds that nothing saw: weakly inside. */
constexpr float UNSEEN_VALUE = -0.3F, UNSEEN_WEIGHT = 0.01F;

using Flags = std::vector<std::uint8_t>;

float neighbourSum(const Field& field, const Grid& grid, std::size_t o) {
  const std::size_t sy = grid.stride(1), sz = grid.stride(2);
  return field[o - 1] + field[o + 1] + field[o - sy] + field[o + sy] + field[o - sz] + field[o + sz];
}

/** One step of growing the set flags over the six neighbours. */
void grow(Flags& flags, const Grid& grid) {
  const Flags before = flags;
#pragma omp parallel for
  for (int z = 0; z < grid.size.z(); ++z)
    for (int y = 0; y < grid.size.y(); ++y)
      for (int x = 0; x < grid.size.x(); ++x) {
        const std::size_t o = grid.index(x, y, z);
        const int at[3] = {x, y, z};
        for (int axis = 0; axis < 3 && !flags[o]; ++axis) {
          const std::size_t step = grid.stride(axis);
          flags[o] = (at[axis] > 0 && before[o - step]) || (at[axis] + 1 < grid.size[axis] && before[o + step]);
        }
      }
}

/** The set flags that connect to the border of the box. */
Flags reachableFromBorder(const Flags& open, const Grid& grid) {
  Flags reached(open.size(), 0);
  std::vector<std::size_t> stack;
  const auto visit = [&](std::size_t o) {
    if (open[o] && !reached[o]) reached[o] = 1, stack.push_back(o);
  };
  for (int z = 0; z < grid.size.z(); ++z)
    for (int y = 0; y < grid.size.y(); ++y)
      for (int x = 0; x < grid.size.x(); ++x)
        if (grid.onBorder(x, y, z)) visit(grid.index(x, y, z));
  while (!stack.empty()) {
    const std::size_t o = stack.back();
    stack.pop_back();
    const int at[3] = {int(o % grid.size.x()), int(o / grid.stride(1) % grid.size.y()), int(o / grid.stride(2))};
    for (int axis = 0; axis < 3; ++axis) {
      if (at[axis] > 0) visit(o - grid.stride(axis));
      if (at[axis] + 1 < grid.size[axis]) visit(o + grid.stride(axis));
    }
  }
  return reached;
}

}  // namespace

Field smoothField(const Volume& volume, int iterations, float stiffness) {
  const Grid& grid = volume.grid;
  const auto observed = [&](std::size_t o) { return volume.weight[o] > 0 ? volume.sum[o] / volume.weight[o] : UNSEEN_VALUE; };
  Field field(grid.count());
  for (std::size_t o = 0; o < field.size(); ++o) field[o] = observed(o);
  for (int iteration = 0; iteration < iterations; ++iteration)
    for (int colour = 0; colour < 2; ++colour) {
#pragma omp parallel for
      for (int z = 1; z < grid.size.z() - 1; ++z)
        for (int y = 1; y < grid.size.y() - 1; ++y)
          for (int x = 1 + ((y + z + colour) & 1); x < grid.size.x() - 1; x += 2) {
            const std::size_t o = grid.index(x, y, z);
            const float weight = std::max(volume.weight[o], UNSEEN_WEIGHT);
            field[o] = (weight * observed(o) + stiffness / 6 * neighbourSum(field, grid, o)) / (weight + stiffness);
          }
    }
  return field;
}

void closeField(Field& field, const Grid& grid, const std::optional<Plane>& plane, double clearance, double truncation) {
  const float empty = 0.5F;
  const std::size_t slice = grid.stride(2);
  const auto height = [&](int z) { return plane->height(grid.toWorld({0, 0, double(z)})); };
  if (plane) {
    int clear = 0;
    while (clear < grid.size.z() - 1 && height(clear) < clearance) ++clear;
    for (int z = 0; z <= clear; ++z) {
      const float above = float(-height(z) / truncation);
      for (std::size_t o = 0; o < slice; ++o) field[z * slice + o] = std::max(field[clear * slice + o], above);
    }
  }
  for (int z = 0; z < grid.size.z(); ++z)
    for (int y = 0; y < grid.size.y(); ++y)
      for (int x = 0; x < grid.size.x(); ++x)
        if (grid.onBorder(x, y, z)) field[grid.index(x, y, z)] = std::max(field[grid.index(x, y, z)], empty);
}

void fillHollows(Field& field, const Grid& grid, int radius) {
  Flags solid(field.size());
  for (std::size_t o = 0; o < field.size(); ++o) solid[o] = field[o] < 0;
  for (int step = 0; step < radius; ++step) grow(solid, grid);
  Flags open(field.size());
  for (std::size_t o = 0; o < field.size(); ++o) open[o] = !solid[o];
  Flags outside = reachableFromBorder(open, grid);
  for (int step = 0; step < radius; ++step) grow(outside, grid);
  for (std::size_t o = 0; o < field.size(); ++o)
    if (field[o] >= 0 && !outside[o]) field[o] = UNSEEN_VALUE;
  // Two light passes of smoothing round off the staircase where hollows were closed.
  for (int pass = 0; pass < 2; ++pass) {
    const Field before = field;
#pragma omp parallel for
    for (int z = 1; z < grid.size.z() - 1; ++z)
      for (int y = 1; y < grid.size.y() - 1; ++y)
        for (int x = 1; x < grid.size.x() - 1; ++x) {
          const std::size_t o = grid.index(x, y, z);
          field[o] = 0.4F * before[o] + 0.1F * neighbourSum(before, grid, o);
        }
  }
}

}  // namespace scan
