#include "sim/engine/waveform.hpp"

#include <deque>
#include <systemc>
#include <type_traits>
#include <utility>
#include <variant>

#include "sim/base/error.hpp"
#include "sim/engine/engine.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/kernel/kernel.hpp"

namespace mho {

namespace {

/// Sets values at their times.
class Player : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Player);
  Player(const sc_core::sc_module_name& name, const std::vector<WaveformSignal>& signals,
         const std::vector<WaveformEdge>& edges, sc_core::sc_trace_file* file)
      : sc_module(name), edges_(edges) {
    for (const WaveformSignal& signal : signals) add(signal, file);
    SC_METHOD(play);
  }

 private:
  void add(const WaveformSignal& signal, sc_core::sc_trace_file* file) {
    switch (signal.kind) {
      case WaveformSignal::Kind::bit:
        values_.emplace_back(false);
        break;
      case WaveformSignal::Kind::number:
        values_.emplace_back(0);
        break;
      case WaveformSignal::Kind::real:
        values_.emplace_back(0.0);
        break;
    }
    std::visit([&](const auto& value) { sc_core::sc_trace(file, value, signal.name); },
               values_.back());
  }

  void play() {
    for (; next_ < edges_.size() && edges_[next_].at_fs <= now_fs(); ++next_)
      std::visit(
          [&](auto& value) {
            value = static_cast<std::decay_t<decltype(value)>>(edges_[next_].value);
          },
          values_[static_cast<std::size_t>(edges_[next_].signal)]);
    if (next_ < edges_.size())
      next_trigger(sc_duration(edges_[next_].at_fs - now_fs()));
    else if (!std::exchange(has_ended_, true))
      next_trigger(sc_duration(1));  // SystemC writes a moment when it goes on to the next
  }

  const std::vector<WaveformEdge>& edges_;
  std::deque<std::variant<bool, int, double>> values_;  ///< traced where they are
  std::size_t next_ = 0;
  bool has_ended_ = false;
};

EngineResult play(const std::vector<WaveformSignal>& signals,
                  const std::vector<WaveformEdge>& edges, const std::string& file) {
  claim_kernel();
  sc_core::sc_trace_file* const trace = sc_core::sc_create_vcd_trace_file(file.c_str());
  require(trace != nullptr, "SystemC makes no trace file");
  trace->set_time_unit(1, sc_core::SC_FS);
  const Player player("player", signals, edges, trace);
  run_kernel();
  sc_core::sc_close_vcd_trace_file(trace);
  return {};
}

}  // namespace

void write_waveforms(const std::vector<WaveformSignal>& signals,
                     const std::vector<WaveformEdge>& edges, const std::string& file) {
  in_child([&](const TellShare&) { return play(signals, edges, file); });
}

}  // namespace mho
