// Tests of the rooms: a file ROOM/NAME.test.cpp holds TEST("what it guarantees") { ... CHECK(...) ... } blocks, and
// `make test` runs them all.
#pragma once
#include <cmath>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>

namespace testing {

struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/** Adds a test to the run. Called by TEST before main. */
struct Registration {
  Registration(const char* name, std::function<void()> body);
};

inline void check(bool held, const char* text, const char* file, int line) {
  if (held) return;
  std::ostringstream message;
  message << file << ':' << line << ": " << text;
  throw Failure(message.str());
}

inline void checkNear(double actual, double expected, double tolerance, const char* text, const char* file, int line) {
  if (std::abs(actual - expected) <= tolerance) return;
  std::ostringstream message;
  message << file << ':' << line << ": " << text << " is " << actual << ", expected " << expected << " within "
          << tolerance;
  throw Failure(message.str());
}

template <class Error, class Body>
void checkThrows(const Body& body, const char* text, const char* file, int line) {
  try {
    body();
  } catch (const Error&) {
    return;
  }
  check(false, text, file, line);
}

}  // namespace testing

#define TESTING_JOIN_(a, b) a##b
#define TESTING_JOIN(a, b) TESTING_JOIN_(a, b)
#define TEST(name)                                                                                            \
  static void TESTING_JOIN(test, __LINE__)();                                                                 \
  static const testing::Registration TESTING_JOIN(registration, __LINE__)(name, TESTING_JOIN(test, __LINE__)); \
  static void TESTING_JOIN(test, __LINE__)()
#define CHECK(condition) testing::check(static_cast<bool>(condition), #condition, __FILE__, __LINE__)
#define CHECK_NEAR(actual, expected, tolerance) \
  testing::checkNear(actual, expected, tolerance, #actual, __FILE__, __LINE__)
#define CHECK_THROWS(Error, expression) \
  testing::checkThrows<Error>([&] { (void)(expression); }, #expression " throws " #Error, __FILE__, __LINE__)
