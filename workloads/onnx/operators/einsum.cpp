// Einsum of one or two inputs as transpositions, a matrix product and a sum: what attention and
// linear layers are written with. Indices are letters; each is once in an input, and no ellipsis.
#include <algorithm>
#include <map>

#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

class EinsumParts {
 public:
  EinsumParts(const OnnxNode& onnx, Expansion& to) : onnx_(onnx), to_(to) { parse(); }

  void run() {
    if (inputs_.size() == 1) {
      finish(summed(to_.input(0), inputs_[0], output_), kept(inputs_[0], output_));
      return;
    }
    // Letters of one input that nothing else has are summed first.
    const std::string &a = inputs_[0], &b = inputs_[1];
    const std::string left = kept(a, b + output_), right = kept(b, a + output_);
    const std::string x = summed(to_.input(0), a, b + output_);
    const std::string y = summed(to_.input(1), b, a + output_);
    std::string both, rows, inner, columns;
    for (const char letter : left) {
      const bool shared = right.find(letter) != std::string::npos;
      const bool stays = output_.find(letter) != std::string::npos;
      (!shared ? rows : stays ? both : inner) += letter;
    }
    for (const char letter : right)
      if (left.find(letter) == std::string::npos) columns += letter;
    const std::string product = to_.add("MatMul", {matrices(x, left, {both, rows, inner}),
                                                   matrices(y, right, {both, inner, columns})});
    const std::string order = both + rows + columns;
    finish(to_.reshape(product, shape_of(order)), order);
  }

 private:
  void parse() {
    std::string text = onnx_.text("equation", "");
    text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
    const std::size_t arrow = text.find("->");
    std::string left = text.substr(0, arrow);
    if (text.find("...") != std::string::npos)
      onnx_.fail("'" + text + "' has an ellipsis; name all axes");
    for (std::size_t comma; (comma = left.find(',')) != std::string::npos;) {
      inputs_.push_back(left.substr(0, comma));
      left.erase(0, comma + 1);
    }
    inputs_.push_back(left);
    if (static_cast<int>(inputs_.size()) != onnx_.input_count() || inputs_.size() > 2)
      onnx_.fail("'" + text + "' of " + std::to_string(onnx_.input_count()) +
                 " inputs; one or two are accepted");
    for (std::size_t i = 0; i < inputs_.size(); ++i) take_sizes(text, i);
    if (arrow != std::string::npos) {
      output_ = text.substr(arrow + 2);
    } else {  // letters that are once, in order
      for (const auto& [letter, size] : sizes_)
        if (std::count(text.begin(), text.end(), letter) == 1) output_ += letter;
    }
    for (const char letter : output_)
      if (!sizes_.contains(letter) || std::count(output_.begin(), output_.end(), letter) != 1)
        onnx_.fail("'" + text + "' makes an axis '" + letter + "' of none, or twice");
  }

  void take_sizes(const std::string& text, std::size_t input) {
    const std::string& letters = inputs_[input];
    const Shape& shape = onnx_.shape(static_cast<int>(input));
    if (letters.size() != shape.size())
      onnx_.fail("'" + text + "' does not fit an input of shape " + shape_text(shape));
    for (std::size_t axis = 0; axis < letters.size(); ++axis) {
      const char letter = letters[axis];
      if (std::count(letters.begin(), letters.end(), letter) != 1)
        onnx_.fail("'" + text + "' names an axis of an input twice");
      const auto [known, is_new] = sizes_.try_emplace(letter, shape[axis]);
      if (!is_new && known->second != shape[axis])
        onnx_.fail("'" + text + "' has two sizes of '" + letter + "', " +
                   std::to_string(known->second) + " and " + std::to_string(shape[axis]));
    }
  }

  static std::string kept(const std::string& letters, const std::string& wanted) {
    std::string result;
    for (const char letter : letters)
      if (wanted.find(letter) != std::string::npos) result += letter;
    return result;
  }

  Shape shape_of(const std::string& letters) const {
    Shape shape;
    for (const char letter : letters) shape.push_back(sizes_.at(letter));
    return shape;
  }

  std::string summed(const std::string& value, const std::string& letters,
                     const std::string& wanted) {
    std::vector<std::int64_t> axes;
    for (std::size_t axis = 0; axis < letters.size(); ++axis)
      if (wanted.find(letters[axis]) == std::string::npos)
        axes.push_back(static_cast<std::int64_t>(axis));
    if (axes.empty()) return value;
    return to_.add("ReduceSum", {value, to_.integers(axes)}, {{"keepdims", std::int64_t{0}}});
  }

  std::string transposed(const std::string& value, const std::string& from,
                         const std::string& order) {
    std::vector<std::int64_t> perm;
    for (const char letter : order) perm.push_back(static_cast<std::int64_t>(from.find(letter)));
    return std::is_sorted(perm.begin(), perm.end()) ? value : to_.transpose(value, perm);
  }

  /// [batch][rows][columns], each of several letters; without a batch a matrix.
  std::string matrices(const std::string& value, const std::string& from,
                       const std::vector<std::string>& groups) {
    const std::string moved = transposed(value, from, groups[0] + groups[1] + groups[2]);
    Shape shape = shape_of(groups[0]);
    for (const std::size_t group : {1, 2}) shape.push_back(element_count(shape_of(groups[group])));
    return to_.reshape(moved, shape);
  }

  void finish(const std::string& value, const std::string& order) {
    to_.add("Identity", {transposed(value, order, output_)}, {}, to_.output(0));
  }

  const OnnxNode& onnx_;
  Expansion& to_;
  std::vector<std::string> inputs_;
  std::string output_;
  std::map<char, std::int64_t> sizes_;
};

}  // namespace

void expand_einsum(const OnnxNode& onnx, Expansion& to) { EinsumParts(onnx, to).run(); }

}  // namespace mho
