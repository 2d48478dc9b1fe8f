// A run that the computer cannot carry out for want of memory or processes: neither the input's
// fault nor ours. The program ends with exit code 1.
#pragma once

#include <stdexcept>

namespace mho {

class Exhausted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace mho
