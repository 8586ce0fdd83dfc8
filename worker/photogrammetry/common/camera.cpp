#include "common/camera.h"

#include <algorithm>
#include <fstream>
#include <map>

#include "common/stage.h"

namespace scan {
namespace {

/** Little-endian binary reader that names its file when the file ends too early. */
class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path), stream_(path, std::ios::binary) {
    if (!stream_) throw BadInput("cannot open " + path);
  }
  template <class T>
  T next() {
    T value;
    if (!stream_.read(reinterpret_cast<char*>(&value), sizeof value)) throw BadInput(path_ + " ends too early");
    return value;
  }
  std::string nextString() {
    std::string text;
    for (char c = next<char>(); c != '\0'; c = next<char>()) text += c;
    return text;
  }
  Eigen::Vector3d nextVector() {
    const double x = next<double>(), y = next<double>(), z = next<double>();
    return {x, y, z};
  }
  void skip(std::uint64_t bytes) { stream_.seekg(static_cast<std::streamoff>(bytes), std::ios::cur); }

 private:
  std::string path_;
  std::ifstream stream_;
};

/** COLMAP's numbers for the two camera models without distortion. */
enum ColmapModel { SIMPLE_PINHOLE = 0, PINHOLE = 1 };

std::map<std::uint32_t, Camera> readIntrinsics(const std::string& path) {
  Reader in(path);
  std::map<std::uint32_t, Camera> byId;
  for (auto left = in.next<std::uint64_t>(); left > 0; --left) {
    const auto id = in.next<std::uint32_t>();
    const auto model = in.next<std::int32_t>();
    Camera camera;
    camera.width = static_cast<int>(in.next<std::uint64_t>());
    camera.height = static_cast<int>(in.next<std::uint64_t>());
    if (model != PINHOLE && model != SIMPLE_PINHOLE)
      throw BadInput(path + " holds a camera with lens distortion; undistort the images first");
    camera.fx = in.next<double>();
    camera.fy = model == PINHOLE ? in.next<double>() : camera.fx;
    camera.cx = in.next<double>();
    camera.cy = in.next<double>();
    byId[id] = camera;
  }
  return byId;
}

std::string withoutExtension(const std::string& name) {
  const auto dot = name.rfind('.');
  return dot == std::string::npos ? name : name.substr(0, dot);
}

struct PosedImage {
  std::uint32_t id;
  Camera camera;
};

std::vector<PosedImage> readPoses(const std::string& path, const std::map<std::uint32_t, Camera>& intrinsics) {
  Reader in(path);
  std::vector<PosedImage> images;
  for (auto left = in.next<std::uint64_t>(); left > 0; --left) {
    const auto id = in.next<std::uint32_t>();
    const double w = in.next<double>(), x = in.next<double>(), y = in.next<double>(), z = in.next<double>();
    const Eigen::Vector3d translation = in.nextVector();
    const auto found = intrinsics.find(in.next<std::uint32_t>());
    if (found == intrinsics.end()) throw BadInput(path + " names a camera that cameras.bin lacks");
    Camera camera = found->second;
    camera.rotation = Eigen::Quaterniond(w, x, y, z).normalized().toRotationMatrix();
    camera.translation = translation;
    camera.stem = withoutExtension(in.nextString());
    const std::uint64_t observationBytes = 8 + 8 + 8;  // x, y, id of the sparse point
    in.skip(in.next<std::uint64_t>() * observationBytes);
    images.push_back({id, camera});
  }
  std::sort(images.begin(), images.end(),
            [](const PosedImage& a, const PosedImage& b) { return a.camera.stem < b.camera.stem; });
  return images;
}

std::vector<SparsePoint> readPoints(const std::string& path, const std::map<std::uint32_t, int>& viewOfImage) {
  Reader in(path);
  std::vector<SparsePoint> points;
  for (auto left = in.next<std::uint64_t>(); left > 0; --left) {
    in.next<std::uint64_t>();  // id
    SparsePoint point;
    point.position = in.nextVector();
    in.skip(3);  // colour
    point.error = in.next<double>();
    for (auto track = in.next<std::uint64_t>(); track > 0; --track) {
      const auto view = viewOfImage.find(in.next<std::uint32_t>());
      in.skip(4);  // index of the keypoint
      if (view == viewOfImage.end()) throw BadInput(path + " names an image that images.bin lacks");
      point.views.push_back(view->second);
    }
    std::sort(point.views.begin(), point.views.end());
    point.views.erase(std::unique(point.views.begin(), point.views.end()), point.views.end());
    points.push_back(std::move(point));
  }
  return points;
}

}  // namespace

Camera Camera::resized(int newWidth, int newHeight) const {
  Camera other = *this;
  const double sx = static_cast<double>(newWidth) / width, sy = static_cast<double>(newHeight) / height;
  other.width = newWidth;
  other.height = newHeight;
  other.fx *= sx;
  other.cx *= sx;
  other.fy *= sy;
  other.cy *= sy;
  return other;
}

Scene readScene(const std::string& folder) {
  Scene scene;
  scene.folder = folder;
  const auto images = readPoses(folder + "/sparse/images.bin", readIntrinsics(folder + "/sparse/cameras.bin"));
  if (images.empty()) throw BadInput(folder + "/sparse holds no registered image");
  std::map<std::uint32_t, int> viewOfImage;
  for (const auto& image : images) {
    viewOfImage[image.id] = static_cast<int>(scene.cameras.size());
    scene.cameras.push_back(image.camera);
  }
  scene.points = readPoints(folder + "/sparse/points3D.bin", viewOfImage);
  return scene;
}

}  // namespace scan
