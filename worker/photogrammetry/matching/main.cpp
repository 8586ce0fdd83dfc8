// matching FEATURES MATCHES [--neighbours N]
// Compares the features of all frames and writes raw matches for COLMAP's matches_importer (formats in ../README.md).
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>

#include "matching/matching.h"

namespace {

// COLMAP drops pairs with fewer inliers: such a pair need not be written.
constexpr size_t minMatches = 15;
constexpr double previewShare = 0.3;  // of the running time

void writePair(std::ofstream& file, const matching::ImageFeatures& first, const matching::ImageFeatures& second,
               const std::vector<matching::Match>& matches) {
  std::string text = first.name + ' ' + second.name + '\n';
  for (const auto& [a, b] : matches) text += std::to_string(a) + ' ' + std::to_string(b) + '\n';
  file << text << '\n';
}

void report(double share) {
  std::printf("progress %.3f\n", share);
  std::fflush(stdout);
}

void run(const std::string& featuresPath, const std::string& matchesPath, int neighbours) {
  const auto start = std::chrono::steady_clock::now();
  const auto images = matching::readFeatures(featuresPath);
  matching::PairOptions options;
  options.neighbours = neighbours;
  const auto pairs =
      matching::choosePairs(images, options, [](double share) { report(previewShare * share); });
  const std::string partial = matchesPath + ".partial";
  std::ofstream file(partial);
  size_t written = 0, matched = 0, done = 0;
#pragma omp parallel for schedule(dynamic)
  for (size_t i = 0; i < pairs.size(); i++) {
    const auto& first = images[pairs[i].first];
    const auto& second = images[pairs[i].second];
    const auto matches = matching::matchDescriptors(first.descriptors, second.descriptors);
#pragma omp critical
    {
      if (matches.size() >= minMatches) {
        writePair(file, first, second, matches);
        written++;
        matched += matches.size();
      }
      if (++done % 20 == 0) report(previewShare + (1 - previewShare) * static_cast<double>(done) / pairs.size());
    }
  }
  file.close();
  if (!file) throw std::ios_base::failure("cannot write " + partial + ": " + std::strerror(errno));
  std::filesystem::rename(partial, matchesPath);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  std::printf("result {\"images\":%zu,\"pairs\":%zu,\"matchedPairs\":%zu,\"matches\":%zu,\"seconds\":%.1f}\n",
              images.size(), pairs.size(), written, matched, seconds.count());
}

}  // namespace

int main(int argc, char** argv) {
  const bool withNeighbours = argc == 5 && std::string(argv[3]) == "--neighbours";
  if (argc != 3 && !withNeighbours) {
    std::fprintf(stderr, "error: usage: matching FEATURES MATCHES [--neighbours N]\n");
    return 2;
  }
  try {
    run(argv[1], argv[2], withNeighbours ? std::atoi(argv[4]) : matching::PairOptions{}.neighbours);
    return 0;
  } catch (const std::ios_base::failure& failure) {
    std::fprintf(stderr, "error: %s\n", failure.what());
    return 1;
  } catch (const std::exception& exception) {
    std::fprintf(stderr, "error: %s\n", exception.what());
    return 2;
  }
}
