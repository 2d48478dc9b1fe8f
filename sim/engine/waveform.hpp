// Changes of values in time, as SystemC's own tracing writes them: a VCD file for waveform viewers.
// The kernel is one global in a process, and takes signals only before it starts, when nothing is
// known of a run: so what a run has told is played again, by a kernel of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mho {

struct WaveformSignal {
  enum class Kind : std::uint8_t { bit, number, real };

  std::string name;  ///< letters, digits, '_'; '.' between levels
  Kind kind = Kind::bit;
};

struct WaveformEdge {
  std::int64_t at_fs = 0;
  std::int32_t signal = 0;
  std::int32_t order = 0;  ///< of edges at one time
  double value = 0;        ///< from then on
};

/// Writes `file`.vcd in a child process, in femtoseconds; edges sorted by time. All signals are 0
/// before their first edge. Throws InputError where it cannot be written.
void write_waveforms(const std::vector<WaveformSignal>& signals,
                     const std::vector<WaveformEdge>& edges, const std::string& file);

}  // namespace mho
