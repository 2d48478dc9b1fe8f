// Functions of one number at points where their values are known.
#include <catch2/catch.hpp>
#include <cmath>

#include "workloads/graph/graph.hpp"

using mho::evaluate;
using mho::Function;

namespace {

// The constants are given to 15 digits.
constexpr double kDigits = 1e-14;

double value(Function function, double x, double alpha = 1, double beta = 1) {
  return evaluate(function, x, alpha, beta);
}

}  // namespace

TEST_CASE("sigmoid, Gelu, SiLU and Mish have their known values at 1 and vanish far below 0") {
  CHECK(value(Function::sigmoid, 1) == Approx(0.731058578630005).epsilon(kDigits));
  // Phi(1) of the normal distribution
  CHECK(value(Function::gelu, 1) == Approx(0.841344746068543).epsilon(kDigits));
  CHECK(value(Function::silu, 1) == Approx(0.731058578630005).epsilon(kDigits));
  CHECK(value(Function::softplus, 1) == Approx(1.31326168751822).epsilon(kDigits));
  for (const Function function :
       {Function::sigmoid, Function::gelu, Function::gelu_tanh, Function::silu, Function::mish,
        Function::softplus, Function::exp, Function::hard_sigmoid, Function::hard_swish}) {
    INFO(name(function));
    CHECK(std::fabs(value(function, -1000, 1.0 / 6, 0.5)) < 1e-300);
    CHECK(std::isfinite(value(function, 700, 1.0 / 6, 0.5)));
  }
}

TEST_CASE(
    "the tanh form of Gelu differs from Gelu by less than 0.0005, and somewhere by more than "
    "0.0004") {
  double worst = 0;
  for (int step = -800; step <= 800; ++step) {
    const double x = step / 100.0;
    worst = std::fmax(worst, std::fabs(value(Function::gelu, x) - value(Function::gelu_tanh, x)));
  }
  CHECK(worst < 0.0005);
  CHECK(worst > 0.0004);
}

TEST_CASE("functions with knees have the right value on both sides of each") {
  CHECK(value(Function::leaky_relu, -2, 0.1) == -0.2);
  CHECK(value(Function::leaky_relu, 2, 0.1) == 2);
  CHECK(value(Function::thresholded_relu, 1, 1) == 0);
  CHECK(value(Function::thresholded_relu, 1.5, 1) == 1.5);
  CHECK(value(Function::hard_sigmoid, -3, 1.0 / 6, 0.5) == 0);
  CHECK(value(Function::hard_sigmoid, 3, 1.0 / 6, 0.5) == 1);
  CHECK(value(Function::hard_swish, -3) == 0);
  CHECK(value(Function::hard_swish, 3) == 3);
  CHECK(value(Function::elu, -1, 2) == 2 * std::expm1(-1));
  CHECK(value(Function::celu, -1, 2) == 2 * std::expm1(-0.5));
  CHECK(value(Function::selu, -1, 2, 3) == 6 * std::expm1(-1));
  CHECK(value(Function::sign, 0) == 0);
  CHECK(value(Function::sign, -0.1) == -1);
}

TEST_CASE("round takes halves to the even number") {
  CHECK(value(Function::round, 0.5) == 0);
  CHECK(value(Function::round, 1.5) == 2);
  CHECK(value(Function::round, -2.5) == -2);
}
