#include "masks/graph-cut.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc/detail/gcgraph.hpp>

namespace scan {
namespace {

/** What two neighbours of one colour apart cost: as much as colours say of two pixels when they are sure. */
constexpr double SEPARATION = 8;

/** Neighbours that come before a pixel; with those that come after, eight. */
const std::array<cv::Point, 4> BEFORE = {{{-1, 0}, {-1, -1}, {0, -1}, {1, -1}}};

/** Calls visit(pixel, neighbour, squared difference of colour) once for every pair. */
template <class Visit>
void forPairs(const cv::Mat& lab, const Visit& visit) {
  const cv::Rect frame({0, 0}, lab.size());
  for (int y = 0; y < lab.rows; ++y)
    for (int x = 0; x < lab.cols; ++x)
      for (const auto& step : BEFORE) {
        const cv::Point p(x, y), q = p + step;
        if (!frame.contains(q)) continue;
        const cv::Vec3f difference = lab.at<cv::Vec3f>(p) - lab.at<cv::Vec3f>(q);
        visit(p, q, double(difference.dot(difference)));
      }
}

/** Of what differs between neighbours in this picture: twice the mean falls to a weight of 1/e, as in GrabCut. */
double contrastScale(const cv::Mat& lab) {
  double sum = 0, count = 0;
  forPairs(lab, [&](cv::Point, cv::Point, double difference) { sum += difference, ++count; });
  return sum > 0 ? count / (2 * sum) : 0;
}

}  // namespace

cv::Mat cutAlongEdges(const cv::Mat& lab, const cv::Mat& logOdds) {
  const int pixels = lab.rows * lab.cols;
  cv::detail::GCGraph<double> graph(pixels, 8 * pixels);
  for (int y = 0; y < lab.rows; ++y)
    for (int x = 0; x < lab.cols; ++x) {
      const double odds = logOdds.at<float>(y, x);
      graph.addTermWeights(graph.addVtx(), std::max(odds, 0.0), std::max(-odds, 0.0));
    }
  const double scale = contrastScale(lab);
  forPairs(lab, [&](cv::Point p, cv::Point q, double difference) {
    const double weight = SEPARATION * std::exp(-scale * difference) / cv::norm(p - q);
    graph.addEdges(p.y * lab.cols + p.x, q.y * lab.cols + q.x, weight, weight);
  });
  graph.maxFlow();
  cv::Mat item(lab.size(), CV_8UC1);
  for (int y = 0; y < lab.rows; ++y)
    for (int x = 0; x < lab.cols; ++x) item.at<std::uint8_t>(y, x) = graph.inSourceSegment(y * lab.cols + x) ? 255 : 0;
  return item;
}

}  // namespace scan
