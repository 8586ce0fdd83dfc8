// Order statistics.
#pragma once
#include <algorithm>
#include <cstddef>
#include <vector>

namespace scan {

/** The value below which `share` of the values lie. The vector must not be empty. */
template <class T>
T quantile(std::vector<T> values, double share) {
  const auto rank = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(rank), values.end());
  return values[rank];
}

template <class T>
T median(std::vector<T> values) {
  return quantile(std::move(values), 0.5);
}

}  // namespace scan
