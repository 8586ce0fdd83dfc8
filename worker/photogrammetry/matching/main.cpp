#include <string>

#include "common/atomic-file.h"
#include "common/stage.h"
#include "matching/matching.h"

namespace {

// COLMAP drops pairs with fewer inliers: such a pair need not be written.
constexpr size_t minMatches = 15;

std::string describePair(const matching::ImageFeatures& first, const matching::ImageFeatures& second,
                         const std::vector<matching::Match>& matches) {
  std::string text = first.name + ' ' + second.name + '\n';
  for (const auto& [a, b] : matches) text += std::to_string(a) + ' ' + std::to_string(b) + '\n';
  return text + '\n';
}

scan::Figures matchAll(const std::string& featuresPath, const std::string& matchesPath,
                       const matching::PairOptions& options, const matching::MatchOptions& match) {
  const auto images = matching::readFeatures(featuresPath);
  const auto pairs = matching::choosePairs(images, options, match);
  scan::Progress progress(pairs.size());
  scan::AtomicFile file(matchesPath);
  double written = 0, matched = 0;
#pragma omp parallel for schedule(dynamic)
  for (size_t i = 0; i < pairs.size(); i++) {
    const auto& first = images[pairs[i].first];
    const auto& second = images[pairs[i].second];
    const auto matches = matching::matchFeatures(first, second, match);
    progress.step();
    if (matches.size() < minMatches) continue;
    const std::string text = describePair(first, second, matches);
#pragma omp critical
    {
      file.write(text.data(), text.size());
      written++;
      matched += static_cast<double>(matches.size());
    }
  }
  file.commit();
  return {{"images", double(images.size())}, {"pairs", double(pairs.size())}, {"matchedPairs", written},
          {"matches", matched}};
}

}  // namespace

int main(int argc, char** argv) {
  return scan::runStage([&] {
    const scan::Arguments arguments(argc, argv, "matching FEATURES MATCHES [--neighbours N] [--known N] [--moved PX]", 2,
                                    {"neighbours", "known", "moved"});
    matching::PairOptions options;
    options.neighbours = static_cast<int>(arguments.number("neighbours", options.neighbours, 0, 1000));
    options.known = static_cast<int>(arguments.number("known", 0, 0, 100000));
    matching::MatchOptions match;
    match.leastMotion = static_cast<float>(arguments.number("moved", 0, 0, 100));
    return matchAll(arguments.at(0), arguments.at(1), options, match);
  });
}
