// A layer of long short-term memory (Hochreiter and Schmidhuber, Neural Computation 9 (1997) 1735,
// with forget gates, as ONNX defines it), unrolled over the sequence; it starts from zero.
#include "sim/base/error.hpp"
#include "workloads/shapes/network_block.hpp"

namespace mho {

namespace {

class LstmBlock : public NetworkBlock {
 public:
  const char* kind() const override { return "lstm"; }

  int build(NetworkBuilder& net, int x, bool /*first*/) const override {
    const Shape from = net.shape(x);
    if (from.size() != 3) throw InputError({}, net.scope(), "needs a sequence");
    const int steps = net.reshape("steps_first", x, {from[1], 1, from[2]});
    return net.reshape("batch_first", net.lstm("lstm", steps, hidden_), {1, from[1], hidden_});
  }

 private:
  void own_fields(Fields& f) override {
    f.integer("hidden", hidden_, {1, 65536}, "Elements of the state and of each output.");
  }

  int hidden_ = 0;
};

}  // namespace

extern const Kind<NetworkBlock> lstm_block;
const Kind<NetworkBlock> lstm_block{
    "lstm", "Layer of long short-term memory.",
    []() -> std::shared_ptr<NetworkBlock> { return std::make_shared<LstmBlock>(); }};

}  // namespace mho
