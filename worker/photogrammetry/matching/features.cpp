#include "matching/features.h"

#include <fstream>

#include "common/stage.h"

namespace matching {
namespace {

constexpr char magic[4] = {'B', 'M', 'F', '2'};
constexpr uint32_t maxImages = 100000, maxNameLength = 4096, maxRows = 1 << 20;

uint32_t readCount(std::ifstream& file, uint32_t limit, const std::string& path) {
  uint32_t count = 0;
  file.read(reinterpret_cast<char*>(&count), sizeof count);
  if (!file || count > limit) throw scan::BadInput("malformed features in " + path);
  return count;
}

ImageFeatures readImage(std::ifstream& file, const std::string& path) {
  ImageFeatures image;
  image.name.resize(readCount(file, maxNameLength, path));
  file.read(image.name.data(), static_cast<std::streamsize>(image.name.size()));
  const uint32_t rows = readCount(file, maxRows, path);
  image.keypoints.resize(rows);
  file.read(reinterpret_cast<char*>(image.keypoints.data()), rows * sizeof(Keypoint));
  Eigen::Matrix<uint8_t, Eigen::Dynamic, 128, Eigen::RowMajor> bytes(rows, 128);
  file.read(reinterpret_cast<char*>(bytes.data()), bytes.size());
  if (!file) throw scan::BadInput("features cut off in " + path);
  image.descriptors = bytes.cast<float>();
  // COLMAP rounds after scaling by 512: back to unit length, so that a dot product is the cosine of the angle.
  image.descriptors.rowwise().normalize();
  return image;
}

}  // namespace

std::vector<ImageFeatures> readFeatures(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  char found[4] = {};
  file.read(found, sizeof found);
  if (!file || !std::equal(found, found + 4, magic)) throw scan::BadInput("no features in " + path);
  std::vector<ImageFeatures> images(readCount(file, maxImages, path));
  for (ImageFeatures& image : images) image = readImage(file, path);
  return images;
}

}  // namespace matching
