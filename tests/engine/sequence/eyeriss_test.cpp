// Eyeriss on AlexNet's convolutions, batch 4, against Chen et al., JSSC 2017: 35 frames/s, 278 mW,
// 0.0029 DRAM accesses per MAC (abstract), and the times and active PEs of each layer. The share of
// zeros in each layer's input is the paper's; that of an output is the next layer's input's, as
// pooling and ReLU are on the way.
#include <catch2/catch.hpp>

#include <array>

#include "sim/config/config.hpp"
#include "sim/engine/engine.hpp"
#include "sim/engine/sequence/engine.hpp"
#include "sim/mapping/dataflow.hpp"
#include "tests/mapping/array_chip.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

constexpr int kBatch = 4;

Chip eyeriss() {
  return Chip(read_spec<ChipSpec>(
      Document::load(std::string(kSourceDir) + "/configs/chips/eyeriss_jssc_2017.yaml")));
}

/// The five convolutions, each from its own input: pooling is not done on this chip.
struct Convolution {
  int channels, size, outputs, kernel, stride, pad, groups;
  double nonzero_in, nonzero_out;
  double total_ms, processing_ms;
  int active_pes;
};
const std::array<Convolution, 5> kAlexNet{{
    {3, 227, 96, 11, 4, 0, 1, 1.0, 0.613, 20.9, 16.5, 154},
    {96, 27, 256, 5, 1, 2, 2, 0.613, 0.275, 41.9, 39.2, 135},
    {256, 13, 384, 3, 1, 1, 1, 0.275, 0.207, 23.6, 21.8, 156},
    {384, 13, 384, 3, 1, 1, 2, 0.207, 0.224, 18.4, 16.0, 156},
    {384, 13, 256, 3, 1, 1, 2, 0.224, 0.224, 10.5, 10.0, 156},
}};

QuantizedGraph graph_of(const Convolution& layer) {
  return ShapeChain(layer.channels, layer.size, layer.size, 16)
      .conv(layer.outputs, layer.kernel, layer.stride, layer.pad, layer.groups)
      .graph();
}

}  // namespace

TEST_CASE("Eyeriss: the mapping keeps as many PEs active as published, in every layer") {
  const Chip chip = eyeriss();
  for (const Convolution& layer : kAlexNet) {
    const std::vector<double> nonzero{layer.nonzero_in, layer.nonzero_out};
    ArrayLayer shape = array_layer(graph_of(layer), 0, nonzero);
    shape.input_off_chip = shape.output_off_chip = true;
    const RowStationaryMapping map = row_stationary_mapping(shape, chip, kBatch);
    INFO("n " << map.n << " m " << map.m << " e " << map.e << " p " << map.p << " q " << map.q
              << " r " << map.r << " t " << map.t);
    CHECK(active_pes(shape, map) == layer.active_pes);
    std::int64_t cycles = 0, bytes = 0;
    for (const ArrayJob& job : row_stationary_jobs(shape, chip, kBatch)) {
      cycles += job.cycles + job.load_cycles;
      bytes += job.weight_bytes + job.fetch_bytes + job.store_bytes;
    }
    INFO("MB " << static_cast<double>(bytes) * 1e-6);
    CHECK(static_cast<double>(cycles) / 200e3 == Approx(layer.processing_ms).epsilon(0.15));
  }
}

TEST_CASE("Eyeriss: frames per second, power and DRAM accesses of AlexNet come within 10 %") {
  const Chip chip = eyeriss();
  double seconds = 0, joules = 0;
  std::int64_t dram_bits = 0, macs = 0;
  for (const Convolution& layer : kAlexNet) {
    const QuantizedGraph graph = graph_of(layer);
    constexpr int kBatches = 2;
    const EngineResult result = in_child([&](const TellShare&) {
      return simulate_sequence(graph, chip, kBatches * kBatch,
                               {kBatch, {layer.nonzero_in, layer.nonzero_out}});
    });
    // Steady: the host's transfer of the next batch's input is behind this one's work.
    const double time =
        static_cast<double>(result.finish_fs.back() - result.finish_fs.front()) * 1e-15;
    INFO(layer.size << ": " << 1e3 * time << " ms");
    CHECK(1e3 * time == Approx(layer.total_ms).epsilon(0.20));
    ActionCounts counts;
    for (const CountedActions& counted : result.actions) counts += counted.counts;
    double dynamic = 0;
    for (std::size_t i = 0; i < kActions; ++i) {
      const auto action = static_cast<Action>(i);
      if (action == Action::off_chip_read_bit || action == Action::off_chip_write_bit) continue;
      if (counts[action] == 0) continue;
      dynamic += static_cast<double>(counts[action]) * chip.main().price(action).energy.value() / kBatches;
    }
    INFO(1e3 * (dynamic / time + chip.leakage().value()) << " mW");
    CHECK(dynamic > 0);
    CHECK(counts[Action::off_chip_write_bit] > 0);
    CHECK(counts[Action::off_chip_link_bit] ==
          counts[Action::off_chip_read_bit] + counts[Action::off_chip_write_bit]);
    joules += dynamic + chip.leakage().value() * time;
    seconds += time;
    dram_bits +=
        (counts[Action::off_chip_read_bit] + counts[Action::off_chip_write_bit]) / kBatches;
    macs += kBatch * graph.macs();
  }
  CHECK(kBatch / seconds == Approx(35).epsilon(0.10));
  CHECK(1e3 * joules / seconds == Approx(278).epsilon(0.10));
  CHECK(static_cast<double>(dram_bits) / 16 / static_cast<double>(macs) ==
        Approx(0.0029).epsilon(0.10));
}

}  // namespace mho
