#include "sim/results/validation.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace mho {

const char* name_of(Constants constants) {
  switch (constants) {
    case Constants::fitted:
      return "fitted";
    case Constants::fitted_elsewhere:
      return "fitted elsewhere";
    case Constants::blind:
      return "blind";
  }
  throw Bug("constants of no kind");
}

const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::within:
      return "ok";
    case Verdict::missed:
      return "MISSED";
    case Verdict::shown:
      return "shown";
  }
  throw Bug("a verdict of no kind");
}

double ValidatedFigure::error() const {
  const double difference = simulated - published;
  return in_points ? difference : 100 * difference / published;
}

int Validation::count(Verdict verdict) const {
  std::ptrdiff_t sum = 0;
  for (const ValidatedCase& each : cases)
    sum += std::count_if(each.figures.begin(), each.figures.end(),
                         [&](const ValidatedFigure& figure) { return figure.verdict == verdict; });
  return static_cast<int>(sum);
}

int Validation::left_out() const {
  std::size_t sum = 0;
  for (const ValidatedCase& each : cases) sum += each.left_out.size();
  return static_cast<int>(sum);
}

}  // namespace mho
