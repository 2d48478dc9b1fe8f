// Where the time of runs went, by stage. Differs from time to time; no figure is made of it.
#pragma once

#include <cereal/types/map.hpp>
#include <cereal/types/string.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace mho {

/// How fast the engine was.
struct EngineProfile {
  double seconds = 0;       ///< of wall clock, the forked child and its plan included
  std::int64_t events = 0;  ///< SystemC delta cycles
  std::int64_t mvms = 0;    ///< of arrays
};

/// Where a result was had from.
enum class Source { computed, memory, folder };

struct SourceUse {
  std::int64_t count = 0;
  double seconds = 0;

  template <class Archive>
  void serialize(Archive& archive) {
    archive(count, seconds);
  }
};

/// What one stage took, by source; without the stages that it asked for in turn.
struct StageUse {
  SourceUse computed, memory, folder;

  SourceUse& from(Source source);
  template <class Archive>
  void serialize(Archive& archive) {
    archive(computed, memory, folder);
  }
  double seconds() const { return computed.seconds + memory.seconds + folder.seconds; }
};

/// One stage that has ended.
struct StageEnd {
  std::string stage;
  Source source = Source::computed;
  std::int64_t count = 0;
  double seconds = 0;
};

class Profile {
 public:
  EngineProfile engine;
  std::function<void(const StageEnd& end)>
      tell{};  ///< hears of every stage that ends; may be empty

  const std::map<std::string, StageUse>& stages() const { return stages_; }
  void add(const std::string& stage, Source source, double seconds, std::int64_t count = 1);
  void add(const Profile& other);
  double seconds() const;

  template <class Archive>
  void serialize(Archive& archive) {
    archive(engine.seconds, engine.events, engine.mvms, stages_);
  }

 private:
  friend class StageClock;

  std::map<std::string, StageUse> stages_;
  double nested_ = 0;  ///< seconds of the clocks that have ended within the one that runs
};

/// Runs as long as it lives; what clocks within it take is theirs. One thread.
class StageClock {
 public:
  /// `profile`: null for none.
  StageClock(Profile* profile, const char* stage);
  StageClock(const StageClock&) = delete;
  ~StageClock();

  void was_from(Source source) { source_ = source; }
  /// Results that it stands for, which is one otherwise.
  void counts(std::int64_t results) { count_ = results; }

 private:
  Profile* profile_;
  const char* stage_;
  Source source_ = Source::computed;
  std::int64_t count_ = 1;
  double before_ = 0;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace mho
