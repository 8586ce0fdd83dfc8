// Loops over views on all threads.
#pragma once
#include <cstddef>
#include <exception>

namespace scan {

/** Calls body(0..count-1) on OpenMP's threads, each index once. The first exception is thrown again at the end. */
template <class Body>
void parallelFor(std::size_t count, const Body& body) {
  std::exception_ptr failure;
#pragma omp parallel for schedule(dynamic)
  for (std::size_t i = 0; i < count; ++i) {
    try {
      body(i);
    } catch (...) {
#pragma omp critical(parallelForFailure)
      if (!failure) failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace scan
