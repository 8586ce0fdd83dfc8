#include "common/image-io.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "common/atomic-file.h"
#include "common/stage.h"

namespace scan {
namespace {

/** One header word, skipping white space and # comments as the formats ask. */
std::string headerWord(std::istream& in) {
  std::string word;
  while (in >> std::ws && in.peek() == '#') std::getline(in, word);
  in >> word;
  return word;
}

struct Header {
  std::string magic;
  int width = 0, height = 0;
};

/** Reads magic, width, height and the last number (maximum or scale); leaves the stream at the first pixel. */
Header readHeader(std::istream& in, const std::string& path, std::string& last) {
  Header header;
  header.magic = headerWord(in);
  header.width = std::atoi(headerWord(in).c_str());
  header.height = std::atoi(headerWord(in).c_str());
  last = headerWord(in);
  in.get();
  const int largest = 1 << 15;
  if (!in || header.width < 1 || header.height < 1 || header.width > largest || header.height > largest)
    throw BadInput(path + " has no valid image header");
  return header;
}

cv::Mat readBytes(const std::string& path, const std::string& magic, int type) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw BadInput("cannot open " + path);
  std::string maximum;
  const Header header = readHeader(in, path, maximum);
  if (header.magic != magic || maximum != "255") throw BadInput(path + " is not 8-bit binary " + magic);
  cv::Mat image(header.height, header.width, type);
  const auto bytes = static_cast<std::streamsize>(image.total() * image.elemSize());
  if (!in.read(reinterpret_cast<char*>(image.data), bytes)) throw BadInput(path + " ends too early");
  return image;
}

}  // namespace

cv::Mat readPpm(const std::string& path) { return readBytes(path, "P6", CV_8UC3); }
cv::Mat readPgm(const std::string& path) { return readBytes(path, "P5", CV_8UC1); }

void writePnm(const std::string& path, const cv::Mat& image) {
  CV_Assert(image.type() == CV_8UC1 || image.type() == CV_8UC3);
  AtomicFile file(path);
  file.stream() << (image.channels() == 3 ? "P6" : "P5") << '\n' << image.cols << ' ' << image.rows << "\n255\n";
  for (int y = 0; y < image.rows; ++y) file.write(image.ptr(y), image.cols * image.elemSize());
  file.commit();
}

cv::Mat readPfm(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw BadInput("cannot open " + path);
  std::string scale;
  const Header header = readHeader(in, path, scale);
  const bool colour = header.magic == "PF";
  if ((!colour && header.magic != "Pf") || std::atof(scale.c_str()) >= 0)
    throw BadInput(path + " is not a little-endian PFM");
  cv::Mat map(header.height, header.width, colour ? CV_32FC3 : CV_32FC1);
  for (int y = map.rows - 1; y >= 0; --y)
    if (!in.read(reinterpret_cast<char*>(map.ptr(y)), static_cast<std::streamsize>(map.cols * map.elemSize())))
      throw BadInput(path + " ends too early");
  return map;
}

void writePfm(const std::string& path, const cv::Mat& map) {
  CV_Assert(map.type() == CV_32FC1 || map.type() == CV_32FC3);
  AtomicFile file(path);
  file.stream() << (map.channels() == 3 ? "PF" : "Pf") << '\n' << map.cols << ' ' << map.rows << "\n-1\n";
  for (int y = map.rows - 1; y >= 0; --y) file.write(map.ptr(y), map.cols * map.elemSize());
  file.commit();
}

bool fileExists(const std::string& path) { return std::filesystem::exists(path); }

}  // namespace scan
