// Which pixels of a window show the same surface as its middle, by their grey levels.
#pragma once
#include <array>
#include <cmath>

namespace scan {

/**
 * Weight, 1 = alike, by difference in grey level: the range part of a bilateral filter (Tomasi and Manduchi 1998).
 * 20 grey levels: several times the noise of a phone's video, well under the contrast of an outline.
 */
inline const std::array<float, 256> LIKENESS = [] {
  std::array<float, 256> likeness{};
  for (int difference = 0; difference < 256; ++difference)
    likeness[difference] = std::exp(-static_cast<float>(difference * difference) / (2 * 20.0F * 20.0F));
  return likeness;
}();

}  // namespace scan
