// What reading one network may take, however few bytes its file has: elements held, operations
// computed while it is read, nodes. Asked before anything is allocated or computed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace mho {

/// Elements that all values of a graph may have together: 2^28, 1 GiB of floats. An integer, of 8
/// bytes, counts as two.
inline constexpr std::int64_t kMaxElements = std::int64_t{1} << 28;

/// Operations on elements (a multiplication, a copy) that constants may take: seconds.
inline constexpr double kMaxOperations = 2147483648.0;  // 2^31

/// Nodes that are left to compute when constants are folded; each may become a layer.
inline constexpr std::int64_t kMaxNodes = 32768;

/// Each function returns nothing, or what is wrong; nothing more is worth reading then.
class ReadingBudget {
 public:
  /// Is there room for so many elements more?
  std::optional<std::string> room_for(std::int64_t elements);
  /// Takes that room.
  std::optional<std::string> hold(std::int64_t elements);
  std::optional<std::string> compute(double operations);
  std::optional<std::string> add_node();

  bool is_exhausted() const { return exhausted_; }

 private:
  std::string exhaust(const std::string& message);

  std::int64_t elements_ = 0;
  double operations_ = 0;
  std::int64_t nodes_ = 0;
  bool exhausted_ = false;
};

}  // namespace mho
