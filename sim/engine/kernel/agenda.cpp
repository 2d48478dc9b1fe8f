#include "sim/engine/kernel/agenda.hpp"

#include <algorithm>
#include <utility>

#include "sim/engine/kernel/clock.hpp"

namespace mho {

Agenda::Agenda(const sc_core::sc_module_name& name) : sc_module(name) {
  SC_METHOD(act);
  sensitive << due_;
  dont_initialize();
}

void Agenda::after(std::int64_t delay_fs, std::function<void()> action) {
  entries_.push_back({due_fs(delay_fs, *get_parent_object()), entered_++, std::move(action)});
  std::push_heap(entries_.begin(), entries_.end());
  due_.notify(sc_duration(delay_fs));  // has no effect when an earlier one is pending
}

void Agenda::act() {
  const std::int64_t last = entered_;  // what is entered from here on waits for the next delta
  while (!entries_.empty() && entries_.front().due_fs <= now_fs() &&
         entries_.front().order < last) {
    std::pop_heap(entries_.begin(), entries_.end());
    const std::function<void()> action = std::move(entries_.back().action);
    entries_.pop_back();
    action();
  }
  if (!entries_.empty()) due_.notify(sc_duration(entries_.front().due_fs - now_fs()));
}

}  // namespace mho
