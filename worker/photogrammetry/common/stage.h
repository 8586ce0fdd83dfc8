// What every stage's command line shares: arguments, progress, the result line, exit codes.
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace scan {

enum class ExitCode { done = 0, crashed = 1, badInput = 2, nothingRecognised = 3, tooPlain = 4 };

/** Ends the stage with a sentence on stderr and an exit code that README.md lists. */
class StageError : public std::runtime_error {
 public:
  StageError(ExitCode exitCode, const std::string& sentence) : std::runtime_error(sentence), code(exitCode) {}
  const ExitCode code;
};

class BadInput : public StageError {
 public:
  explicit BadInput(const std::string& sentence) : StageError(ExitCode::badInput, sentence) {}
};

/** Positional arguments and `--name value` pairs. */
class Arguments {
 public:
  /** Throws BadInput with the usage when positions are missing or an option is not in `options`. */
  Arguments(int argc, char** argv, const std::string& usage, std::size_t positions,
            const std::vector<std::string>& options);
  const std::string& at(std::size_t position) const { return positions_[position]; }
  bool has(const std::string& option) const { return options_.count(option) > 0; }
  std::string text(const std::string& option, const std::string& fallback = "") const;
  /** Throws BadInput when the value is no number within the bounds. */
  double number(const std::string& option, double fallback, double least, double most) const;

 private:
  std::vector<std::string> positions_;
  std::map<std::string, std::string> options_;
};

/** Prints `progress 0.42` lines, rising, at most ten a second. Safe to call from several threads. */
class Progress {
 public:
  /** `steps` calls of step() make the whole stage. */
  explicit Progress(std::size_t steps) : steps_(steps) {}
  void step();

 private:
  const std::size_t steps_;
  std::size_t taken_ = 0;
  double printedAt_ = -1;
  std::mutex mutex_;
};

/** Figures of a run, printed as one JSON object. */
using Figures = std::map<std::string, double>;

/** Runs a stage's body, prints its figures with the seconds it took, and turns exceptions into exit codes. */
int runStage(const std::function<Figures()>& body);

/** Makes a folder and its parents. */
void makeFolder(const std::string& path);

}  // namespace scan
