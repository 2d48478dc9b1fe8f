#include "models/memories/dram.hpp"

namespace mho {

void DramTiming::fields(Fields& f) {
  constexpr Range kTime{0, 1e-3};
  f.quantity("t_rcd", t_rcd, kTime, "From activating a row to its first column access.");
  f.quantity("t_rp", t_rp, kTime, "From precharging a bank to activating another row.");
  f.quantity("t_cl", t_cl, kTime, "From a read command to its first data.");
  f.quantity("t_cwl", t_cwl, kTime, "From a write command to its first data.");
  f.quantity("t_ras", t_ras, kTime, "From activating a row to precharging it, at least.");
  f.quantity("t_rtp", t_rtp, kTime, "From a read command to precharging its bank.");
  f.quantity("t_wr", t_wr, kTime, "From the last written data to precharging its bank.");
  f.quantity("t_wtr", t_wtr, kTime, "From the last written data to the next read command.");
  f.quantity("t_rtw", t_rtw, kTime, "From the last read data to the first written data.");
  f.quantity("t_rrd", t_rrd, kTime, "Between activates of different banks of a channel.");
  f.quantity("t_faw", t_faw, kTime, "A channel's time for at most four activates.");
  f.quantity("t_refi", t_refi, kTime, "Between refreshes of all banks; 0 s: no refresh.");
  f.quantity("t_rfc", t_rfc, kTime, "Time of a refresh of all banks.");
  f.rule(t_refi.value() == 0 || t_refi > t_rfc + t_rp + t_ras, "t_refi",
         "must exceed t_rfc + t_rp + t_ras, or be 0 s");
}

void DramBanks::fields(Fields& f) {
  f.integer("banks", banks, {1, 1024}, "Banks of a channel; each has one open row.");
  f.bytes("row", row_bytes, {1, 1e6}, "What an activate opens in a channel.");
  timing.fields(f);
}

void DramSpec::fields(Fields& f) {
  f.text("name", name, "Kind and speed grade of the memory.");
  f.bytes("capacity", capacity_bytes, {1, 1e15}, "What the memory holds.");
  f.integer("channels", channels, {1, 1024}, "Independent channels.");
  f.integer("width", width_bits, {1, 65536}, "Data pins of a channel.");
  f.quantity("data_rate", data_rate, {1e6, 1e11},
             "Transfers per second of a data pin (3200 MT/s: 3.2 GHz).");
  f.integer("burst_length", burst_length, {1, 1024}, "Transfers of one column access.");
  f.bytes("interleave", interleave_bytes, {1, 1e6},
          "Neighboring bytes in one channel before the next one's turn.");
  f.bytes("request", request_bytes, {1, 1e6}, "Largest request that the chip sends.");
  f.integer("outstanding", outstanding, {1, 1e6}, "Requests of the chip that may be in flight.");
  f.quantity(
      "latency", latency, {0, 1e-3},
      "Controller, PHY and wires, there and back; timing simple: from a request to its first "
      "data.");
  f.choice("timing", timing,
           {{"banks", "banks with open rows and refresh"},
            {"simple", "a latency, then data at full bandwidth; rows are not modelled"}},
           "What the time of an access is made of.", Presence::optional);
  f.choice("queue", queue,
           {{"fr_fcfs", "requests to open rows first, then the oldest"}, {"fcfs", "the oldest"}},
           "Which of a channel's waiting requests is next.", Presence::optional);
  f.section("banks", banks, "Banks and their timing.");
  f.quantity("read_energy", read_energy, {0, 1e-9}, "Energy of reading a bit, I/O included.");
  f.quantity("write_energy", write_energy, {0, 1e-9}, "Energy of writing a bit, I/O included.");
  f.quantity("activate_energy", activate_energy, {0, 1e-6},
             "Energy of opening and closing a row of a channel.");
  f.quantity("background", background, {0, 1000}, "Power of all devices: standby and refresh.");
  f.section("interface", interface, "PHY and controller on the chip; action: one bit moved.");
  rule_no_logic(f, interface, "interface");
  f.text("source", source, "Where the values come from.");
  f.rule(timing == MemoryTiming::simple || banks.has_value(), "banks",
         "must be given with timing: banks");
  f.rule(width_bits * burst_length % 8 == 0, "burst_length", "x width must be whole bytes");
  if (width_bits <= 0 || burst_length <= 0 || width_bits * burst_length % 8 != 0) return;
  const std::string burst = std::to_string(burst_bytes()) + " bytes";
  f.rule(interleave_bytes % burst_bytes() == 0, "interleave",
         "must be a multiple of a burst, " + burst);
  f.rule(request_bytes % burst_bytes() == 0, "request", "must be a multiple of a burst, " + burst);
  f.rule(!banks || interleave_bytes == 0 || banks->row_bytes % interleave_bytes == 0, "interleave",
         "must divide banks.row");
}

}  // namespace mho
