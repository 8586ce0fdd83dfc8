#include <algorithm>
#include <cstdio>
#include <fstream>
#include <random>

#include "common/stage.h"
#include "matching/matching.h"
#include "testing/testing.h"

namespace {

using matching::Descriptors;
using matching::ImageFeatures;

/** Unit rows of positive numbers, as SIFT's are. */
Descriptors randomDescriptors(int rows, unsigned seed) {
  std::mt19937 random(seed);
  std::exponential_distribution<float> distribution(1);
  Descriptors descriptors(rows, 128);
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < 128; column++) descriptors(row, column) = distribution(random);
  descriptors.rowwise().normalize();
  return descriptors;
}

/** The same things seen again: a little noise, in reverse order. */
Descriptors seenAgain(const Descriptors& descriptors, unsigned seed) {
  Descriptors again = descriptors.colwise().reverse() + 0.1f * randomDescriptors(descriptors.rows(), seed);
  again.rowwise().normalize();
  return again;
}

ImageFeatures image(const std::string& name, const Descriptors& descriptors) {
  return {name, std::vector<matching::Keypoint>(descriptors.rows(), {0, 0, 2}), descriptors};
}

}  // namespace

TEST("matching: what is seen twice is found, each once, and nothing else") {
  // More rows than one block holds.
  const Descriptors common = randomDescriptors(600, 1);
  Descriptors first(900, 128), second(700, 128);
  first << common, randomDescriptors(300, 2);
  second << randomDescriptors(100, 3), seenAgain(common, 4);
  const auto matches = matching::matchDescriptors(first, second);
  const auto right = std::count_if(matches.begin(), matches.end(), [](const matching::Match& match) {
    return match.first < 600 && match.second == 100 + 599 - match.first;
  });
  CHECK(right > 590);
  CHECK(static_cast<size_t>(right) == matches.size());
}

TEST("matching: a thing that looks like two others is ambiguous and is not matched") {
  Descriptors first = randomDescriptors(20, 5), second(40, 128);
  second << first, first;
  CHECK(matching::matchDescriptors(first, second).empty());
}

TEST("matching: fewer than two features match nothing") {
  CHECK(matching::matchDescriptors(randomDescriptors(1, 6), randomDescriptors(30, 7)).empty());
  CHECK(matching::matchDescriptors(Descriptors(0, 128), Descriptors(0, 128)).empty());
}

TEST("matching: of an item that turned, what stayed where it was is the room's, and makes no pair") {
  const Descriptors item = randomDescriptors(40, 12), room = randomDescriptors(60, 13);
  Descriptors both(100, 128);
  both << item, room;
  ImageFeatures first = image("0", both), second = image("1", both), other = image("2", randomDescriptors(100, 14));
  other.descriptors.bottomRows(60) = room;
  for (int row = 0; row < 40; row++) second.keypoints[row].x += 1.5f;
  matching::MatchOptions options;
  options.leastMotion = 1;
  const auto matches = matching::matchFeatures(first, second, options);
  CHECK(matches.size() == 40);
  CHECK(std::all_of(matches.begin(), matches.end(), [](const matching::Match& match) { return match.first < 40; }));
  matching::PairOptions pairing;
  pairing.neighbours = 0;
  CHECK(matching::choosePairs({first, second, other}, pairing, options).size() == 1);
  CHECK(matching::choosePairs({first, second, other}, pairing).size() == 3);
}

TEST("matching: pairs are neighbours in the film and frames that show the same") {
  const Descriptors start = randomDescriptors(100, 10);
  std::vector<ImageFeatures> images;
  for (unsigned i = 0; i < 30; i++) images.push_back(image(std::to_string(i), randomDescriptors(100, 20 + i)));
  images[0] = image("0", start);
  images[29] = image("29", seenAgain(start, 11));  // the walk closes its circle
  matching::PairOptions options;
  options.neighbours = 2;
  const auto pairs = matching::choosePairs(images, options);
  const auto has = [&](int a, int b) {
    return std::find(pairs.begin(), pairs.end(), matching::ImagePair(a, b)) != pairs.end();
  };
  CHECK(has(0, 29) && has(0, 1) && has(0, 2) && has(27, 29));
  CHECK(!has(0, 3) && !has(10, 20));
  CHECK(pairs.size() == 29 + 28 + 1);
  // A clip of two frames joins the 28 that are matched already.
  options.known = 28;
  const auto added = matching::choosePairs(images, options);
  CHECK(std::all_of(added.begin(), added.end(), [](const matching::ImagePair& pair) { return pair.second >= 28; }));
  CHECK(added.size() == 2 + 2 + 1);
}

TEST("matching: features are read back, and a file that was cut off is refused") {
  const std::string path = "features.test.tmp";
  const auto write = [&](size_t bytesLeftOut) {
    std::string bytes = "BMF2";
    const auto put = [&](const void* data, size_t size) { bytes.append(static_cast<const char*>(data), size); };
    const uint32_t images = 1, nameLength = 5, rows = 2;
    const matching::Keypoint keypoints[2] = {{10, 20, 1.5f}, {30.5f, 40, 4}};
    put(&images, 4), put(&nameLength, 4), put("a.ppm", 5), put(&rows, 4), put(keypoints, sizeof keypoints);
    for (int i = 0; i < 256; i++) bytes.push_back(static_cast<char>(i % 128 == 3 ? 200 : 0));
    bytes.resize(bytes.size() - bytesLeftOut);
    std::ofstream(path, std::ios::binary) << bytes;
  };
  write(0);
  const auto images = matching::readFeatures(path);
  CHECK(images.size() == 1 && images[0].name == "a.ppm");
  CHECK_NEAR(images[0].keypoints[1].x, 30.5, 0);
  CHECK_NEAR(images[0].keypoints[1].scale, 4, 0);
  CHECK_NEAR(images[0].descriptors(1, 3), 1, 1e-6);
  write(1);
  CHECK_THROWS(scan::BadInput, matching::readFeatures(path));
  std::remove(path.c_str());
  CHECK_THROWS(scan::BadInput, matching::readFeatures(path));
}
