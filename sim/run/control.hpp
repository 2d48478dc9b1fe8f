// How a run is carried out, and who watches it; changes no figure.
#pragma once

#include <functional>
#include <string>

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
  Profile* profile = nullptr;  ///< added to when given: what the stages of the run take
  Cache* cache = nullptr;      ///< of what other runs have computed; null: all is computed
  /// Where the network is written as it was quantized, before anything is simulated
  /// (workloads/onnx/quantized/write.hpp); empty: nowhere.
  std::string export_quantized{};
  TimelineRequest* timeline = nullptr;  ///< told what the timed engine does (run_trace.hpp)
};

}  // namespace mho
