// `mho run --trace FILE`, `--vcd FILE` and what goes with it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sim/cli/arguments.hpp"
#include "sim/report/trace/perfetto_writer.hpp"
#include "sim/run/run_trace.hpp"
#include "sim/run/waveform_writer.hpp"

namespace mho {

/// The names of the options, each with a value.
OptionList trace_options();

/// The traces of a run: written beside where it belongs while the engine runs, there at the end.
class TraceOutput {
 public:
  /// Throws InputError when the options are wrong, or no file can be made.
  explicit TraceOutput(const Arguments& arguments);
  TraceOutput(const TraceOutput&) = delete;
  ~TraceOutput();

  /// Null without --trace and --vcd.
  TimelineRequest* request() { return request_ ? &*request_ : nullptr; }
  /// Puts the files in their places. Returns what was left out of it, as a sentence; empty:
  /// nothing.
  std::string finish();

 private:
  void write_waveforms();

  std::string file_, vcd_;
  int descriptor_ = -1, vcd_descriptor_ = -1;
  std::optional<PerfettoWriter> writer_;
  std::optional<WaveformWriter> waveforms_;
  std::optional<TimelineTee> both_;
  std::optional<TimelineRequest> request_;
};

}  // namespace mho
