// Every kind of converter: ideal without errors, near ideal with small ones, rising with large
// ones; and each component error against its formula.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "models/adcs/common_adc.hpp"
#include "models/adcs/residue_stages.hpp"
#include "sim/config/config.hpp"
#include "tests/models/samples.hpp"

namespace mho {
namespace {

struct AdcFile {
  std::shared_ptr<Adc> adc;
  void fields(Fields& f) { f.kind("adc", adc, adc_kinds(), "Converter."); }
};

/// A converter of a kind with more keys: ", capacitor_mismatch: 0.01".
std::shared_ptr<Adc> make(const std::string& kind, int bits, const std::string& keys = "") {
  const std::string text = "adc: {kind: " + kind + ", bits: " + std::to_string(bits) +
                           ", range: full_scale, energy: 1 pJ, delay: 1 ns, area: 1 um2, leakage: "
                           "0 W, source: test" +
                           keys + "}";
  return read_spec<AdcFile>(Document::parse(text, "test.yaml")).adc;
}

struct ErrorOfKind {
  const char* kind;
  const char* key;
  const char* small;
  const char* large;
};

const ErrorOfKind kErrors[] = {{"sar", "offset", "1e-9", "0.1"},
                               {"sar", "capacitor_mismatch", "1e-9", "0.15"},
                               {"flash", "offset", "1e-9", "0.1"},
                               {"flash", "comparator_offset", "1e-9", "0.1"},
                               {"flash", "resistor_mismatch", "1e-9", "0.15"},
                               {"ramp", "offset", "1e-9", "0.1"},
                               {"ramp", "slope_mismatch", "1e-9", "0.1"},
                               {"ramp", "curvature", "1e-7", "5"},
                               {"cco", "offset", "1e-9", "0.1"},
                               {"cco", "frequency_mismatch", "1e-9", "0.1"},
                               {"cco", "dead_time", "1e-7", "10"},
                               {"sigma_delta", "offset", "1e-9", "0.1"},
                               {"sigma_delta", "amplifier_gain", "1e9", "10"},
                               {"sigma_delta", "reference_mismatch", "1e-9", "0.1"},
                               {"pipeline", "offset", "1e-9", "0.1"},
                               {"pipeline", "capacitor_mismatch", "1e-9", "0.1"},
                               {"pipeline", "amplifier_gain", "1e9", "10"},
                               {"pipeline", "comparator_offset", "1e-9", "0.1"},
                               {"cyclic", "offset", "1e-9", "0.1"},
                               {"cyclic", "capacitor_mismatch", "1e-9", "0.1"},
                               {"cyclic", "amplifier_gain", "1e9", "10"},
                               {"cyclic", "comparator_offset", "1e-9", "0.1"}};

/// Threshold k of each of many instances: [k][instance].
std::vector<std::vector<double>> instances(const Adc& adc, int count, std::vector<int> of) {
  const std::size_t thresholds = (std::size_t{1} << adc.bits()) - 1;
  const std::vector<double> all = adc.thresholds(count, Stream(21));
  std::vector<std::vector<double>> out(of.size());
  for (int n = 0; n < count; ++n)
    for (std::size_t i = 0; i < of.size(); ++i)
      out[i].push_back(all[static_cast<std::size_t>(n) * thresholds + of[i]]);
  return out;
}

/// Four standard errors of a standard deviation of n values, relative.
double deviation_bound(int n) { return 4 / std::sqrt(2.0 * n); }

TEST_CASE("a converter without errors is ideal: it needs no thresholds and makes no noise") {
  for (const Kind<Adc>& kind : adc_kinds()) {
    for (const int bits : {3, 8}) {
      const auto adc = make(kind.name, bits);
      INFO(kind.name << ", " << bits << " bits");
      CHECK(!adc->has_mismatch());
      CHECK(adc->noise_codes() == 0);
      CHECK(adc->effects() == Effects{Effect::adc_quantization});
      const std::vector<double> thresholds = adc->thresholds(2, Stream(1));
      for (std::size_t k = 0; k < thresholds.size(); ++k)
        REQUIRE(thresholds[k] == static_cast<double>(k % ((std::size_t{1} << bits) - 1)) + 0.5);
    }
  }
}

TEST_CASE("every kind of converter has its errors in the list of this test") {
  for (const Kind<Adc>& kind : adc_kinds()) {
    INFO("two entries of kErrors for " << kind.name);
    CHECK(std::count_if(std::begin(kErrors), std::end(kErrors), [&](const ErrorOfKind& error) {
            return std::string(error.kind) == kind.name;
          }) >= 2);
  }
}

TEST_CASE("small errors leave a converter near the ideal one") {
  for (const ErrorOfKind& error : kErrors) {
    const auto adc = make(error.kind, 6, std::string(", ") + error.key + ": " + error.small);
    INFO(error.kind << ", " << error.key);
    CHECK(adc->has_mismatch());
    CHECK(adc->effects().has(Effect::adc_mismatch));
    const std::vector<double> thresholds = adc->thresholds(1, Stream(3));
    // Sigma-delta finds its thresholds to 1/4096 code; the others are within 64 x 1e-7 codes.
    const double tolerance = std::string(error.key) == "amplifier_gain" ? 1.0 / 4096 : 1e-5;
    for (std::size_t k = 0; k < thresholds.size(); ++k)
      REQUIRE(std::abs(thresholds[k] - (static_cast<double>(k) + 0.5)) <= tolerance);
  }
}

TEST_CASE("large errors leave every transfer rising, and instances are their streams'") {
  for (const ErrorOfKind& error : kErrors) {
    const auto adc = make(error.kind, 7, std::string(", ") + error.key + ": " + error.large);
    INFO(error.kind << ", " << error.key);
    const std::vector<double> thresholds = adc->thresholds(20, Stream(3));
    double largest = 0;
    for (std::size_t k = 0; k < thresholds.size(); ++k) {
      REQUIRE(std::isfinite(thresholds[k]));
      if (k % 127 != 0) REQUIRE(thresholds[k] >= thresholds[k - 1]);
      largest = std::max(largest, std::abs(thresholds[k] - (static_cast<double>(k % 127) + 0.5)));
    }
    CHECK(largest > 0.5);
    const std::vector<double> fewer = adc->thresholds(3, Stream(3));
    CHECK(std::equal(fewer.begin(), fewer.end(), thresholds.begin()));
  }
}

TEST_CASE("the offset moves all thresholds of a converter together") {
  const int count = 4000;
  const auto t = instances(*make("sar", 6, ", offset: 0.01"), count, {0, 30, 62});
  CHECK(std::abs(std::sqrt(variance(t[1])) / (0.01 * 64) - 1) < deviation_bound(count));
  CHECK(std::abs(mean(t[1]) - 30.5) < 4 * 0.64 / std::sqrt(double{count}));
  for (int n = 0; n < count; ++n) REQUIRE(t[2][n] - t[0][n] == Approx(62).epsilon(1e-12));
}

TEST_CASE("noise is stated as a share of full scale") {
  CHECK(make("sar", 8, ", noise: 0.002")->noise_codes() == Approx(0.512));
  CHECK(make("sar", 8, ", noise: 0.002")->effects() ==
        Effects{Effect::adc_quantization, Effect::adc_noise});
  // 256 periods of 1 % each, and noise beside it.
  CHECK(make("cco", 8, ", jitter: 0.01")->noise_codes() == Approx(0.16));
  CHECK(make("cco", 8, ", jitter: 0.01, noise: 0.002")->noise_codes() ==
        Approx(std::hypot(0.16, 0.512)));
}

TEST_CASE("flash: comparators are off independently of each other") {
  const int count = 4000;
  // 0.1 code, so that neighbours do not change places.
  const auto t =
      instances(*make("flash", 6, ", comparator_offset: 0.0015625"), count, {10, 11, 50});
  for (const auto& threshold : t)
    CHECK(std::abs(std::sqrt(variance(threshold)) / 0.1 - 1) < deviation_bound(count));
  CHECK(std::abs(covariance(t[0], t[1])) < 4 * 0.01 / std::sqrt(double{count}));
  CHECK(std::abs(mean(t[2]) - 50.5) < 4 * 0.1 / std::sqrt(double{count}));
}

TEST_CASE("flash: a tap at x of N codes is off by sigma sqrt(x (N - x) / N)") {
  const int count = 4000;
  const auto t = instances(*make("flash", 6, ", resistor_mismatch: 0.01"), count, {0, 15, 31, 62});
  const int at[] = {0, 15, 31, 62};
  for (int i = 0; i < 4; ++i) {
    const double x = at[i] + 0.5;
    const double expected = 0.01 * std::sqrt(x * (64 - x) / 64);
    CHECK(std::abs(std::sqrt(variance(t[i])) / expected - 1) < deviation_bound(count) + 0.001);
  }
}

TEST_CASE("sar: the main transition's width is off by sqrt(2^bits - 1) sigma, its place by half") {
  const int count = 4000;
  const auto t = instances(*make("sar", 8, ", capacitor_mismatch: 0.01"), count, {126, 127});
  std::vector<double> width;
  for (int n = 0; n < count; ++n) width.push_back(t[1][n] - t[0][n]);
  // Of first order in sigma and 1/2^bits. Widths do not fall below 0: 6 deviations away.
  CHECK(std::abs(std::sqrt(variance(width)) / (0.01 * std::sqrt(255.0)) - 1) <
        deviation_bound(count) + 1.0 / 256);
  CHECK(std::abs(std::sqrt(variance(t[1])) / (0.01 * std::sqrt(256.0) / 2) - 1) <
        deviation_bound(count) + 1.0 / 256);
  CHECK(std::abs(mean(width) - 1) < 4 * 0.16 / std::sqrt(double{count}) + 0.01 * 0.01 * 256);
}

TEST_CASE("sar: thresholds are those of the search, also where the capacitors' levels fall") {
  const int bits = 6;
  const auto adc = make("sar", bits, ", capacitor_mismatch: 0.15");
  int missing = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const std::vector<double> thresholds = adc->thresholds(1, Stream(seed));
    for (std::size_t k = 1; k < thresholds.size(); ++k)
      missing += thresholds[k] == thresholds[k - 1];
    // The instance's capacitors: its stream's child 1.
    const auto normal = standard_normals(Stream(seed).child(0).child(1), bits + 1);
    std::vector<double> capacitors;
    double total = 1 + 0.15 * normal[bits];
    for (int k = 0; k < bits; ++k) {
      capacitors.push_back((1 << k) + std::sqrt(1 << k) * 0.15 * normal[k]);
      total += capacitors.back();
    }
    for (double v = -1; v < 65; v += 0.01) {
      int code = 0;
      double level = 0;
      for (int k = bits - 1; k >= 0; --k) {
        const double with = level + capacitors[k] * 64 / total;
        if (v + 0.5 < with) continue;
        level = with;
        code |= 1 << k;
      }
      const auto counted = std::upper_bound(thresholds.begin(), thresholds.end(), v);
      REQUIRE(counted - thresholds.begin() == code);
    }
  }
  CHECK(missing > 0);
}

TEST_CASE("ramp: slopes differ by their deviation, and a bent ramp follows its exponential") {
  const int count = 4000;
  const auto t = instances(*make("ramp", 6, ", slope_mismatch: 0.01"), count, {0, 40});
  CHECK(std::abs(std::sqrt(variance(t[1])) / (0.01 * 40.5) - 1) < deviation_bound(count));
  for (int n = 0; n < count; ++n) REQUIRE(t[1][n] / t[0][n] == Approx(81));
  const std::vector<double> bent = make("ramp", 6, ", curvature: 0.7")->thresholds(1, Stream(1));
  for (int k = 0; k < 63; ++k) {
    const double time = (k + 0.5) / 64;
    CHECK(bent[k] == Approx(64 * (1 - std::exp(-0.7 * time)) / (1 - std::exp(-0.7))).epsilon(1e-9));
  }
}

TEST_CASE("cco: a count is reached at the current whose frequency gives it") {
  const std::vector<double> slow = make("cco", 6, ", dead_time: 0.3")->thresholds(1, Stream(1));
  for (int k = 0; k < 63; ++k) {
    // Period: charging time 1/x and dead time 0.3, against 1.3 at full scale.
    const double x = slow[k] / 64;
    CHECK(64 * 1.3 / (1 / x + 0.3) == Approx(k + 0.5));
  }
  const int count = 4000;
  const auto t = instances(*make("cco", 6, ", frequency_mismatch: 0.001"), count, {40});
  CHECK(std::abs(std::sqrt(variance(t[0])) / (0.001 * 40.5) - 1) < deviation_bound(count) + 0.001);
}

TEST_CASE("sigma-delta: a leaky integrator counts what its thresholds say") {
  for (const double gain : {30.0, 1000.0}) {
    const auto adc = make("sigma_delta", 6, ", amplifier_gain: " + std::to_string(gain));
    const std::vector<double> thresholds = adc->thresholds(1, Stream(1));
    for (double v = 0.005; v < 70; v += 0.0917) {
      double u = 0.5;
      int count = 0;
      for (int i = 0; i < 64; ++i) {
        u += v / 64 - u / gain;
        if (u < 1) continue;
        u -= 1;
        ++count;
      }
      const auto passed = [&](double at) {
        return std::upper_bound(thresholds.begin(), thresholds.end(), at) - thresholds.begin();
      };
      INFO("gain " << gain << ", input " << v);
      // Thresholds are found to 1/4096 code.
      CHECK(passed(v - 1.0 / 4096) <= std::min(count, 63));
      CHECK(passed(v + 1.0 / 4096) >= std::min(count, 63));
    }
  }
}

/// The code of one input (in references) that passes stage after stage.
int staged_code(const std::vector<ResidueStage>& stages, double v) {
  const int codes = 4 << stages.size();
  int sum = 0;
  int weight = codes / 4;
  for (const ResidueStage& stage : stages) {
    const int d = v >= stage.high ? 1 : (v >= stage.low ? 0 : -1);
    sum += d * weight;
    v = stage.signal_gain * v - d * stage.reference_gain;
    weight /= 2;
  }
  const int last = v >= 0.75 ? 2 : (v >= 0.25 ? 1 : (v >= -0.25 ? 0 : (v >= -0.75 ? -1 : -2)));
  return std::clamp(codes / 2 + sum + last, 0, codes - 1);
}

TEST_CASE("residue stages: thresholds are what a code density test of the stages finds") {
  const ResidueErrors errors{0.03, 50, 0.02};
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    std::vector<ResidueStage> stages;
    for (std::uint64_t s = 0; s < 4; ++s) stages.push_back(errors.draw(Stream(seed).child(s)));
    std::vector<double> thresholds(63);
    residue_thresholds(stages, thresholds);
    const double step = 1.0 / 65536;
    std::vector<double> width(64, 0);
    for (double v = -2 + step / 2; v < 2; v += step) width[staged_code(stages, v)] += step * 32;
    double at = -32;
    for (int k = 0; k < 63; ++k) {
      at += width[k];
      // Each code's inputs have a few edges, each found to half a step of 1/2048 code.
      CHECK(std::abs(thresholds[k] - at) < 0.01);
    }
  }
}

TEST_CASE("residue stages make good what comparators decide wrongly, up to a quarter reference") {
  std::vector<ResidueStage> stages(5);
  stages[0].low = -0.45;
  stages[0].high = 0.1;
  stages[2].low = -0.05;
  stages[2].high = 0.45;
  std::vector<double> thresholds(127);
  residue_thresholds(stages, thresholds);
  for (int k = 0; k < 127; ++k) CHECK(thresholds[k] == Approx(k + 0.5).epsilon(1e-12));
  stages[0].high = 0.6;  // beyond: the residue leaves the next stage's range
  residue_thresholds(stages, thresholds);
  double worst = 0;
  for (int k = 0; k < 127; ++k) worst = std::max(worst, std::abs(thresholds[k] - (k + 0.5)));
  CHECK(worst > 0.5);
}

TEST_CASE("a cyclic converter's stages are one and the same, a pipeline's are not") {
  // The first stage alone decides where its own error is; with equal stages all 2-bit segments of
  // a cyclic converter repeat its error, so both kinds differ.
  const auto cyclic = make("cyclic", 6, ", capacitor_mismatch: 0.02");
  const ResidueErrors errors{0.02, 0, 0};
  const std::vector<ResidueStage> same(4, errors.draw(Stream(8).child(0).child(1)));
  std::vector<double> expected(63);
  residue_thresholds(same, expected);
  CHECK(cyclic->thresholds(1, Stream(8)) == expected);
  CHECK(make("pipeline", 6, ", capacitor_mismatch: 0.02")->thresholds(1, Stream(8)) != expected);
}

TEST_CASE("a finite gain and mismatched capacitors make a stage's gains") {
  const ResidueStage finite = ResidueErrors{0, 100, 0}.draw(Stream(1));
  CHECK(finite.signal_gain == Approx(2 / (1 + 2 / 100.0)));
  CHECK(finite.reference_gain == Approx(1 / (1 + 2 / 100.0)));
  std::vector<double> ratio;
  const int count = 4000;
  for (std::uint64_t n = 0; n < count; ++n) {
    const ResidueStage stage = ResidueErrors{0.001, 0, 0}.draw(Stream(n));
    REQUIRE(stage.signal_gain == 1 + stage.reference_gain);
    ratio.push_back(stage.reference_gain);
  }
  CHECK(std::abs(std::sqrt(variance(ratio)) / (0.001 * std::sqrt(2.0)) - 1) <
        deviation_bound(count) + 0.001);
}

}  // namespace
}  // namespace mho
