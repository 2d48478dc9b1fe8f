// A named model of an on-chip memory, in place of published constants. One .cpp in
// models/costs/memories is one kind. Outside of the range that it was fitted in a model still
// answers, with a warning that names the range.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/technology/operating_point.hpp"
#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

/// What the memory has to hold and serve.
struct MemoryDuty {
  OperatingPoint point;
  std::int64_t capacity_bytes = 0;
  int width_bits = 0;  ///< of one access
  int ports = 1;       ///< of each bank, reads and writes together
  int banks = 1;
};

/// What a model says of the whole memory.
struct MemoryCost {
  Energy read_energy;   ///< of one access
  Energy write_energy;  ///< of one access
  Time cycle;           ///< between two accesses of a port
  Area area;
  Power leakage;
  std::string source;  ///< paper and equation, with the values that went in
  std::vector<std::string> warnings{};
};

class MemoryModel {
 public:
  virtual ~MemoryModel() = default;

  virtual const char* kind() const = 0;
  virtual void fields(Fields& f) = 0;

  /// As CostModel's.
  virtual bool is_of_constants() const { return false; }
  virtual MemoryCost cost(const MemoryDuty& duty) const = 0;
};

/// Every kind of model, sorted by name.
const std::vector<Kind<MemoryModel>>& memory_model_kinds();

}  // namespace mho
