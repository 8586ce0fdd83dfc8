#include "completion/thin-plate.h"

#include <Eigen/Sparse>
#include <array>
#include <cmath>
#include <vector>

#include "common/statistics.h"

namespace scan {
namespace {

using Sparse = Eigen::SparseMatrix<double>;

/** A second derivative as weights on up to four cells. */
struct Stencil {
  std::array<cv::Point, 4> offset;
  std::array<double, 4> weight;
  int count;
};

const double CROSS = std::sqrt(2.0);  // the mixed derivative counts twice in the bending energy
const std::array<Stencil, 3> STENCILS = {{
    {{cv::Point(0, 0), {1, 0}, {2, 0}}, {1, -2, 1}, 3},
    {{cv::Point(0, 0), {0, 1}, {0, 2}}, {1, -2, 1}, 3},
    {{cv::Point(0, 0), {1, 0}, {0, 1}, {1, 1}}, {CROSS, -CROSS, -CROSS, CROSS}, 4},
}};

float distance(const cv::Mat& colour, cv::Point a, cv::Point b) {
  const cv::Vec3f d = colour.at<cv::Vec3f>(a) - colour.at<cv::Vec3f>(b);
  return std::max({std::abs(d[0]), std::abs(d[1]), std::abs(d[2])});
}

cv::Mat numberInside(const cv::Mat& inside, int& count) {
  cv::Mat number(inside.size(), CV_32SC1, cv::Scalar(-1));
  count = 0;
  for (int y = 0; y < inside.rows; ++y)
    for (int x = 0; x < inside.cols; ++x)
      if (inside.at<std::uint8_t>(y, x) != 0) number.at<int>(y, x) = count++;
  return number;
}

/** Quadratic form of the bending energy over the numbered cells. */
Sparse bendingEnergy(const Cells& cells, const cv::Mat& number, int count, const ThinPlateOptions& options) {
  std::vector<Eigen::Triplet<double>> entries;
  const cv::Rect frame({0, 0}, number.size());
  for (int y = 0; y < number.rows; ++y)
    for (int x = 0; x < number.cols; ++x)
      for (const Stencil& stencil : STENCILS) {
        std::array<int, 4> index{};
        float contrast = 0;
        bool whole = true;
        for (int k = 0; k < stencil.count && whole; ++k) {
          const cv::Point p = cv::Point(x, y) + stencil.offset[k];
          whole = frame.contains(p) && (index[k] = number.at<int>(p)) >= 0;
          for (int j = 0; j < k && whole; ++j)
            contrast = std::max(contrast, distance(cells.colour, p, cv::Point(x, y) + stencil.offset[j]));
        }
        if (!whole) continue;
        const float relative = contrast / options.edgeContrast;
        const double stiffness = std::max(std::exp(-relative * relative), options.leastStiffness);
        for (int a = 0; a < stencil.count; ++a)
          for (int b = 0; b < stencil.count; ++b)
            entries.emplace_back(index[a], index[b], stiffness * stiffness * stencil.weight[a] * stencil.weight[b]);
      }
  Sparse energy(count, count);
  energy.setFromTriplets(entries.begin(), entries.end());
  // A trace of the identity keeps cells that nothing holds (an island without data) from making it singular.
  Sparse identity(count, count);
  identity.setIdentity();
  return energy + 1e-9 * identity;
}

struct Data {
  Eigen::VectorXd value, trust;  ///< inverse depth in shares of its median; 0 without trust
  double median = 0;
  int cells = 0;
};

Data gatherData(const Cells& cells, const cv::Mat& number, int count) {
  Data data{Eigen::VectorXd::Zero(count), Eigen::VectorXd::Zero(count)};
  std::vector<float> values;
  for (int y = 0; y < number.rows; ++y)
    for (int x = 0; x < number.cols; ++x) {
      const int i = number.at<int>(y, x);
      if (i < 0 || !(cells.inverse.at<float>(y, x) > 0)) continue;
      data.value[i] = cells.inverse.at<float>(y, x);
      data.trust[i] = cells.trust.at<float>(y, x);
      values.push_back(cells.inverse.at<float>(y, x));
    }
  data.cells = int(values.size());
  if (data.cells > 0) {
    data.median = median(values);
    data.value /= data.median;
  }
  return data;
}

}  // namespace

Completed completeThinPlate(const Cells& cells, const ThinPlateOptions& options) {
  int count = 0;
  const cv::Mat number = numberInside(cells.inside, count);
  const Data data = gatherData(cells, number, count);
  if (data.cells < 100) return {};
  const Sparse bending = bendingEnergy(cells, number, count, options);
  Eigen::SimplicialLDLT<Sparse> solver;
  Eigen::VectorXd weight = data.trust, solution;
  for (int round = 0; round < options.rounds; ++round) {
    Sparse system = bending;
    system.diagonal() += options.dataWeight * weight;
    if (round == 0) solver.analyzePattern(system);
    solver.factorize(system);
    if (solver.info() != Eigen::Success) return {};
    solution = solver.solve(options.dataWeight * weight.cwiseProduct(data.value));
    const double scale = std::max(1.0, options.firstScale / double(1 << round));
    for (int i = 0; i < count; ++i) {
      const double residual = data.value[i] - solution[i];
      const double relative = residual / scale / (residual < 0 ? options.tooDeep : options.tooNear);
      weight[i] = data.trust[i] / ((1 + relative * relative) * (1 + relative * relative));  // Geman and McClure
    }
  }
  Completed completed{cv::Mat::zeros(number.size(), CV_32FC1), cv::Mat::zeros(number.size(), CV_8UC1)};
  for (int y = 0; y < number.rows; ++y)
    for (int x = 0; x < number.cols; ++x) {
      const int i = number.at<int>(y, x);
      if (i < 0) continue;
      completed.inverse.at<float>(y, x) = float(std::max(0.0, solution[i] * data.median));
      if (data.trust[i] > 0 && std::abs(data.value[i] - solution[i]) < options.fits * solution[i]) completed.kept.at<std::uint8_t>(y, x) = 255;
    }
  return completed;
}

}  // namespace scan
