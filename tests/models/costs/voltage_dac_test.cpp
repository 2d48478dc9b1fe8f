// A row's converter of 2^b voltages, against charge conservation, noise and settling.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/models/costs/cost_case.hpp"

namespace mho {
namespace {

constexpr double kJoulePerKelvin = 1.380649e-23;

Cost cost_of(int bits, double node = 28, int columns = 128, double swing = 0) {
  Duty asked = duty(bits, 0, node);
  asked.array.columns = columns;
  asked.swing = from_si<Voltage>(swing);
  return circuit_model("kind: voltage_dac")->cost(asked);
}

TEST_CASE("a converter of a row costs more with every bit, in energy, time and area") {
  for (const double node : {65.0, 28.0, 14.0, 7.0})
    for (int bits = 1; bits < 10; ++bits) {
      INFO(node << " nm, " << bits << " bits");
      CHECK(cost_of(bits + 1, node).energy > cost_of(bits, node).energy);
      CHECK(cost_of(bits + 1, node).delay > cost_of(bits, node).delay);
      CHECK(cost_of(bits + 1, node).area > cost_of(bits, node).area);
    }
}

TEST_CASE("units double with a bit, and where matching and noise decide energy goes with 4^bits") {
  CHECK(cost_of(9).area / cost_of(8).area == Approx(2).epsilon(0.1));
  constexpr double kUnits = 1 << 13;
  // Matching: 0.85 % at 1 fF (Tripathi and Murmann 2014), three sigma of the main transition below
  // half a step. The mean over codes is a sixth of all units' C V^2.
  const double unit = std::pow(2 * 3 * 0.0085, 2) * (kUnits - 1) * 1e-15;
  const double capacitors = kUnits / 6 * unit * 0.81;
  // 2 k T over the quantization noise's power, charged to 0.9 V and settled with two branches.
  const double noise = 0.9 / kUnits / std::sqrt(12.0);
  const double load = 2 * kJoulePerKelvin * 300 / (noise * noise);
  const double buffer = load * 0.9 * (0.9 + 0.2 * 14 * std::log(2.0));
  CHECK(cost_of(13).energy.value() == Approx(capacitors + buffer).epsilon(0.02));
  CHECK(cost_of(14).energy / cost_of(13).energy == Approx(4).epsilon(0.05));
}

TEST_CASE(
    "a converter of a row follows the row: its charge, and the square of a long one's length") {
  // 12.8 um x 0.2 fF, and 128 gates of 56 nm x 1 fF/um, from 0.9 V to 0.9 V.
  const double row = 12.8 * 0.2e-15 + 128 * 56e-9 * 1e-9;
  CHECK((cost_of(1, 28, 256).energy - cost_of(1).energy).value() == Approx(row * 0.81));
  const auto wire = [](int columns) {
    return cost_of(4, 28, columns).delay - cost_of(4, 28, 1).delay;
  };
  CHECK(wire(8192) / wire(4096) == Approx(4).epsilon(1e-3));
  Duty priced = duty(1, 0, 28);
  priced.row_is_priced = true;
  CHECK((cost_of(1).energy - circuit_model("kind: voltage_dac")->cost(priced).energy).value() ==
        Approx(row * 0.81));
}

TEST_CASE("a lower voltage on the row takes less charge until its noise asks for more") {
  CHECK(cost_of(2, 28, 128, 0.2).energy < cost_of(2).energy);
  CHECK(cost_of(8, 28, 128, 0.05).energy > cost_of(8, 28, 128, 0.2).energy);
}

}  // namespace
}  // namespace mho
