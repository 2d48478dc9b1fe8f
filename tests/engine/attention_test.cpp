// A transformer block with time, its products on vector units: promise 2.
#include <catch2/catch.hpp>

#include "tests/engine/check_equal.hpp"
#include "tests/engine/timed_network.hpp"
#include "tests/workloads/quantize/quantized_transformer.hpp"

namespace mho {
namespace {

constexpr int kImages = 3;

TimedChip noisy_attention_chip() {
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.arrays.cell.programming_sigma_steps = 0.1;
  chip.arrays.cell.read_sigma_steps = 0.2;
  chip.arrays.adc.resolution = 7;
  return chip;
}

}  // namespace

TEST_CASE("promise 2: a transformer block gives the same bits with and without time") {
  AttentionShape shape;
  shape.fused = GENERATE(false, true);
  shape.causal = GENERATE(false, true);
  check_equal(TimedNetwork(transformer_block(shape, 4, 5), noisy_attention_chip(), {}, {5, 1}),
              kImages, Stream(701));
}

TEST_CASE("promise 2: one token with cached keys and values gives the same bits with time") {
  AttentionShape shape;
  shape.tokens = 1;
  shape.cached = 5;
  check_equal(TimedNetwork(transformer_block(shape, 4, 5), noisy_attention_chip(), {}, {5, 2}),
              kImages, Stream(702));
}

TEST_CASE("promise 2: a balanced transformer block gives the same bits with and without time") {
  PlacementSpec spec;
  spec.balance = true;
  spec.array_budget = 150;
  const TimedNetwork timed(transformer_block({}, 4, 5), noisy_attention_chip(), spec, {5, 3});
  bool copied = false;
  for (const LayerPlacement& layer : timed.placement.layers) copied |= layer.replicas > 1;
  REQUIRE(copied);
  check_equal(timed, kImages, Stream(703));
}

TEST_CASE("promise 2: a transformer block layer by layer gives the same bits with time") {
  PlacementSpec spec;
  spec.schedule = Concurrency::layer_by_layer;
  spec.batch = 2;
  check_equal(TimedNetwork(transformer_block({}, 4, 5), noisy_attention_chip(), spec, {5, 4}),
              kImages, Stream(704));
}

}  // namespace mho
