#include "completion/verify.h"

#include <cmath>

#include "common/parallel.h"

namespace scan {
namespace {

/** Another view's map with the way there, in single precision since it is asked about millions of points. */
struct Witness {
  const cv::Mat* depth;
  Eigen::Matrix3f rotation;
  Eigen::Vector3f translation;
  float fx, fy, cx, cy;
};

std::vector<Witness> witnessesOf(std::size_t view, const std::vector<Camera>& cameras, const std::vector<DepthMap>& maps,
                                 const Eigen::Vector3d& centre, const VerifyOptions& options) {
  const double least = std::cos(options.widestAngle * M_PI / 180), most = std::cos(options.narrowestAngle * M_PI / 180);
  const Eigen::Vector3d direction = (cameras[view].centre() - centre).normalized();
  std::vector<Witness> witnesses;
  for (std::size_t other = 0; other < cameras.size(); ++other) {
    const Camera& c = cameras[other];
    const double cosine = (c.centre() - centre).normalized().dot(direction);
    if (other == view || maps[other].empty() || cosine < least || cosine > most) continue;
    const Eigen::Matrix3d rotation = c.rotation * cameras[view].rotation.transpose();
    const Eigen::Vector3d translation = c.translation - rotation * cameras[view].translation;
    witnesses.push_back({&maps[other].depth, rotation.cast<float>(), translation.cast<float>(), float(c.fx), float(c.fy), float(c.cx), float(c.cy)});
  }
  return witnesses;
}

struct Votes {
  int asked = 0, agree = 0, contradict = 0;
};

Votes ask(const std::vector<Witness>& witnesses, const Eigen::Vector3f& point, const VerifyOptions& options) {
  Votes votes;
  for (const Witness& w : witnesses) {
    const Eigen::Vector3f p = w.rotation * point + w.translation;
    if (!(p.z() > 0)) continue;
    const float u = w.fx * p.x() / p.z() + w.cx, v = w.fy * p.y() / p.z() + w.cy;
    if (!(u >= 0 && v >= 0 && u < float(w.depth->cols) && v < float(w.depth->rows))) continue;
    ++votes.asked;
    const float seen = w.depth->at<float>(int(v), int(u));
    if (!(seen > 0)) continue;
    if (std::abs(p.z() - seen) < options.tolerance * seen) ++votes.agree;
    else if (options.hiddenContradicts || seen > p.z()) ++votes.contradict;
  }
  return votes;
}

}  // namespace

std::size_t verifyAcrossViews(const std::vector<Camera>& cameras, std::vector<DepthMap>& maps, const Eigen::Vector3d& centre,
                              const VerifyOptions& options) {
  std::vector<cv::Mat> verified(maps.size());
  std::vector<std::size_t> dropped(maps.size(), 0);
  parallelFor(maps.size(), [&](std::size_t view) {
    if (maps[view].empty()) return;
    const auto witnesses = witnessesOf(view, cameras, maps, centre, options);
    verified[view] = maps[view].depth.clone();
    for (int y = 0; y < verified[view].rows; ++y)
      for (int x = 0; x < verified[view].cols; ++x) {
        float& depth = verified[view].at<float>(y, x);
        if (!(depth > 0)) continue;
        const Eigen::Vector3d point = cameras[view].ray(x + 0.5, y + 0.5) * depth;
        if (options.plane) {
          const double height = options.plane->height(cameras[view].toWorld(point));
          if (height < options.lowest || height > options.highest) continue;
        }
        const Votes votes = ask(witnesses, point.cast<float>(), options);
        const bool filled = maps[view].agree.at<std::uint8_t>(y, x) == 0;
        const bool confirmed = (!(filled || options.confirmMeasured) || votes.agree >= options.leastAgreeing) &&
                               float(votes.agree) >= options.leastShare * float(votes.asked);
        if (confirmed && float(votes.contradict) <= options.mostContradicting * float(std::max(1, votes.agree))) continue;
        depth = 0;
        ++dropped[view];
      }
  });
  std::size_t total = 0;
  for (std::size_t view = 0; view < maps.size(); ++view) {
    if (!maps[view].empty()) maps[view].depth = verified[view];
    total += dropped[view];
  }
  return total;
}

}  // namespace scan
