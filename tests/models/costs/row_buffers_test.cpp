// Buffers, followers and ladders that hold a row, against their equations and limits.
#include <Eigen/Dense>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/models/costs/cost_case.hpp"

namespace mho {
namespace {

/// 128 cells of 0.1 um: 12.8 um x 0.2 fF, and 128 gates of 56 nm x 1 fF/um.
constexpr double kRow = 12.8 * 0.2e-15 + 128 * 56e-9 * 1e-9;

Duty held(int bits, double hold) {
  Duty asked = duty(bits, 0, 28);
  asked.hold = from_si<Time>(hold);
  return asked;
}

TEST_CASE(
    "a class-A buffer idles at the current that settles the row and that its cells may draw") {
  // ln(2^5) C / 1 ns is gm of 4 bits; two branches of gm / (10 per V).
  const double settles = 2 * 5 * std::log(2.0) * kRow / 1e-9 / 10;
  const auto power = [](const char* keys) {
    return circuit_model(std::string("kind: class_a_buffer, settling: 1 ns") + keys)
        ->cost(held(4, 10e-9))
        .leakage.value();
  };
  const double logic = circuit_model("kind: class_a_buffer, settling: 1 ns, switched: true")
                           ->cost(held(4, 10e-9))
                           .leakage.value();
  CHECK(power("") - logic == Approx(0.9 * settles));
  CHECK(power(", load_current: 5 uA") - power("") == Approx(0.9 * 5e-6));
  // Half of the time to settle: twice the current.
  CHECK(circuit_model("kind: class_a_buffer, settling: 0.5 ns")
                ->cost(held(4, 10e-9))
                .leakage.value() -
            logic ==
        Approx(2 * 0.9 * settles));
}

TEST_CASE("a switched bias takes what one that always flows takes in the time of a drive") {
  for (const char* kind : {"class_a_buffer", "source_follower"}) {
    const std::string keys = std::string("kind: ") + kind + ", settling: 1 ns";
    const Cost always = circuit_model(keys)->cost(held(3, 9e-9));
    const Cost switched = circuit_model(keys + ", switched: true")->cost(held(3, 9e-9));
    CHECK((switched.energy - always.energy).value() ==
          Approx((always.leakage - switched.leakage).value() * 10e-9));
    CHECK(switched.delay == always.delay);
    CHECK(switched.area == always.area);
  }
}

TEST_CASE("a follower takes one branch, or what pulls the row down in time") {
  const auto bias = [](double swing) {
    Duty asked = held(7, 0);
    asked.swing = from_si<Voltage>(swing);
    const auto with = [&](const char* more) {
      return circuit_model(std::string("kind: source_follower, settling: 1 ns") + more)
          ->cost(asked)
          .leakage.value();
    };
    return (with("") - with(", switched: true")) / 0.9;
  };
  // ln(2^8) / 10 = 0.55 V: below that swing the pole decides, above it slewing.
  CHECK(bias(0.1) == Approx(8 * std::log(2.0) * kRow / 1e-9 / 10));
  CHECK(bias(0.8) == Approx(kRow * 0.8 / 1e-9));
}

TEST_CASE("rows that are priced elsewhere leave their charge out of every buffer") {
  for (const char* keys :
       {"kind: class_a_buffer", "kind: source_follower",
        "kind: r_2r_dac, unit_area: 1 um2, designed_node: 28 nm, source: test"}) {
    Duty priced = held(2, 0);
    priced.row_is_priced = true;
    const auto model = circuit_model(keys);
    INFO(keys);
    CHECK((model->cost(held(2, 0)).energy - model->cost(priced).energy).value() ==
          Approx(kRow * 0.81));
  }
}

/// Power that a ladder of 1 Ohm takes from a reference of 1 V, on average over all codes: nodal
/// analysis, the MSB at the row.
double ladder_power(int bits) {
  Eigen::MatrixXd g = Eigen::MatrixXd::Zero(bits, bits);
  for (int n = 0; n < bits; ++n) {
    g(n, n) += 0.5;
    if (n == 0) g(n, n) += 0.5;
    if (n + 1 < bits) {
      g(n, n) += 1;
      g(n + 1, n + 1) += 1;
      g(n, n + 1) -= 1;
      g(n + 1, n) -= 1;
    }
  }
  double sum = 0;
  for (int code = 0; code < 1 << bits; ++code) {
    Eigen::VectorXd legs(bits);
    for (int n = 0; n < bits; ++n) legs(n) = (code >> n & 1) != 0 ? 1 : 0;
    const Eigen::VectorXd nodes = g.ldlt().solve(0.5 * legs);
    CHECK(nodes(bits - 1) == Approx(static_cast<double>(code) / (1 << bits)));
    sum += legs.dot(0.5 * (legs - nodes));
  }
  return sum / (1 << bits);
}

TEST_CASE("an R-2R ladder takes the mean power over its codes, by nodal analysis") {
  for (const int bits : {1, 2, 4, 8}) {
    const std::string keys =
        "kind: r_2r_dac, unit_resistance: 10 kOhm, swing: 0.5 V, unit_area: 2 um2, designed_node: "
        "28 nm, source: test";
    const auto model = circuit_model(keys);
    const double longer =
        (model->cost(held(bits, 20e-9)).energy - model->cost(held(bits, 10e-9)).energy).value();
    INFO(bits << " bits");
    CHECK(longer == Approx(10e-9 * 0.25 / 10e3 * ladder_power(bits)).epsilon(1e-9));
    CHECK(um2((model->cost(held(bits, 0)).area -
               circuit_model("kind: r_2r_dac, unit_area: 0 um2, designed_node: 28 nm, source: t")
                   ->cost(held(bits, 0))
                   .area)) == Approx(2 * (3 * bits + 1)));
  }
  CHECK(ladder_power(12) == Approx((12 + 2.0 / 3) / 12).epsilon(1e-6));
}

TEST_CASE("a ladder's resistance settles the row, and a faster one takes more") {
  const auto cost = [](const char* keys) {
    return circuit_model("kind: r_2r_dac, unit_area: 1 um2, designed_node: 28 nm, source: test" +
                         std::string(keys))
        ->cost(held(4, 0));
  };
  CHECK(cost(", settling: 1 ns").delay.value() == Approx(1e-9));
  // The ladder's own energy goes with C V^2 (ln 2^5) P R, whatever the time.
  CHECK(cost(", settling: 1 ns").energy.value() == Approx(cost(", settling: 2 ns").energy.value()));
  CHECK(cost(", unit_resistance: 1 kOhm").delay < cost(", unit_resistance: 2 kOhm").delay);
  CHECK(!warns(cost(""), "not scaled"));
}

}  // namespace
}  // namespace mho
