// How a run is carried out, and who watches it; changes no figure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace mho {

class Cache;

/// What a run took: how fast the engine was. Differs from time to time.
struct EngineProfile {
  double seconds = 0;       ///< of wall clock, the forked child and its plan included
  std::int64_t events = 0;  ///< SystemC delta cycles
  std::int64_t mvms = 0;    ///< of arrays
};

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
  EngineProfile* profile = nullptr;  ///< filled in when given, unless the engine is not run
  Cache* cache = nullptr;            ///< of what other runs have computed; null: all is computed
  /// Where the network is written as it was quantized, before anything is simulated
  /// (workloads/onnx/quantized/write.hpp); empty: nowhere.
  std::string export_quantized{};
};

}  // namespace mho
