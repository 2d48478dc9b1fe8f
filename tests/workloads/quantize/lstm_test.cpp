// Recurrent layers: quantized at 16 bits against the float executor, one unit by hand, and the
// executor's matrix products against plain loops.
#include "tests/workloads/graph_builder.hpp"
#include "tests/workloads/lstm_graph.hpp"
#include "workloads/integer/executor.hpp"

namespace mho {

namespace {

struct LstmShape {
  std::int64_t steps = 6, inputs = 5, hidden = 7;
  bool bias = true, states = true;
};

/// LSTM over [steps][1][inputs], and 4 classes from the hidden state after the last step.
Graph recurrent_graph(const LstmShape& s) {
  GraphBuilder b({s.steps, 1, s.inputs});
  const Shape state{1, 1, s.hidden};
  const int y = b.node(
      Op::lstm,
      {0, b.constant({1, 4 * s.hidden, s.inputs}, -1, 1),
       b.constant({1, 4 * s.hidden, s.hidden}, -0.7, 0.7),
       s.bias ? b.constant({1, 8 * s.hidden}, -0.5, 0.5) : -1,
       s.states ? b.constant(state, -0.9, 0.9) : -1, s.states ? b.constant(state, -2, 2) : -1},
      {s.steps, 1, 1, s.hidden});
  Attributes last;
  last.starts = {s.steps - 1, 0, 0, 0};
  last.steps = {1, 1, 1, 1};
  const int of_last = b.node(Op::slice, {y}, {1, 1, 1, s.hidden}, last);
  b.gemm(b.node(Op::reshape, {of_last}, {1, s.hidden}), static_cast<int>(s.hidden), 4);
  return b.graph();
}

Dataset random_steps(int count, const LstmShape& s) {
  return random_images(count, static_cast<int>(s.inputs), static_cast<int>(s.steps), 1, -1);
}

/// The hidden states of `layer`, a step after another: sums in plain loops, the state carried over
/// by hand.
IntTensor hidden_in_loops(const QuantizedGraph& graph, const QuantizedLayer& layer,
                          const IntTensor& gates) {
  const QuantizedTensor& out = graph.tensors[static_cast<std::size_t>(layer.output)];
  const auto hidden = static_cast<std::size_t>(out.channels);
  const auto steps = static_cast<std::size_t>(out.pixels());
  IntTensor before, all(hidden * steps);
  for (const double real : layer.recurrence.hidden) before.push_back(quantize_value(real, out));
  std::vector<double> cell = layer.recurrence.cell;
  for (std::size_t step = 0; step < steps; ++step) {
    std::vector<std::int64_t> sums(4 * hidden);
    exact_sums(layer.weights, before, sums);
    IntTensor fed;
    for (std::size_t o = 0; o < 4 * hidden; ++o) fed.push_back(gates[o * steps + step]);
    finish_lstm(graph, layer, 0, sums, fed, cell, before);
    for (std::size_t unit = 0; unit < hidden; ++unit) all[unit * steps + step] = before[unit];
  }
  return all;
}

}  // namespace

TEST_CASE("an LSTM agrees with floating point, with and without bias and initial states") {
  LstmShape s;
  s.bias = GENERATE(false, true);
  s.states = GENERATE(false, true);
  // Errors of the hidden state are fed back, but the gates' slopes are below 1: they do not grow
  // over six steps.
  const QuantizedGraph q = require_agreement(recurrent_graph(s), random_steps(4, s));
  REQUIRE(q.layers.size() >= 3);
  CHECK(q.layers[0].kind == LayerKind::matrix);  // W x + b of all gates, before the recurrence
  CHECK(q.layers[0].weights.outputs == 4 * s.hidden);
  CHECK(q.layers[1].kind == LayerKind::lstm);
  CHECK(q.layers[1].weights.rows() == s.hidden);
  CHECK(q.layers[1].recurrence.cell.empty() == !s.states);
}

TEST_CASE("an LSTM of one step needs no recurrence to agree with floating point") {
  LstmShape s;
  s.steps = 1;
  require_agreement(recurrent_graph(s), random_steps(4, s));
}

TEST_CASE("the gates of an LSTM have 16 bits, its hidden state those of activations") {
  const LstmShape s;
  const QuantizedGraph q =
      quantize(recurrent_graph(s), {8, 6, CalibrationRule::max, 1, 4}, random_steps(4, s), 1);
  REQUIRE(q.layers[1].kind == LayerKind::lstm);
  CHECK(q.tensors[static_cast<std::size_t>(q.layers[1].inputs[0])].bits == 16);
  CHECK(q.tensors[static_cast<std::size_t>(q.layers[1].output)].bits == 6);
}

TEST_CASE("several sequences at once are refused") {
  GraphBuilder b({3, 2, 4});
  b.node(Op::lstm, {0, b.constant({1, 8, 4}, -1, 1), b.constant({1, 8, 2}, -1, 1)}, {3, 1, 2, 2});
  CHECK(refusal(b.graph(), random_images(1, 8, 3, 1)).find("2 sequences") != std::string::npos);
}

TEST_CASE("one unit's gates, cell and hidden state are those worked out by hand") {
  // Ten steps of the gates are ln 3, of which sigmoid is 3/4, that of -ln 3 is 1/4, and tanh is
  // (9 - 1) / (9 + 1).
  const double ln3 = std::log(3.0);
  QuantizedGraph graph;
  graph.tensors = {{"gates", 4, 1, 1, 16, true, ln3 / 10}, {"hidden", 1, 1, 1, 8, true, 0.01}};
  QuantizedLayer layer;
  layer.kind = LayerKind::lstm;
  layer.inputs = {0};
  layer.output = 1;
  layer.weights.outputs = 4;
  layer.weights.rows_per_group = 1;
  layer.weights.scale.assign(4, ln3 / 10 / 0.01);  // a step of a sum is one of the gates
  // In halves of a step: i = sigmoid(0), o = sigmoid(ln 3), f = sigmoid(-ln 3), g = tanh(ln 3).
  const IntTensor gates{3, 4, -10, 0};
  const std::vector<std::int64_t> sums{-6, 12, 0, 20};
  std::vector<double> cell{0.4};
  IntTensor pixel(1);
  finish_lstm(graph, layer, 1, sums, gates, cell, pixel);
  CHECK(cell[0] == Approx(0.25 * 0.4 + 0.5 * 0.8).epsilon(1e-14));  // a few roundings of a double
  CHECK(pixel[0] == 35);                                            // 3/4 * tanh(0.5) = 0.3466
}

TEST_CASE("a recurrent layer's state before its first step is rounded and fed like any other") {
  QuantizedGraph graph = recurrence_graph(2, 3, 5, 6, Stream(31));
  QuantizedLayer& layer = graph.layers[0];
  layer.recurrence.hidden = {0.5, -1, 0};
  const IntTensor after_first{7, 0, 8, 0, 9, 0};  // [unit][step]
  IntTensor patch(3);
  gather_patch(graph, layer, after_first, 0, 0, 3, patch);
  CHECK(patch == IntTensor{16, -31, 0});  // of 31 steps to 1; 15.5 goes to even
  gather_patch(graph, layer, after_first, 1, 0, 3, patch);
  CHECK(patch == IntTensor{7, 8, 9});
}

TEST_CASE("without states given a recurrent layer begins with zeros") {
  QuantizedGraph graph = recurrence_graph(2, 3, 5, 6, Stream(32));
  graph.layers[0].recurrence = {};
  IntTensor patch(3, 1);
  gather_patch(graph, graph.layers[0], IntTensor(6, 1), 0, 0, 3, patch);
  CHECK(patch == IntTensor(3, 0));
  CHECK(initial_cell(graph.layers[0]) == std::vector<double>(3, 0));
}

TEST_CASE("the executor's recurrent layer equals plain loops, in float and in double") {
  // 4 and 16 bits: sums below 2^24 and beyond it.
  const int bits = GENERATE(4, 16);
  for (std::uint64_t n = 0; n < 10; ++n) {
    const Stream stream = Stream(33).child(n);
    const int hidden = 1 + 5 * static_cast<int>(n);
    const QuantizedGraph graph = lstm_graph(5, 6, hidden, bits, bits, stream);
    const std::vector<IntTensor> tensors = run_integer(graph, random_image(graph, stream.child(9)));
    CHECK(tensors[2] == hidden_in_loops(graph, graph.layers[1], tensors[1]));
  }
}

TEST_CASE("a recurrent layer is the same on one thread and on four") {
  const QuantizedGraph graph = lstm_graph(9, 6, 17, 8, 8, Stream(34));
  const IntTensor image = random_image(graph, Stream(35));
  const IntegerExecutor executor(graph);
  CHECK(executor.run(image, 1) == executor.run(image, 4));
}

}  // namespace mho
