// Kind layer_by_layer: a chip of MAC arrays on the layers of a network one at a time, each from its
// own input in the memory beside the chip, as Eyeriss was measured. Shares of zeros in what a layer
// reads and writes are given, not computed: published measurements name them. Times and powers are
// of the steady state, from batch to batch; power is the chip's, without what is beside it.

#include "sim/engine/engine.hpp"
#include "sim/engine/sequence/engine.hpp"
#include "sim/figures/pricing.hpp"
#include "validation/simulation.hpp"
#include "workloads/quantize/quantize.hpp"
#include "workloads/shapes/shape_network.hpp"

namespace mho {

namespace {

struct LayerSpec {
  std::string name;
  ShapeNetwork network;
  double input_zeros = 0, output_zeros = 0;

  void fields(Fields& f) {
    f.text("layer", name, "Name of the layer.");
    f.section("network", network, "The layer and its input, as a network of one block.");
    f.number("input_zeros", input_zeros, {0, 1}, "Share of its inputs that are zero.");
    f.number("output_zeros", output_zeros, {0, 1}, "Share of its outputs that are zero.");
  }
};

/// What one batch of a layer, or of all, takes.
struct BatchOfLayer {
  double seconds = 0, joules = 0, off_chip_bits = 0, macs = 0;

  BatchOfLayer& operator+=(const BatchOfLayer& other) {
    seconds += other.seconds;
    joules += other.joules;
    off_chip_bits += other.off_chip_bits;
    macs += other.macs;
    return *this;
  }
};

/// The second batch follows the first in the steady state: its input came while that one worked.
constexpr int kBatches = 2;

class LayerByLayerSimulation : public Simulation {
 public:
  const char* kind() const override { return "layer_by_layer"; }

  void fields(Fields& f) override {
    f.section("chip", chip_, "The machine, one of MAC arrays.");
    f.integer("bits", bits_, {1, 16}, "Bits of weights and activations.");
    f.integer("batch", batch_, {1, 65536}, "Images that share loaded weights.");
    f.sections("layers", layers_, "The layers, each from its own input.");
    f.rule(chip_.sequenced(), "chip", "has no MAC array, whose layers take turns");
    f.rule(!layers_.empty(), "layers", "is empty");
  }

  std::vector<NamedUnit> metrics(const Place&) const override {
    std::vector<NamedUnit> names{{"throughput", "images/s"},
                                 {"power", "W"},
                                 {"tops", "TOPS"},
                                 {"off_chip_accesses_per_mac", ""}};
    for (const LayerSpec& layer : layers_) names.push_back({"time." + layer.name, "s"});
    return names;
  }

  std::vector<Metric> simulate(const Place& where, const RunControl& control) const override {
    const Chip chip(chip_);
    std::vector<Metric> metrics;
    const auto add = [&](const std::string& name, double value, const char* unit) {
      metrics.push_back({name, value, unit, "", "sequenced engine"});
    };
    BatchOfLayer all;
    for (const LayerSpec& layer : layers_) {
      if (control.progress) control.progress(layer.name, 0);
      const BatchOfLayer one = batch_of(layer, chip, where, control.threads);
      add("time." + layer.name, one.seconds, "s");
      all += one;
    }
    add("throughput", batch_ / all.seconds, "images/s");
    add("power", all.joules / all.seconds, "W");
    add("tops", 2e-12 * all.macs / all.seconds, "TOPS");
    add("off_chip_accesses_per_mac", all.off_chip_bits / bits_ / all.macs, "");
    return metrics;
  }

 private:
  BatchOfLayer batch_of(const LayerSpec& layer, const Chip& chip, const Place& where,
                        int threads) const {
    QuantizationSpec quantization;
    quantization.weight_bits = quantization.activation_bits = bits_;
    const Graph network = build_network(layer.network, 1, Values::off, threads);
    const QuantizedGraph graph = quantize_shapes(network, quantization, InputSign::either, where);
    SequenceOptions options;
    options.batch = batch_;
    options.nonzero.assign(graph.tensors.size(), 1 - layer.output_zeros);
    options.nonzero.front() = 1 - layer.input_zeros;
    const EngineResult engine = in_child([&](const TellShare&) {
      return simulate_sequence(graph, chip, kBatches * batch_, options);
    });

    BatchOfLayer batch;
    batch.macs = batch_ * static_cast<double>(graph.macs());
    batch.seconds = 1e-15 * static_cast<double>(engine.finish_fs.back() - engine.finish_fs.front());
    const Ledger ledger = price(chip, graph, engine);
    for (const LedgerLine& line : ledger.lines())
      if (chip.parts()[line.part].level != Level::off_chip && !line.is_static())
        batch.joules += to_energy(line.energy()).value() / kBatches;
    for (const CountedActions& counted : engine.actions)
      batch.off_chip_bits += static_cast<double>(counted.counts[Action::off_chip_read_bit] +
                                                 counted.counts[Action::off_chip_write_bit]) /
                             kBatches;
    batch.joules += chip.leakage().value() * batch.seconds;
    return batch;
  }

  ChipSpec chip_;
  int bits_ = 0;
  int batch_ = 1;
  std::vector<LayerSpec> layers_;
};

}  // namespace

extern const Kind<Simulation> layer_by_layer_simulation;
const Kind<Simulation> layer_by_layer_simulation{
    "layer_by_layer", "A chip of MAC arrays on layers one at a time, each from its own input.",
    []() -> std::shared_ptr<Simulation> { return std::make_shared<LayerByLayerSimulation>(); }};

}  // namespace mho
