// A block of a shape-only network: one line of its YAML, which becomes a few nodes of the graph. A
// new kind is one file in workloads/shapes/blocks; the build finds it.
#pragma once

#include <memory>
#include <vector>

#include "sim/config/fields.hpp"
#include "workloads/shapes/network_builder.hpp"

namespace mho {

class NetworkBlock {
 public:
  virtual ~NetworkBlock() = default;
  virtual const char* kind() const = 0;
  void fields(Fields& f) {
    own_fields(f);
    f.integer("repeat", repeat_, {1, 1000},
              "Copies one behind the other; a stride above 1 is the first copy's alone.",
              Presence::optional);
  }
  int repeat() const { return repeat_; }
  /// Appends the nodes behind value `x` and returns the value that comes out. `first`: of the
  /// copies. Throws InputError (key: the builder's scope) when the block does not fit the value.
  virtual int build(NetworkBuilder& net, int x, bool first) const = 0;

 private:
  virtual void own_fields(Fields& f) = 0;

  int repeat_ = 1;
};

/// All kinds, by name.
const std::vector<Kind<NetworkBlock>>& block_kinds();

// What the field lists of several blocks have in common.

void channels_field(Fields& f, int& channels);
void kernel_field(Fields& f, int& kernel);
void stride_field(Fields& f, int& stride);
void padding_field(Fields& f, Padding& padding);
void activation_field(Fields& f, Activation& activation, Presence presence);

/// Behind `x`, a square convolution with an activation.
int convolve(NetworkBuilder& net, const char* name, int x, const Convolution& convolution,
             Activation activation);

/// The block's output plus its input, which a strided 1x1 convolution projects where its shape
/// differs (He et al., CVPR 2016, option B).
int add_shortcut(NetworkBuilder& net, int branch, int x, int stride);

}  // namespace mho
