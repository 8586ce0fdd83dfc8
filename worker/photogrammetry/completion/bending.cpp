#include "completion/bending.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace scan {
namespace {

struct Weighed {
  cv::Point offset;
  double weight;
};

/** A derivative as weights on cells. */
using Stencil = std::vector<Weighed>;

/** Mixed derivatives count as often as there are orders to take them in. */
std::vector<Stencil> stencils(const BendingOptions& options) {
  const double b = std::sqrt(options.second), c = std::sqrt(options.third), b2 = std::sqrt(2.0) * b, c3 = std::sqrt(3.0) * c;
  return {
      {{{0, 0}, b}, {{1, 0}, -2 * b}, {{2, 0}, b}},
      {{{0, 0}, b}, {{0, 1}, -2 * b}, {{0, 2}, b}},
      {{{0, 0}, b2}, {{1, 0}, -b2}, {{0, 1}, -b2}, {{1, 1}, b2}},
      {{{0, 0}, c}, {{1, 0}, -3 * c}, {{2, 0}, 3 * c}, {{3, 0}, -c}},
      {{{0, 0}, c}, {{0, 1}, -3 * c}, {{0, 2}, 3 * c}, {{0, 3}, -c}},
      {{{0, 0}, c3}, {{1, 0}, -2 * c3}, {{2, 0}, c3}, {{0, 1}, -c3}, {{1, 1}, 2 * c3}, {{2, 1}, -c3}},
      {{{0, 0}, c3}, {{0, 1}, -2 * c3}, {{0, 2}, c3}, {{1, 0}, -c3}, {{1, 1}, 2 * c3}, {{1, 2}, -c3}},
  };
}

float distance(const cv::Mat& colour, cv::Point a, cv::Point b) {
  const cv::Vec3f d = colour.at<cv::Vec3f>(a) - colour.at<cv::Vec3f>(b);
  return std::max({std::abs(d[0]), std::abs(d[1]), std::abs(d[2])});
}

/** Of the stencil at that cell: falls with the largest contrast between its cells. 0 where it leaves the numbered ones. */
double stiffnessAt(const Stencil& stencil, cv::Point at, const cv::Mat& colour, const cv::Mat& number, const BendingOptions& options) {
  const cv::Rect frame({0, 0}, number.size());
  float contrast = 0;
  for (std::size_t k = 0; k < stencil.size(); ++k) {
    const cv::Point p = at + stencil[k].offset;
    if (!frame.contains(p) || number.at<int>(p) < 0) return 0;
    for (std::size_t j = 0; j < k; ++j) contrast = std::max(contrast, distance(colour, p, at + stencil[j].offset));
  }
  const float relative = contrast / options.edgeContrast;
  return std::max(std::exp(-relative * relative), options.leastStiffness);
}

}  // namespace

Bending bendingOf(const Cells& cells, const cv::Mat& number, int count, const BendingOptions& options, int loads) {
  Bending bending{Eigen::SparseMatrix<double>(count, count), Eigen::MatrixXd::Zero(count, loads)};
  std::vector<Eigen::Triplet<double>> entries;
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  const auto all = stencils(options);
  for (int y = 0; y < number.rows; ++y)
    for (int x = 0; x < number.cols; ++x)
      for (const Stencil& stencil : all) {
        const cv::Point at(x, y);
        const double stiffness = stiffnessAt(stencil, at, cells.colour, number, options);
        if (stiffness == 0) continue;
        const Eigen::RowVectorXd load = Eigen::RowVectorXd::NullaryExpr(loads, [&] { return normal(random); });
        for (const auto& a : stencil) {
          const int row = number.at<int>(at + a.offset);
          bending.loads.row(row) += stiffness * a.weight * load;
          for (const auto& b : stencil) entries.emplace_back(row, number.at<int>(at + b.offset), stiffness * stiffness * a.weight * b.weight);
        }
      }
  // A trace of the identity keeps cells that nothing holds (an island without data) from making it singular.
  for (int i = 0; i < count; ++i) entries.emplace_back(i, i, 1e-9);
  bending.energy.setFromTriplets(entries.begin(), entries.end());
  return bending;
}

}  // namespace scan
