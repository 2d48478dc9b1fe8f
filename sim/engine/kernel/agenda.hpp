// What a module has yet to do: actions at later times, in order of time, then of entry. One SystemC
// event and method for all of them, so that a module costs the kernel the same whatever it has in
// flight.
#pragma once

#include <cstdint>
#include <functional>
#include <systemc>
#include <vector>

namespace mho {

class Agenda : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Agenda);
  explicit Agenda(const sc_core::sc_module_name& name);

  /// Calls `action` `delay_fs` >= 0 from now, in a later delta cycle if that is 0.
  void after(std::int64_t delay_fs, std::function<void()> action);

 private:
  struct Entry {
    std::int64_t due_fs;
    std::int64_t order;
    std::function<void()> action;

    bool operator<(const Entry& other) const {
      return due_fs != other.due_fs ? due_fs > other.due_fs : order > other.order;
    }
  };

  void act();

  std::vector<Entry> entries_;  ///< a heap, next one first
  std::int64_t entered_ = 0;
  sc_core::sc_event due_;
};

}  // namespace mho
