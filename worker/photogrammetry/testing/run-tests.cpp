#include <cstdio>
#include <cstring>
#include <exception>
#include <utility>
#include <vector>

#include "testing/testing.h"

namespace testing {
namespace {

using Test = std::pair<const char*, std::function<void()>>;

// Inside a function: registrations of other files may come first.
std::vector<Test>& tests() {
  static std::vector<Test> all;
  return all;
}

bool passes(const Test& test) {
  try {
    test.second();
    std::printf("ok      %s\n", test.first);
    return true;
  } catch (const std::exception& error) {
    std::printf("FAILED  %s\n        %s\n", test.first, error.what());
    return false;
  }
}

}  // namespace

Registration::Registration(const char* name, std::function<void()> body) { tests().emplace_back(name, std::move(body)); }

}  // namespace testing

// tests [WORD]: all tests, or those whose name contains the word.
int main(int argc, char** argv) {
  int passed = 0, failed = 0;
  for (const auto& test : testing::tests()) {
    if (argc > 1 && !std::strstr(test.first, argv[1])) continue;
    ++(testing::passes(test) ? passed : failed);
    std::fflush(stdout);
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}
