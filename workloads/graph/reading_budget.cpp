#include "workloads/graph/reading_budget.hpp"

namespace mho {

std::string ReadingBudget::exhaust(const std::string& message) {
  exhausted_ = true;
  return message;
}

std::optional<std::string> ReadingBudget::room_for(std::int64_t elements) {
  if (elements <= kMaxElements - elements_) return std::nullopt;
  return exhaust("the values of the graph have more than the " + std::to_string(kMaxElements) +
                 " elements allowed");
}

std::optional<std::string> ReadingBudget::hold(std::int64_t elements) {
  if (auto problem = room_for(elements)) return problem;
  elements_ += elements;
  return std::nullopt;
}

std::optional<std::string> ReadingBudget::compute(double operations) {
  operations_ += operations;
  if (operations_ <= kMaxOperations) return std::nullopt;
  return exhaust("the constants of the graph take more than the " +
                 std::to_string(static_cast<std::int64_t>(kMaxOperations)) +
                 " operations allowed; let the exporter compute them (constant folding)");
}

std::optional<std::string> ReadingBudget::add_node() {
  if (++nodes_ <= kMaxNodes) return std::nullopt;
  return exhaust("the graph has more than the " + std::to_string(kMaxNodes) +
                 " computed nodes allowed");
}

}  // namespace mho
