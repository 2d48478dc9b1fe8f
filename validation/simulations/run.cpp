// Kind run: a whole run, as `mho run` does it. All metrics of the run, and of its breakdown:
// energy.COMPONENT and area.COMPONENT, span.LAYER (first image: from the layer's first MVM to its
// last pixel's leaving), off_chip_accesses_per_mac in words of one activation.
#include "sim/figures/run.hpp"
#include "sim/base/prefixes.hpp"
#include "sim/figures/metric_catalogue.hpp"
#include "validation/simulation.hpp"

namespace mho {

namespace {

class RunSimulation : public Simulation {
 public:
  const char* kind() const override { return "run"; }

  void fields(Fields& f) override {
    f.section("run", run_, "The run; 'from' a run's file, or run_defaults.yaml, changes keys.");
  }

  std::vector<NamedUnit> metrics(const Place&) const override {
    std::vector<NamedUnit> names;
    for (const MetricRow& info : metric_catalogue()) names.push_back({info.name, info.unit});
    names.insert(
        names.end(),
        {{"off_chip_accesses_per_mac", ""}, {"energy.*", "J"}, {"area.*", "mm2"}, {"span.*", "s"}});
    return names;
  }

  std::vector<Metric> simulate(const Place& where, const RunControl& control) const override {
    const Results results = run_below(where, control);
    std::vector<Metric> metrics = results.metrics;
    const auto add = [&](const std::string& name, double value, const char* unit) {
      metrics.push_back({name, value, unit, "", "run"});
    };
    const double macs = results.find("macs.per_inference")->value;
    const double images = results.find("engine.images")->value;
    add("off_chip_accesses_per_mac",
        off_chip_bits(results) / run_.quantization.activation_bits / (macs * images), "");
    for (const ComponentRow& row : results.components) {
      add("energy." + row.name, row.energy_j, "J");
      add("area." + row.name, row.area_m2 / kMm2, "mm2");
    }
    for (const LayerRow& row : results.layers)
      add("span." + row.name, row.end_s - row.start_s, "s");
    return metrics;
  }

 private:
  /// Bits that went to and from the memory beside the chip.
  static double off_chip_bits(const Results& results) {
    double bits = 0;
    for (const LedgerLine& line : results.ledger.lines())
      if (results.part_of(line).holder == "off_chip" &&
          results.price_of(line).action.ends_with("_bit"))
        bits += static_cast<double>(line.count);
    return bits;
  }

  /// Problems of the run's keys get the name of its section before them.
  Results run_below(const Place& where, const RunControl& control) const {
    try {
      return run(run_, where, control);
    } catch (const InputError& error) {
      std::vector<Problem> problems = error.problems();
      for (Problem& problem : problems)
        if (problem.place == where || problem.place == Place{}) problem.key = "run." + problem.key;
      throw InputError(std::move(problems));
    }
  }

  RunSpec run_;
};

}  // namespace

extern const Kind<Simulation> run_simulation;
const Kind<Simulation> run_simulation{
    "run", "A whole run: a workload on a chip.",
    []() -> std::shared_ptr<Simulation> { return std::make_shared<RunSimulation>(); }};

}  // namespace mho
