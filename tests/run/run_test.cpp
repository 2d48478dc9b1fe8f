// Whole runs on LeNet-5 with few images: relations between the figures of one run, and between
// runs.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/base/version.hpp"
#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "sim/report/json.hpp"
#include "sim/report/text.hpp"
#include "tests/paths.hpp"
#include "tests/run/lenet_run.hpp"
#include "tests/run/values.hpp"

namespace mho {

namespace {

RunSpec few(int images, int trials, int timed, const std::vector<std::string>& sets = {}) {
  Document document = Document::load(kQuickstart);
  for (const std::string& set : sets) document.set(set);
  RunSpec spec = read_spec<RunSpec>(document);
  spec.accuracy.images = images;
  spec.accuracy.trials = trials;
  spec.engine.images = timed;
  spec.quantization.calibration_images = 32;
  return spec;
}

Results run_few(const RunSpec& spec, int threads = 1) {
  return run(spec, {kQuickstart, 0}, {threads, {}});
}

}  // namespace

TEST_CASE("the figures of a run agree with one another") {
  const Results results = run_few(few(20, 2, 3));
  const double energy = value(results, "energy.per_inference");
  const double operations = 2 * value(results, "macs.per_inference");
  CHECK(value(results, "tops_per_joule.chip.achieved") ==
        Approx(operations / energy / 1e12).epsilon(kRounding));
  CHECK(value(results, "tops.chip.achieved") ==
        Approx(operations * value(results, "throughput.steady") / 1e12).epsilon(kRounding));
  CHECK(value(results, "power.average") ==
        Approx(3 * energy / value(results, "engine.time")).epsilon(kRounding));
  CHECK(value(results, "accuracy.loss.mean") ==
        Approx(value(results, "accuracy.quantized") - value(results, "accuracy.analog.mean"))
            .margin(kRounding));
  CHECK(value(results, "tops_per_joule.chip.achieved.normalized") ==
        Approx(64 * value(results, "tops_per_joule.chip.achieved")).epsilon(kRounding));
  CHECK(value(results, "tops_per_joule.chip.achieved") <
        value(results, "tops_per_joule.chip.peak"));
  CHECK(value(results, "engine.equals_untimed") == 3);
  CHECK(value(results, "arrays.used") <= value(results, "arrays.available"));
  // The MACs of LeNet-5 on 28 x 28.
  CHECK(value(results, "macs.per_inference") == 416520);
}

TEST_CASE("a run says which mho made it, whoever started it") {
  const Results results = run_few(few(1, 1, 1));
  CHECK_FALSE(results.version.empty());
  CHECK(results.version == version());
}

TEST_CASE(
    "programming writes LeNet-5's 61,470 weights, two cells each, and is no inference's energy") {
  const Results dear = run_few(few(1, 1, 1));
  // 100 pJ a cell; the tallest block fills the 128 rows of an array at 8.52 us each.
  CHECK(value(dear, "energy.programming") == Approx(2 * 61470 * 100e-12).epsilon(kRounding));
  CHECK(value(dear, "time.programming") == Approx(128 * 8.52e-6).epsilon(kRounding));
  CHECK(to_text(dear).find("1.091 ms, 12.29 uJ") != std::string::npos);
  const Results free = run_few(few(1, 1, 1, {"chip.tile.macro.cell.write_energy=0 J"}));
  CHECK(value(free, "energy.programming") == 0);
  CHECK(value(free, "energy.per_inference") == value(dear, "energy.per_inference"));
}

TEST_CASE("promise 4: breakdowns by component and by layer add up to the energy of an inference") {
  const Results results = run_few(few(1, 1, 2));
  const double energy = value(results, "energy.per_inference");
  double components = 0;
  double still = 0;
  double area = 0;
  for (const ComponentRow& row : results.components) {
    components += row.energy_j;
    still += row.static_j;
    area += row.area_m2;
    CHECK(row.static_j <= row.energy_j * (1 + kRounding));
  }
  CHECK(components == Approx(energy).epsilon(kRounding));
  CHECK(100 * still / energy == Approx(value(results, "energy.static_share")).epsilon(kRounding));
  CHECK(area * 1e6 == Approx(value(results, "area.chip")).epsilon(kRounding));
  double layers = 0;
  for (const LayerRow& row : results.layers) layers += row.energy_j;
  ExactEnergy elsewhere = 0;
  for (const LedgerLine& line : results.ledger.lines())
    if (line.layer < 0) elsewhere += line.energy();
  CHECK(layers + to_energy(elsewhere).value() / 2 == Approx(energy).epsilon(kRounding));
}

TEST_CASE("promise 4: the ledger of a run adds up to its energy exactly, in every grouping") {
  constexpr int kTimed = 3;
  const Results results = run_few(few(1, 1, kTimed));
  const auto sum_of = [](const auto& parts) {
    ExactEnergy sum = 0;
    for (const auto& [key, energy] : parts) sum += energy;
    return sum;
  };
  const ExactEnergy total = results.ledger.total();
  CHECK((sum_of(results.ledger.by_part()) == total));
  CHECK((sum_of(results.ledger.by_layer()) == total));
  CHECK((sum_of(results.ledger.by_tile()) == total));
  // Groupings that say something: every layer of LeNet-5, and tiles beside what belongs to none.
  CHECK(results.ledger.by_layer().size() > 7);
  CHECK(results.ledger.by_tile().size() > 4);
  ExactEnergy lines = 0;
  for (const LedgerLine& line : results.ledger.lines()) {
    INFO(results.part_of(line).component << " " << line.layer);
    CHECK((line.unit == 0 || !results.price_of(line).source.empty()));
    CHECK(line.count >= 0);
    CHECK((line.energy() == static_cast<ExactEnergy>(line.count) * line.unit));
    lines += line.energy();
  }
  CHECK((lines == total));
  CHECK(value(results, "energy.per_inference") * kTimed ==
        Approx(to_energy(total).value()).epsilon(kRounding));
}

TEST_CASE("promise 10: every TOPS/J of a run states operations, precision and level") {
  const std::string prefix = "tops_per_joule.";
  const Results results = run_few(few(2, 2, 2, {"quantization.activation_bits=6"}));
  int efficiencies = 0;
  for (const Metric& metric : results.metrics) {
    if (!metric.name.starts_with(prefix)) continue;
    INFO(metric.name << ": " << metric.sentence);
    const std::string level =
        metric.name.substr(prefix.size(), metric.name.find('.', prefix.size()) - prefix.size());
    CHECK(metric.sentence.find(level) != std::string::npos);
    if (metric.name.ends_with(".normalized")) {
      CHECK(metric.unit == "1b-TOPS/J");
      CHECK(metric.sentence.find("1 bit x 1 bit") != std::string::npos);
      continue;
    }
    if (metric.name.ends_with(".normalized_8b")) {
      CHECK(metric.unit == "8b-TOPS/J");
      CHECK(metric.sentence.find("8 bit x 8 bit") != std::string::npos);
      continue;
    }
    ++efficiencies;
    CHECK(metric.unit == "TOPS/J");
    CHECK(metric.sentence.find("2 operations per MAC") != std::string::npos);
    CHECK(metric.sentence.find("8-bit") != std::string::npos);
    CHECK(metric.sentence.find("6-bit") != std::string::npos);
    CHECK(value(results, metric.name + ".normalized") ==
          Approx(8 * 6 * metric.value).epsilon(kRounding));
    CHECK(value(results, metric.name + ".normalized_8b") ==
          Approx(6. / 8 * metric.value).epsilon(kRounding));
  }
  // Of macro, tile and chip: peak, and what was achieved.
  CHECK(efficiencies == 6);
}

TEST_CASE("TOPS/J falls from macro to tile to chip, at the peak and as achieved") {
  const Results results = run_few(few(1, 1, 2));
  for (const std::string kind : {"peak", "achieved"}) {
    const double macro = value(results, "tops_per_joule.macro." + kind);
    const double tile = value(results, "tops_per_joule.tile." + kind);
    const double chip = value(results, "tops_per_joule.chip." + kind);
    CHECK(macro > tile);
    CHECK(tile > chip);
  }
  // Energies by level are parts of the ledger.
  CHECK(value(results, "energy.macros") < value(results, "energy.tiles"));
  CHECK(value(results, "energy.chip") == value(results, "energy.per_inference"));
}

TEST_CASE("memory beside the chip makes a system, whose TOPS/J is below the chip's") {
  const Results results =
      run(read_spec<RunSpec>([] {
            const std::string configs = std::string(kSourceDir) + "/configs/";
            Document document = Document::load(configs + "run_defaults.yaml");
            document.set("chip=" + configs + "chips/edge_npu_28nm.yaml");
            document.set("chip.off_chip.background=2 mW");
            document.set("workload=" + configs + "workloads/lenet5_fashion_mnist.yaml");
            document.set("engine.values=off");
            document.set("engine.images=2");
            return document;
          }()),
          {kQuickstart, 0}, {1, {}});
  CHECK(value(results, "tops_per_joule.system.peak") < value(results, "tops_per_joule.chip.peak"));
  CHECK(value(results, "tops_per_joule.system.achieved") <
        value(results, "tops_per_joule.chip.achieved"));
  CHECK(value(results, "energy.chip") + value(results, "energy.off_chip") ==
        Approx(value(results, "energy.per_inference")).epsilon(kRounding));
  CHECK(value(results, "macs.on_arrays") == value(results, "macs.per_inference"));
}

TEST_CASE("promise 8: a chip with more tiles is programmed alike and classifies alike") {
  const auto accuracies = [](const std::string& tiles) {
    const Results results = run_few(few(40, 3, 1, {"chip.tiles=" + tiles}));
    return std::pair{value(results, "accuracy.analog.mean"),
                     value(results, "accuracy.analog.ci95.low")};
  };
  CHECK(accuracies("8") == accuracies("50"));
}

TEST_CASE("promise 9: one trial has no interval and one image no throughput; both are left out") {
  const Results results = run_few(few(5, 1, 1));
  CHECK(results.find("accuracy.loss.mean") != nullptr);
  CHECK(results.find("accuracy.loss.ci95.low") == nullptr);
  CHECK(results.find("accuracy.analog.ci95.high") == nullptr);
  CHECK(results.find("throughput.steady") == nullptr);
  CHECK(results.find("tops.chip.achieved") == nullptr);
  CHECK(to_text(results).find("One trial says nothing about the spread") != std::string::npos);
}

TEST_CASE("promise 2: a run gives the same bytes with one thread and with two") {
  const RunSpec spec = few(10, 2, 2);
  const Results one = run_few(spec, 1);
  const Results two = run_few(spec, 2);
  CHECK(to_json(one) == to_json(two));
  CHECK(to_text(one) == to_text(two));
}

TEST_CASE("promise 1: exact cells and wide converters lose no accuracy") {
  const std::string scale = GENERATE("per_channel", "per_layer");
  const Results results = run_few(
      few(50, 1, 1,
          {"quantization.weight_scale=" + scale,
           "chip.tile.macro.cell.programming_error={form: constant, sigma: 0}",
           "chip.tile.macro.cell.read_noise.sigma=0", "chip.tile.macro.adc.range=full_scale",
           "chip.tile.macro.adc.percentile=1", "chip.tile.macro.adc.bits=20"}));
  // Conductances are held in 16 bits, which moves a sum by far less than a class's margin.
  CHECK(value(results, "accuracy.loss.mean") == 0);
}

TEST_CASE("a topmost slice that leaves bits of its cells empty is noted") {
  const auto noted = [](const std::string& weight_bits) {
    const Results results = run_few(few(1, 1, 1, {"quantization.weight_bits=" + weight_bits}));
    return to_text(results).find("topmost slice") != std::string::npos;
  };
  CHECK(noted("10"));  // 9 bits of magnitude in two cells: 5 and 4
  CHECK(!noted("9"));  // 4 and 4
  CHECK(!noted("8"));
  CHECK(!noted("7"));  // 6 bits, spread over the levels of one cell
}

TEST_CASE("a chip that the network leaves mostly idle says that its static energy counts") {
  const auto says = [](const Results& results) {
    return to_text(results).find("the static energy of all of them counts") != std::string::npos;
  };
  CHECK(says(run_few(few(1, 1, 1, {"chip.tiles=40"}))));
  CHECK(!says(run_few(few(1, 1, 1, {"chip.tiles=0"}))));
}

TEST_CASE("the number of tiles follows from the network when the chip leaves it open") {
  RunSpec spec = few(1, 1, 1);
  const int macros = spec.chip.tile.macros;
  spec.chip.tiles = 0;
  const Results results = run_few(spec);
  const double used = value(results, "arrays.used");
  CHECK(value(results, "arrays.available") == std::ceil(used / macros) * macros);
}

TEST_CASE("the resolved YAML of a run reads back to the same YAML") {
  const RunSpec spec = few(1, 1, 1);
  const std::string text = run_few(spec).resolved_yaml;
  // Written in the folder of the working directory, which its paths are relative to.
  CHECK(write_spec(read_spec<RunSpec>(Document::parse(text, "resolved.yaml"))) == text);
}

}  // namespace mho
