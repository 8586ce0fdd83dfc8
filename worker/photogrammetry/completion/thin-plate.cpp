#include "completion/thin-plate.h"

#include <Eigen/Sparse>
#include <cmath>
#include <random>
#include <vector>

#include "common/statistics.h"

namespace scan {
namespace {

using Sparse = Eigen::SparseMatrix<double>;

cv::Mat numberInside(const cv::Mat& inside, int& count) {
  cv::Mat number(inside.size(), CV_32SC1, cv::Scalar(-1));
  count = 0;
  for (int y = 0; y < inside.rows; ++y)
    for (int x = 0; x < inside.cols; ++x)
      if (inside.at<std::uint8_t>(y, x) != 0) number.at<int>(y, x) = count++;
  return number;
}

struct Data {
  Eigen::VectorXd value, trust;  ///< inverse depth in shares of its median; 0 without trust
  double median = 0;
  int cells = 0;
};

Data gatherData(const Cells& cells, const cv::Mat& number, int count) {
  const Eigen::VectorXd none = Eigen::VectorXd::Zero(count);
  Data data{none, none};
  std::vector<float> values;
  for (int y = 0; y < number.rows; ++y)
    for (int x = 0; x < number.cols; ++x) {
      const int i = number.at<int>(y, x);
      if (i < 0) continue;
      const bool matched = cells.inverse.at<float>(y, x) > 0;
      if (!matched && cells.rims.inverse.empty()) continue;
      const float inverse = (matched ? cells.inverse : cells.rims.inverse).at<float>(y, x);
      if (!(inverse > 0)) continue;
      data.value[i] = inverse;
      data.trust[i] = (matched ? cells.trust : cells.rims.trust).at<float>(y, x);
      values.push_back(inverse);
    }
  data.cells = int(values.size());
  if (data.cells > 0) {
    data.median = median(values);
    data.value /= data.median;
  }
  return data;
}

/** Standard deviation of each cell of the surface of least energy, in units of a fully trusted cell's own. */
Eigen::VectorXd deviations(const Eigen::SimplicialLDLT<Sparse>& solver, Eigen::MatrixXd loads, const Eigen::VectorXd& dataWeight, double trusted) {
  std::mt19937 random(2);
  std::normal_distribution<double> normal;
  for (Eigen::Index sample = 0; sample < loads.cols(); ++sample)
    for (Eigen::Index i = 0; i < loads.rows(); ++i) loads(i, sample) += std::sqrt(dataWeight[i]) * normal(random);
  const Eigen::MatrixXd samples = solver.solve(loads);
  return (trusted * samples.rowwise().squaredNorm() / double(samples.cols())).cwiseSqrt();
}

}  // namespace

Completed completeThinPlate(const Cells& cells, const ThinPlateOptions& options) {
  int count = 0;
  const cv::Mat number = numberInside(cells.inside, count);
  const Data data = gatherData(cells, number, count);
  if (data.cells < 100) return {};
  const Bending bending = bendingOf(cells, number, count, options.bending, options.samples);
  Eigen::SimplicialLDLT<Sparse> solver;
  Eigen::VectorXd weight = options.dataWeight * data.trust, used, solution;
  for (int round = 0; round < options.rounds; ++round) {
    Sparse system = bending.energy;
    used = weight;
    system.diagonal() += used;
    if (round == 0) solver.analyzePattern(system);
    solver.factorize(system);
    if (solver.info() != Eigen::Success) return {};
    solution = solver.solve(weight.cwiseProduct(data.value));
    const double scale = std::max(1.0, options.firstScale / double(1 << round));
    for (int i = 0; i < count; ++i) {
      const double residual = data.value[i] - solution[i];
      const double relative = residual / scale / (residual < 0 ? options.tooDeep : options.tooNear);
      weight[i] = options.dataWeight * data.trust[i] / ((1 + relative * relative) * (1 + relative * relative));  // Geman and McClure
    }
  }
  const Eigen::VectorXd deviation = deviations(solver, bending.loads, used, options.dataWeight);
  Completed completed{cv::Mat::zeros(number.size(), CV_32FC1), cv::Mat::zeros(number.size(), CV_32FC1), cv::Mat::zeros(number.size(), CV_8UC1)};
  for (int y = 0; y < number.rows; ++y)
    for (int x = 0; x < number.cols; ++x) {
      const int i = number.at<int>(y, x);
      if (i < 0) continue;
      completed.inverse.at<float>(y, x) = float(std::max(0.0, solution[i] * data.median));
      completed.deviation.at<float>(y, x) = float(deviation[i]);
      const bool matched = cells.inverse.at<float>(y, x) > 0 && data.trust[i] > 0;
      if (matched && std::abs(data.value[i] - solution[i]) < options.fits * solution[i]) completed.kept.at<std::uint8_t>(y, x) = 255;
    }
  return completed;
}

}  // namespace scan
