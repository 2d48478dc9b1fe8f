// What pooling blocks of a window share.
#pragma once

#include "workloads/shapes/network_block.hpp"

namespace mho {

class WindowPoolBlock : public NetworkBlock {
 protected:
  void own_fields(Fields& f) override {
    kernel_field(f, kernel_);
    f.integer("stride", stride_, {0, 1024}, "Of the window, pixels both ways; 0: the kernel.",
              Presence::optional);
    padding_field(f, padding_);
  }

  int kernel() const { return kernel_; }
  int stride() const { return stride_ > 0 ? stride_ : kernel_; }
  Padding padding() const { return padding_; }

 private:
  int kernel_ = 0, stride_ = 0;
  Padding padding_ = Padding::valid;
};

}  // namespace mho
