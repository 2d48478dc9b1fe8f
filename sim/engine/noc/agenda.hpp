// What a network has yet to do, as plain values without functions: the engine's most frequent
// events. In order of time, then of an order that is handed out beforehand, so that an event can be
// entered late and still take its place.
#pragma once

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <vector>

namespace mho {

struct NocEvent {
  enum class Kind : std::uint8_t { arrive, eject, release, absorbed };

  std::int64_t due_fs = 0;
  std::int64_t order = 0;
  Kind kind = Kind::arrive;
  int subject = 0;  ///< arrive, eject: a copy; release: a link; absorbed: a port

  bool operator<(const NocEvent& other) const {
    return std::tie(due_fs, order) > std::tie(other.due_fs, other.order);
  }
};

class NocAgenda {
 public:
  std::int64_t next_order() { return ordered_++; }
  void enter(const NocEvent& event) {
    heap_.push_back(event);
    std::push_heap(heap_.begin(), heap_.end());
  }
  bool empty() const { return heap_.empty(); }
  const NocEvent& first() const { return heap_.front(); }
  NocEvent take() {
    std::pop_heap(heap_.begin(), heap_.end());
    const NocEvent event = heap_.back();
    heap_.pop_back();
    return event;
  }

 private:
  std::vector<NocEvent> heap_;
  std::int64_t ordered_ = 0;
};

}  // namespace mho
