#include "common/stage.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>

namespace scan {
namespace {

double wallSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int fail(ExitCode code, const char* sentence) {
  std::fprintf(stderr, "error: %s\n", sentence);
  return static_cast<int>(code);
}

/** Only a stage reports; a test that calls its functions does not. */
bool reportsProgress = false;

}  // namespace

Arguments::Arguments(int argc, char** argv, const std::string& usage, std::size_t positions,
                     const std::vector<std::string>& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word.rfind("--", 0) != 0) {
      positions_.push_back(word);
      continue;
    }
    const std::string name = word.substr(2);
    if (std::find(options.begin(), options.end(), name) == options.end() || i + 1 >= argc)
      throw BadInput("unknown or incomplete option " + word + "; usage: " + usage);
    options_[name] = argv[++i];
  }
  if (positions_.size() != positions) throw BadInput("usage: " + usage);
}

std::string Arguments::text(const std::string& option, const std::string& fallback) const {
  const auto found = options_.find(option);
  return found == options_.end() ? fallback : found->second;
}

double Arguments::number(const std::string& option, double fallback, double least, double most) const {
  const auto found = options_.find(option);
  if (found == options_.end()) return fallback;
  char* end = nullptr;
  const double value = std::strtod(found->second.c_str(), &end);
  if (end == found->second.c_str() || *end != '\0' || !(value >= least && value <= most))
    throw BadInput("--" + option + " must be a number from " + std::to_string(least) + " to " + std::to_string(most));
  return value;
}

void Progress::step() {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++taken_;
  if (!reportsProgress) return;
  const double now = wallSeconds();
  if (now - printedAt_ < 0.1 && taken_ < steps_) return;
  printedAt_ = now;
  std::printf("progress %.3f\n", std::min(1.0, static_cast<double>(taken_) / static_cast<double>(steps_)));
  std::fflush(stdout);
}

int runStage(const std::function<Figures()>& body) {
  reportsProgress = true;
  try {
    const double start = wallSeconds();
    const std::clock_t cpuStart = std::clock();
    Figures figures = body();
    figures["seconds"] = wallSeconds() - start;
    figures["cpuSeconds"] = static_cast<double>(std::clock() - cpuStart) / CLOCKS_PER_SEC;
    std::string line = "result {";
    for (const auto& [name, value] : figures) {
      char entry[128];
      std::snprintf(entry, sizeof entry, "%s\"%s\":%.6g", line.back() == '{' ? "" : ",", name.c_str(),
                    std::isfinite(value) ? value : 0.0);
      line += entry;
    }
    std::printf("%s}\n", line.c_str());
    return std::fflush(stdout) == 0 ? 0 : fail(ExitCode::crashed, "cannot write to stdout");
  } catch (const StageError& error) {
    return fail(error.code, error.what());
  } catch (const std::exception& error) {
    return fail(ExitCode::crashed, error.what());
  }
}

void makeFolder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) throw BadInput("cannot make the folder " + path + ": " + error.message());
}

}  // namespace scan
