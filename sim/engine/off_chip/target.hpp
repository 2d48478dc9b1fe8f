// What answers the off-chip port: our own memory by default, or a module of the user's (a DRAM
// simulator, the bus of a system-on-chip), made by a factory. Needs no SystemC to be named.
#pragma once

#include <functional>
#include <memory>

#include "models/memories/dram.hpp"

namespace mho {

class OffChipPort;

/// Owns what is bound to the port's socket. Derive a module with a TLM-2.0 target socket from it.
class OffChipTarget {
 public:
  virtual ~OffChipTarget() = default;
};

/// Makes a target and binds it to `port.socket`, during elaboration.
using OffChipTargetFactory =
    std::function<std::unique_ptr<OffChipTarget>(OffChipPort& port, const DramSpec& spec)>;

}  // namespace mho
