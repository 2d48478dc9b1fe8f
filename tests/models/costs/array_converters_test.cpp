// Converters inside arrays and line drivers: each against its equation, its limits, and what was
// published of the circuit.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/costs/array_circuits.hpp"
#include "models/technology/technology.hpp"
#include "sim/base/physical_constants.hpp"
#include "tests/models/costs/cost_case.hpp"

namespace mho {
namespace {

constexpr double kFemto = 1e-15;

Cost cost_of(const std::string& keys, const Duty& at) { return converter_model(keys)->cost(at); }

double fj(Energy energy) { return energy.value() * 1e15; }

/// A duty of so many bits at 28 nm, 0.9 V, 300 K.
Duty bits(int count) { return duty(count, 0, 28); }

TEST_CASE("monotonic switching takes what Liu et al. derive: 255.5 C V^2 at 10 bits") {
  const Duty at = bits(10);
  const Cost with = cost_of("kind: sar, unit_capacitance: 100 fF", at);
  const Cost without = cost_of("kind: sar, unit_capacitance: 50 fF", at);
  const double units = fj(with.energy - without.energy) / (50 * 0.9 * 0.9);
  CHECK(units == Approx(255.5).epsilon(0.003));
}

TEST_CASE("a unit capacitor is what noise, matching and the least one ask for") {
  const Duty at = bits(8);
  const auto unit = [&](int count, double noise) {
    return unit_capacitor(at, count, noise * si::volt).value() / kFemto;
  };
  // Nothing asks for more than the least.
  CHECK(unit(4, 1) == Approx(0.5));
  // 3 sigma sqrt(2^10 - 1) = 1/2 with sigma = 0.85 % / sqrt(C in fF).
  const double sigma = 0.0085 / std::sqrt(unit(10, 1));
  CHECK(3 * sigma * std::sqrt(1023.0) == Approx(0.5));
  // All 2^8 units together sample with a noise of 20 uV.
  const double together = 256 * unit(8, 20e-6) * kFemto;
  CHECK(std::sqrt(kBoltzmann * 300 / together) == Approx(20e-6));
}

TEST_CASE("a comparator is the smallest, or as large as its noise asks for") {
  const Duty at = bits(8);
  const ArrayCircuit smallest = latch(at, 1.0 * si::volt);
  // 11 transistors of 0.28 um, a gate and a drain of 1 fF/um each, half of which swing.
  CHECK(fj(smallest.energy) == Approx(11 * 0.28 * 0.81));
  CHECK(latch(at, 0.01 * si::volt).energy == smallest.energy);
  const ArrayCircuit quiet = latch(at, 0.5e-3 * si::volt);
  CHECK(quiet.energy.value() == Approx(2 * kBoltzmann * 300 / 0.25e-6 * 0.81));
  CHECK((quiet.area / smallest.area).value() ==
        Approx(static_cast<double>(quiet.energy / smallest.energy)));
  CHECK(latch(at, 0.25e-3 * si::volt).energy / quiet.energy == Approx(4));
}

TEST_CASE("what a converter's behaviour adds as noise decides what its comparator costs") {
  for (const char* kind : {"sar", "flash", "charge_sharing", "ramp"}) {
    INFO(kind);
    Duty loud = bits(6), quiet = bits(6), silent = bits(6);
    loud.noise = 1.0 / 64;
    quiet.noise = 0.25 / 64;
    silent.noise = 0.02 / 64;
    const std::string keys = std::string("kind: ") + kind;
    CHECK(cost_of(keys, quiet).energy >= cost_of(keys, loud).energy);
    CHECK(cost_of(keys, silent).energy > 2.0 * cost_of(keys, quiet).energy);
    CHECK(cost_of(keys, silent).area > cost_of(keys, quiet).area);
    // Unstated: as large as the quantization noise.
    Duty quantization = bits(6);
    quantization.noise = 1 / (64 * std::sqrt(12.0));
    CHECK(cost_of(keys, bits(6)).energy.value() ==
          Approx(cost_of(keys, quantization).energy.value()));
  }
}

TEST_CASE("a flash converter has a comparator for each of its 2^b - 1 thresholds") {
  Duty three = bits(3), four = bits(4);
  three.noise = four.noise = 0.1;
  const double one = fj(latch(three, 0.09 * si::volt).energy);
  const double more =
      fj(cost_of("kind: flash", four).energy - cost_of("kind: flash", three).energy);
  CHECK(more > 8 * one);
  CHECK(cost_of("kind: flash", three).source.find("7 comparators") != std::string::npos);
  CHECK(warns(cost_of("kind: flash", bits(9)), "up to 8 bits"));
}

TEST_CASE("sharing the array's charge saves the capacitors of a SAR, and nothing else") {
  const Duty at = bits(5);
  const Cost sar = cost_of("kind: sar, unit_capacitance: 1 fF", at);
  const Cost shared = cost_of("kind: charge_sharing", at);
  CHECK(fj(sar.energy - shared.energy) == Approx(0.25 * 32 * 0.81));
  CHECK(sar.delay == shared.delay);
  CHECK(sar.area > shared.area);
}

TEST_CASE("a ramp takes 2^b clocks, an oscillator as many periods as there is time for") {
  const Cost six = cost_of("kind: ramp", bits(6)), seven = cost_of("kind: ramp", bits(7));
  CHECK(seven.delay / six.delay == Approx(2));
  CHECK(cost_of("kind: ramp, shared_counter: true", bits(8)).energy <
        cost_of("kind: ramp", bits(8)).energy);
  Duty unhurried = bits(8), hurried = bits(8);
  const Cost whole = cost_of("kind: oscillator", unhurried);
  hurried.time = whole.delay / 2.0;
  const Cost half = cost_of("kind: oscillator", hurried);
  CHECK(half.delay.value() == Approx(whole.delay.value() / 2));
  CHECK(half.energy.value() == Approx(whole.energy.value() / 2));
}

TEST_CASE("a sense amplifier draws its current twice for each bit") {
  const double one = fj(cost_of("kind: sense_amplifier, current: 20 uA", bits(3)).energy -
                        cost_of("kind: sense_amplifier, current: 10 uA", bits(3)).energy);
  const double other = fj(cost_of("kind: sense_amplifier, current: 40 uA", bits(3)).energy -
                          cost_of("kind: sense_amplifier, current: 20 uA", bits(3)).energy);
  CHECK(other == Approx(2 * one));
  CHECK(cost_of("kind: sense_amplifier", bits(2)).energy <
        cost_of("kind: sense_amplifier", bits(4)).energy);
}

TEST_CASE("converters inside arrays move with supply and node") {
  for (const char* kind :
       {"sar", "flash", "charge_sharing", "ramp", "sense_amplifier", "oscillator"}) {
    INFO(kind);
    const std::string keys = std::string("kind: ") + kind;
    Duty here = duty(4, 0, 28), older = duty(4, 0, 65), lower = duty(4, 0, 28);
    lower.point.supply = 0.6 * si::volt;
    lower.design = here.point;
    CHECK(cost_of(keys, older).energy > cost_of(keys, here).energy);
    CHECK(cost_of(keys, older).area > cost_of(keys, here).area);
    CHECK(cost_of(keys, lower).energy < cost_of(keys, here).energy);
    CHECK(cost_of(keys, lower).delay > cost_of(keys, here).delay);
    CHECK(cost_of(keys, lower).area == cost_of(keys, here).area);
  }
}

TEST_CASE("codes that a tree adds share one accumulator") {
  const auto cost = [](const char* keys, int codes_bits) {
    Duty at = duty(16, 0, 28);
    at.other_bits = codes_bits;
    return circuit_model(keys)->cost(at);
  };
  const Cost alone = cost("kind: shift_add", 5), shared = cost("kind: shift_add, codes: 16", 5);
  CHECK(16.0 * shared.energy > alone.energy);
  CHECK(shared.energy < 0.5 * alone.energy);
  // Fifteen adders of six bits and the accumulator.
  const Cost adder = circuit_model("kind: adder, bits: 6")->cost(duty(6, 0, 28));
  CHECK((16.0 * shared.energy).value() == Approx((alone.energy + 15.0 * adder.energy).value()));
  CHECK((16.0 * shared.area).value() == Approx((alone.area + 15.0 * adder.area).value()));
  CHECK(shared.delay > alone.delay);
}

TEST_CASE("a line that carries a high voltage is built of the transistors that bear it") {
  const auto line = [](const char* keys, double node) {
    return circuit_model(keys)->cost(duty(1, 0, node));
  };
  const Cost low = line("kind: line_driver", 22);
  const Cost high = line("kind: line_driver, voltage: 3 V", 22);
  CHECK(low.energy.value() == 0);
  // 180 nm over 22 nm, by the table of Stillmaker and Baas.
  CHECK((high.area / low.area).value() ==
        Approx(area_factor(22e-9 * si::meter, 180e-9 * si::meter)));
  CHECK(line("kind: line_driver, voltage: 3 V", 22).area ==
        line("kind: line_driver, voltage: 3 V", 40).area);
  CHECK(line("kind: line_driver, voltage: 0.5 V", 22).area == low.area);
}

}  // namespace
}  // namespace mho
