// LSTM, GRU and RNN of any direction as forward ones: a reverse one is a forward one between two
// reversals. What the recurrent layer does not do (states that are computed or read, other
// activations, a reset gate in front of the product) is unrolled, step by step.
#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

/// `shape` with `size` along `axis`.
Shape resized(Shape shape, std::size_t axis, std::int64_t size) {
  shape[axis] = size;
  return shape;
}

/// One index along `axis`, from `first` on, or all of them backwards.
Attributes slice_of(std::size_t rank, std::size_t axis, std::int64_t first, std::int64_t step = 1) {
  Attributes attributes;
  attributes.starts.assign(rank, 0);
  attributes.steps.assign(rank, 1);
  attributes.starts[axis] = first;
  attributes.steps[axis] = step;
  return attributes;
}

RecurrentCell cell_of(const OnnxNode& onnx) {
  if (onnx.type() == "LSTM") return RecurrentCell::lstm;
  return onnx.type() == "GRU" ? RecurrentCell::gru : RecurrentCell::rnn;
}

/// Sizes and attributes that all three have, checked.
class RecurrentShape {
 public:
  explicit RecurrentShape(const OnnxNode& onnx)
      : onnx_(onnx), cell_(cell_of(onnx)), gates_(gates_of(cell_)) {
    check_attributes();
    check_shapes();
  }

  RecurrentCell cell() const { return cell_; }
  std::int64_t gates() const { return gates_; }
  std::int64_t directions() const { return directions_; }
  std::int64_t steps() const { return steps_; }
  std::int64_t batch() const { return batch_; }
  std::int64_t hidden() const { return hidden_; }
  bool batch_first() const { return batch_first_; }
  bool runs(bool backward) const {
    return direction_ == "bidirectional" || (direction_ == "reverse") == backward;
  }

  /// Of the direction with this number, with their default.
  std::vector<std::string> activations(std::int64_t direction) const {
    static const std::vector<std::string> kDefaults[] = {
        {"Sigmoid", "Tanh", "Tanh"}, {"Sigmoid", "Tanh"}, {"Tanh"}};
    const std::vector<std::string>& usual = kDefaults[static_cast<int>(cell_)];
    const std::vector<std::string> given = onnx_.texts("activations");
    const std::size_t first = static_cast<std::size_t>(direction) * usual.size();
    if (given.size() < first + usual.size()) return usual;
    const auto begin = given.begin() + static_cast<std::ptrdiff_t>(first);
    return {begin, begin + std::ssize(usual)};
  }

  /// Is it what the recurrent layer computes?
  bool is_usual() const {
    for (std::int64_t direction = 0; direction < directions_; ++direction) {
      const std::vector<std::string> named = activations(direction);
      if (named.back() != "Tanh" || (named.size() > 1 && named[0] != "Sigmoid") ||
          (named.size() > 2 && named[1] != "Tanh"))
        return false;
    }
    const bool reset_first =
        cell_ == RecurrentCell::gru && onnx_.integer("linear_before_reset", 0) == 0;
    return onnx_.is_constant(5) && onnx_.is_constant(6) && !batch_first_ && !reset_first &&
           !onnx_.uses_output(2);
  }

 private:
  void check_attributes() {
    for (const char* name : {"activation_alpha", "activation_beta", "clip"}) {
      if (onnx_.has_attribute(name)) {
        onnx_.fail("attribute '" + std::string(name) + "' is not accepted");
      }
    }
    if (onnx_.integer("input_forget", 0) != 0) onnx_.fail("input_forget is not accepted");
    batch_first_ = onnx_.integer("layout", 0) != 0;
    direction_ = onnx_.text("direction", "forward");
    if (direction_ != "forward" && direction_ != "reverse" && direction_ != "bidirectional") {
      onnx_.fail("direction '" + direction_ + "'; forward, reverse and bidirectional are allowed");
    }
    directions_ = direction_ == "bidirectional" ? 2 : 1;
    for (std::int64_t direction = 0; direction < directions_; ++direction)
      for (const std::string& name : activations(direction))
        if (name != "Sigmoid" && name != "Tanh" && name != "Relu")
          onnx_.fail("activation '" + name + "'; Sigmoid, Tanh and Relu are accepted");
    if (onnx_.has_input(7)) onnx_.fail("peepholes are not accepted");
  }

  void check_shapes() {
    const Shape &x = onnx_.shape(0), &w = onnx_.shape(1);
    if (x.size() != 3 || w.size() != 3) {
      onnx_.fail("x and W of shape " + shape_text(x) + " and " + shape_text(w) +
                 "; three dimensions are wanted");
    }
    steps_ = x[batch_first_ ? 1 : 0];
    batch_ = x[batch_first_ ? 0 : 1];
    hidden_ = w[1] / gates_;
    if (onnx_.integer("hidden_size", hidden_) != hidden_) {
      onnx_.fail("hidden_size " + std::to_string(onnx_.integer("hidden_size", hidden_)) +
                 " does not fit W of shape " + shape_text(w));
    }
    check(1, {directions_, gates_ * hidden_, x[2]});
    check(2, {directions_, gates_ * hidden_, hidden_});
    check(3, {directions_, 2 * gates_ * hidden_});
    const Shape state =
        batch_first_ ? Shape{batch_, directions_, hidden_} : Shape{directions_, batch_, hidden_};
    for (const int input : {5, 6}) check(input, state);
    for (const int input : {1, 2, 3})
      if (!onnx_.is_constant(input))
        onnx_.fail("input " + std::to_string(input) + " is computed; weights must be constant");
    if (!onnx_.has_input(4) || !onnx_.is_constant(4)) return;
    for (const std::int64_t length : onnx_.constant_integers(4, "sequence_lens")) {
      if (length != steps_) onnx_.fail("sequences of different lengths are not accepted");
    }
  }

  void check(int input, const Shape& wanted) const {
    if (onnx_.has_input(input) && onnx_.shape(input) != wanted) {
      onnx_.fail("input " + std::to_string(input) + " has shape " + shape_text(onnx_.shape(input)) +
                 "; " + shape_text(wanted) + " is wanted");
    }
  }

  const OnnxNode& onnx_;
  RecurrentCell cell_;
  std::int64_t gates_, directions_ = 1, steps_ = 1, batch_ = 1, hidden_ = 1;
  bool batch_first_ = false;
  std::string direction_;
};

class RecurrentImport {
 public:
  RecurrentImport(const OnnxNode& onnx, NodeWriter& writer)
      : onnx_(onnx), writer_(writer), shape_(onnx) {}

  void run() {
    const bool both = shape_.directions() == 2;
    const int shown = both || !onnx_.has_output(0) ? -1 : 0;
    std::vector<int> outputs, states;
    if (shape_.runs(false)) outputs.push_back(forward(0, shown, states));
    if (shape_.runs(true)) outputs.push_back(backward(both ? 1 : 0, shown, states));
    const Shape all{shape_.steps(), shape_.directions(), shape_.batch(), shape_.hidden()};
    const Shape last(all.begin() + 1, all.end());
    Attributes second_axis, first_axis;
    second_axis.axis = 1;
    first_axis.axis = 0;
    if (both && onnx_.has_output(0)) writer_.add(Op::concat, outputs, all, second_axis, 0);
    if (onnx_.has_output(1)) {
      writer_.add(both ? Op::concat : Op::identity, states, last, first_axis, 1);
    }
  }

 private:
  /// What belongs to one direction of a weight or state.
  int part(int input, std::int64_t direction) {
    const int value = onnx_.value(input);
    if (value < 0 || shape_.directions() == 1) return value;
    const Shape shape = writer_.shape(value);
    return writer_.add(Op::slice, {value}, resized(shape, 0, 1),
                       slice_of(shape.size(), 0, direction));
  }

  int lstm(int x, std::int64_t direction, int number) {
    Attributes attributes;
    attributes.cell = shape_.cell();
    std::vector<int> inputs{x, part(1, direction), part(2, direction), part(3, direction),
                            part(5, direction)};
    inputs.push_back(shape_.cell() == RecurrentCell::lstm ? part(6, direction) : -1);
    return writer_.add(Op::lstm, std::move(inputs),
                       {shape_.steps(), 1, shape_.batch(), shape_.hidden()}, attributes, number);
  }

  int reversed(int value, int number) {
    const Shape shape = writer_.shape(value);
    return writer_.add(Op::slice, {value}, shape, slice_of(shape.size(), 0, shape_.steps() - 1, -1),
                       number);
  }

  /// Keeps the output of one step for Y_h.
  void keep(int y, std::int64_t step, std::vector<int>& states) {
    if (!onnx_.has_output(1)) return;
    const int last =
        writer_.add(Op::slice, {y}, {1, 1, shape_.batch(), shape_.hidden()}, slice_of(4, 0, step));
    states.push_back(writer_.add(Op::reshape, {last}, {1, shape_.batch(), shape_.hidden()}));
  }

  int forward(std::int64_t direction, int number, std::vector<int>& states) {
    const int y = lstm(onnx_.value(0), direction, number);
    keep(y, shape_.steps() - 1, states);
    return y;
  }

  int backward(std::int64_t direction, int number, std::vector<int>& states) {
    const int y = lstm(reversed(onnx_.value(0), -1), direction, -1);
    keep(y, shape_.steps() - 1, states);
    return reversed(y, number);
  }

  const OnnxNode& onnx_;
  NodeWriter& writer_;
  const RecurrentShape shape_;
};

/// The cell as nodes for each step.
class Unrolled {
 public:
  Unrolled(const OnnxNode& onnx, Expansion& to) : onnx_(onnx), to_(to), shape_(onnx) {}

  void run() {
    std::vector<std::string> all, last, cells;
    std::int64_t direction = 0;
    for (const bool backward : {false, true}) {
      if (!shape_.runs(backward)) continue;
      const std::vector<std::string> outputs = steps(direction++, backward);
      all.push_back(to_.add("Concat", outputs, {{"axis", std::int64_t{0}}}));
      last.push_back(outputs[backward ? 0 : outputs.size() - 1]);
      if (onnx_.has_output(2))
        cells.push_back(to_.reshape(cell_, {1, shape_.batch(), shape_.hidden()}));
    }
    const std::int64_t batch = shape_.batch(), hidden = shape_.hidden();
    std::vector<std::string> placed;
    for (const std::string& each : all)
      placed.push_back(to_.reshape(each, {shape_.steps(), 1, batch, hidden}));
    // [steps][directions][batch][hidden], and batch first where the layout wants it
    if (onnx_.has_output(0)) {
      const std::string y = to_.add("Concat", placed, {{"axis", std::int64_t{1}}});
      const std::vector<std::int64_t> kept{0, 1, 2, 3}, moved{2, 0, 1, 3};
      to_.transpose(y, shape_.batch_first() ? moved : kept, to_.output(0));
    }
    if (onnx_.has_output(1)) state(last, to_.output(1));
    if (onnx_.has_output(2)) state(cells, to_.output(2));
  }

 private:
  void state(const std::vector<std::string>& each, const std::string& output) {
    const std::string joined = to_.add("Concat", each, {{"axis", std::int64_t{0}}});
    const std::vector<std::int64_t> kept{0, 1, 2}, moved{1, 0, 2};
    to_.transpose(joined, shape_.batch_first() ? moved : kept, output);
  }

  /// What belongs to the direction, as [rows][columns].
  std::string part(int input, std::int64_t direction, const Shape& shape) {
    return to_.reshape(to_.slice(to_.input(input), 0, direction, direction + 1), shape);
  }

  std::string initial(int input, std::int64_t direction) {
    const Shape shape{shape_.batch(), shape_.hidden()};
    const auto count = static_cast<std::size_t>(element_count(shape));
    if (!onnx_.has_input(input)) return to_.floats({shape, std::vector<float>(count, 0.0f)});
    const std::int64_t axis = shape_.batch_first() ? 1 : 0;
    return to_.reshape(to_.slice(to_.input(input), axis, direction, direction + 1), shape);
  }

  std::string gate(const std::string& sums, std::int64_t number) {
    return to_.slice(sums, 1, number * shape_.hidden(), (number + 1) * shape_.hidden());
  }
  std::string add(const std::string& a, const std::string& b) { return to_.add("Add", {a, b}); }
  std::string mul(const std::string& a, const std::string& b) { return to_.add("Mul", {a, b}); }

  /// The outputs of all steps, [1][batch][hidden] each, in the order of the input.
  std::vector<std::string> steps(std::int64_t direction, bool backward) {
    const std::int64_t hidden = shape_.hidden(), gates = shape_.gates(), rows = gates * hidden;
    const std::int64_t inputs = onnx_.shape(0)[2];
    activations_ = shape_.activations(direction);
    w_ = to_.transpose(part(1, direction, {rows, inputs}), {1, 0});
    r_ = to_.transpose(part(2, direction, {rows, hidden}), {1, 0});
    biases_.clear();
    if (onnx_.has_input(3)) {
      const std::string both = part(3, direction, {1, 2 * rows});
      biases_ = {to_.slice(both, 1, 0, rows), to_.slice(both, 1, rows, 2 * rows)};
    }
    std::string h = initial(5, direction);
    cell_ = shape_.cell() == RecurrentCell::lstm ? initial(6, direction) : "";
    std::vector<std::string> outputs(static_cast<std::size_t>(shape_.steps()));
    for (std::int64_t number = 0; number < shape_.steps(); ++number) {
      const std::int64_t step = backward ? shape_.steps() - 1 - number : number;
      const std::string x =
          to_.reshape(to_.slice(to_.input(0), shape_.batch_first() ? 1 : 0, step, step + 1),
                      {shape_.batch(), inputs});
      h = next(x, h);
      outputs[static_cast<std::size_t>(step)] = to_.reshape(h, {1, shape_.batch(), hidden});
    }
    return outputs;
  }

  std::string product(const std::string& a, const std::string& matrix, std::size_t bias) {
    const std::string sums = to_.add("MatMul", {a, matrix});
    return biases_.empty() ? sums : add(sums, biases_[bias]);
  }

  std::string next(const std::string& x, const std::string& h) {
    const std::string from_x = product(x, w_, 0);
    if (shape_.cell() == RecurrentCell::gru) return next_gru(from_x, h);
    const std::string sums = add(from_x, product(h, r_, 1));
    if (shape_.cell() == RecurrentCell::rnn) return to_.add(activations_[0], {sums});
    const std::string input = to_.add(activations_[0], {gate(sums, 0)});
    const std::string output = to_.add(activations_[0], {gate(sums, 1)});
    const std::string forget = to_.add(activations_[0], {gate(sums, 2)});
    const std::string candidate = to_.add(activations_[1], {gate(sums, 3)});
    cell_ = add(mul(forget, cell_), mul(input, candidate));
    return mul(output, to_.add(activations_[2], {cell_}));
  }

  std::string next_gru(const std::string& from_x, const std::string& h) {
    const std::int64_t hidden = shape_.hidden();
    const bool reset_after = onnx_.integer("linear_before_reset", 0) != 0;
    const std::string gates_matrix = to_.slice(r_, 1, 0, 2 * hidden);
    const std::string own_matrix = to_.slice(r_, 1, 2 * hidden, 3 * hidden);
    std::string gates = to_.add("MatMul", {h, gates_matrix});
    if (!biases_.empty()) gates = add(gates, to_.slice(biases_[1], 1, 0, 2 * hidden));
    const std::string fed = to_.slice(from_x, 1, 0, 2 * hidden);
    const std::string both = to_.add(activations_[0], {add(fed, gates)});
    const std::string update = gate(both, 0), reset = gate(both, 1);
    const auto own = [&](const std::string& of) {
      const std::string sums = to_.add("MatMul", {of, own_matrix});
      return biases_.empty() ? sums : add(sums, gate(biases_[1], 2));
    };
    const std::string recurrent = reset_after ? mul(reset, own(h)) : own(mul(reset, h));
    const std::string candidate = to_.add(activations_[1], {add(gate(from_x, 2), recurrent)});
    // h' = candidate + update * (h - candidate)
    return add(candidate, mul(update, to_.add("Sub", {h, candidate})));
  }

  const OnnxNode& onnx_;
  Expansion& to_;
  const RecurrentShape shape_;
  std::vector<std::string> activations_, biases_;
  std::string w_, r_, cell_;
};

}  // namespace

void import_recurrent(const OnnxNode& onnx, NodeWriter& writer) {
  RecurrentImport(onnx, writer).run();
}

void unroll_recurrent(const OnnxNode& onnx, Expansion& to) { Unrolled(onnx, to).run(); }

bool is_unrolled(const OnnxNode& onnx) { return !RecurrentShape(onnx).is_usual(); }

void export_lstm(const NodeExport& to) {
  const auto at = [&](int input) {
    const auto index = static_cast<std::size_t>(input);
    return index < to.inputs.size() ? to.inputs[index] : std::string();
  };
  static constexpr const char* kTypes[] = {"LSTM", "GRU", "RNN"};
  const RecurrentCell cell = to.node.attributes.cell;
  std::vector<std::string> inputs{at(kLstmX),    at(kLstmW), at(kLstmR),
                                  at(kLstmBias), "",         at(kLstmHidden)};
  if (cell == RecurrentCell::lstm) inputs.push_back(at(kLstmCell));
  to.emit(kTypes[static_cast<int>(cell)], inputs);
  to.writer.set("hidden_size", to.output_shape().back());
  if (cell == RecurrentCell::gru) to.writer.set("linear_before_reset", std::int64_t{1});
}

}  // namespace mho
