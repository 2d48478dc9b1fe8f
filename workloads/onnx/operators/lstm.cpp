// LSTM of any direction as forward ones: a reverse one is a forward one between two reversals.
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

class LstmImport {
 public:
  LstmImport(const OnnxNode& onnx, NodeWriter& writer) : onnx_(onnx), writer_(writer) {
    check_attributes();
    check_shapes();
  }

  void run() {
    const std::string direction = onnx_.text("direction", "forward");
    const bool both = direction == "bidirectional";
    const int shown = both || !onnx_.has_output(0) ? -1 : 0;
    std::vector<int> outputs, states;
    if (direction != "reverse") outputs.push_back(forward(0, shown, states));
    if (direction != "forward") outputs.push_back(backward(both ? 1 : 0, shown, states));
    const Shape all{steps_, directions_, batch_, hidden_}, last{directions_, batch_, hidden_};
    Attributes second_axis, first_axis;
    second_axis.axis = 1;
    first_axis.axis = 0;
    if (both && onnx_.has_output(0)) writer_.add(Op::concat, outputs, all, second_axis, 0);
    if (onnx_.has_output(1)) {
      writer_.add(both ? Op::concat : Op::identity, states, last, first_axis, 1);
    }
  }

 private:
  void check_attributes() const {
    for (const char* name : {"activation_alpha", "activation_beta", "clip"}) {
      if (onnx_.has_attribute(name)) {
        onnx_.fail("attribute '" + std::string(name) + "' is not accepted");
      }
    }
    if (onnx_.integer("input_forget", 0) != 0) onnx_.fail("input_forget is not accepted");
    if (onnx_.integer("layout", 0) != 0) onnx_.fail("layout 1 is not accepted");
    const std::string direction = onnx_.text("direction", "forward");
    if (direction != "forward" && direction != "reverse" && direction != "bidirectional") {
      onnx_.fail("direction '" + direction + "'; forward, reverse and bidirectional are allowed");
    }
    if (const auto* given = onnx_.find("activations")) {
      static constexpr const char* kDefaults[] = {"Sigmoid", "Tanh", "Tanh"};
      for (int index = 0; index < given->strings_size(); ++index) {
        if (given->strings(index) != kDefaults[index % 3]) {
          onnx_.fail("activation '" + given->strings(index) +
                     "'; only Sigmoid, Tanh, Tanh are accepted");
        }
      }
    }
    if (onnx_.has_input(7)) onnx_.fail("peepholes are not accepted");
  }

  void check_shapes() {
    const Shape &x = onnx_.shape(0), &w = onnx_.shape(1);
    if (x.size() != 3 || w.size() != 3) {
      onnx_.fail("x and W of shape " + shape_text(x) + " and " + shape_text(w) +
                 "; three dimensions are wanted");
    }
    directions_ = onnx_.text("direction", "forward") == "bidirectional" ? 2 : 1;
    steps_ = x[0];
    batch_ = x[1];
    hidden_ = w[1] / 4;
    if (onnx_.integer("hidden_size", hidden_) != hidden_) {
      onnx_.fail("hidden_size " + std::to_string(onnx_.integer("hidden_size", hidden_)) +
                 " does not fit W of shape " + shape_text(w));
    }
    check(1, {directions_, 4 * hidden_, x[2]});
    check(2, {directions_, 4 * hidden_, hidden_});
    check(3, {directions_, 8 * hidden_});
    for (const int state : {5, 6}) check(state, {directions_, batch_, hidden_});
    for (const int input : {1, 2, 3, 5, 6}) {
      if (!onnx_.is_constant(input)) {
        onnx_.fail("input " + std::to_string(input) +
                   " is computed; weights and initial states "
                   "must be constant");
      }
    }
    if (!onnx_.has_input(4)) return;
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

  /// What belongs to one direction of a weight or state.
  int part(int input, std::int64_t direction) {
    const int value = onnx_.value(input);
    if (value < 0 || directions_ == 1) return value;
    const Shape shape = writer_.shape(value);
    return writer_.add(Op::slice, {value}, resized(shape, 0, 1),
                       slice_of(shape.size(), 0, direction));
  }

  int lstm(int x, std::int64_t direction, int number) {
    return writer_.add(Op::lstm,
                       {x, part(1, direction), part(2, direction), part(3, direction),
                        part(5, direction), part(6, direction)},
                       {steps_, 1, batch_, hidden_}, {}, number);
  }

  int reversed(int value, int number) {
    const Shape shape = writer_.shape(value);
    return writer_.add(Op::slice, {value}, shape, slice_of(shape.size(), 0, steps_ - 1, -1),
                       number);
  }

  /// Keeps the output of one step for Y_h.
  void keep(int y, std::int64_t step, std::vector<int>& states) {
    if (!onnx_.has_output(1)) return;
    const int last = writer_.add(Op::slice, {y}, {1, 1, batch_, hidden_}, slice_of(4, 0, step));
    states.push_back(writer_.add(Op::reshape, {last}, {1, batch_, hidden_}));
  }

  int forward(std::int64_t direction, int number, std::vector<int>& states) {
    const int y = lstm(onnx_.value(0), direction, number);
    keep(y, steps_ - 1, states);
    return y;
  }

  int backward(std::int64_t direction, int number, std::vector<int>& states) {
    const int y = lstm(reversed(onnx_.value(0), -1), direction, -1);
    keep(y, steps_ - 1, states);
    return reversed(y, number);
  }

  const OnnxNode& onnx_;
  NodeWriter& writer_;
  std::int64_t directions_ = 1, steps_ = 1, batch_ = 1, hidden_ = 1;
};

}  // namespace

void import_lstm(const OnnxNode& onnx, NodeWriter& writer) { LstmImport(onnx, writer).run(); }

void export_lstm(const NodeExport& to) {
  const auto at = [&](int input) {
    const auto index = static_cast<std::size_t>(input);
    return index < to.inputs.size() ? to.inputs[index] : std::string();
  };
  to.emit("LSTM",
          {at(kLstmX), at(kLstmW), at(kLstmR), at(kLstmBias), "", at(kLstmHidden), at(kLstmCell)});
  to.writer.set("hidden_size", to.output_shape().back());
}

}  // namespace mho
