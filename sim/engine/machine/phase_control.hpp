// Which phase the chip is in: writes the weights of each phase into the arrays, starts its feeds,
// and goes on when its stages and memories have all that the batch needs. Where phases take turns
// on two halves of the arrays, the next one's weights are written while this one works.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <systemc>
#include <vector>

#include "sim/engine/machine/context.hpp"
#include "sim/engine/noc/noc.hpp"
#include "sim/engine/off_chip/port.hpp"

namespace mho {

class PhaseControl : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(PhaseControl);
  /// `start` begins the feeds of a phase for so many images; `memory`: null where nothing is
  /// written anew.
  PhaseControl(const sc_core::sc_module_name& name, Context& context, Noc& noc, OffChipPort* memory,
               std::function<void(const PhasePlan&, std::int64_t images)> start);

  /// An array's weights are written.
  void note_written();
  const std::vector<PhaseTrace>& traces() const { return traces_; }
  /// What it waits for, for the watchdog; empty: nothing.
  std::string stuck() const;

 private:
  /// One phase for one batch.
  struct Turn {
    std::int64_t batch = 0;
    int phase = 0;
  };
  Turn turn(std::int64_t number) const;
  std::int64_t images_of(std::int64_t batch) const;
  bool is_done(const Turn& turn) const;
  void advance();
  void load(const Turn& turn);
  void finish_load();

  Context& context_;
  Noc& noc_;
  OffChipPort* memory_;
  std::function<void(const PhasePlan&, std::int64_t)> start_;
  std::vector<PhaseTrace> traces_;
  std::int64_t turns_;
  std::int64_t loading_ = 0;   ///< turn whose weights are being written, or are next
  std::int64_t loaded_ = 0;    ///< turns whose weights are written
  std::int64_t started_ = 0;   ///< turns begun
  std::int64_t finished_ = 0;  ///< turns done
  bool is_loading_ = false;
  std::int64_t arrays_missing_ = 0;  ///< of the load that is under way
  std::int64_t load_start_fs_ = 0, work_start_fs_ = 0, idle_since_fs_ = 0;
  sc_core::sc_event again_;
};

}  // namespace mho
