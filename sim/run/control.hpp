// How a run is carried out, and who watches it; changes no figure.
#pragma once

#include <functional>
#include <string>

#include "sim/run/interruption.hpp"

namespace mho {

class Cache;
class Profile;
class TimelineRequest;

/// How a run is carried out; changes no figure.
struct RunControl {
  int threads = 0;  ///< 0 = one per core
  /// Told now and then what is being done and the share of it done, in [0, 1]; from one thread at a
  /// time. May be empty.
  std::function<void(const std::string& stage, double share)> progress;
  /// That `stage` begins.
  void say(const std::string& stage) const {
    if (progress) progress(stage, 0);
  }
  /// That it begins, and who hears of the share done from then on.
  std::function<void(double)> teller(const std::string& stage) const {
    say(stage);
    if (!progress) return {};
    return [tell = progress, stage](double share) { tell(stage, share); };
  }
  /// What may be asked to end early; null: nothing is.
  Interruption* interruption = nullptr;
  /// Whether work that is left is to be left out; it then is, and the run says so.
  bool cuts_short() const { return interruption != nullptr && interruption->cuts_short(); }
  Profile* profile = nullptr;  ///< added to when given: what the stages of the run take
  Cache* cache = nullptr;      ///< of what other runs have computed; null: all is computed
  /// Where the network is written as it was quantized, before anything is simulated
  /// (workloads/onnx/quantized/write.hpp); empty: nowhere.
  std::string export_quantized{};
  TimelineRequest* timeline = nullptr;  ///< told what the timed engine does (run_trace.hpp)
};

}  // namespace mho
