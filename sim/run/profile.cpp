#include "sim/run/profile.hpp"

#include <utility>

namespace mho {

SourceUse& StageUse::from(Source source) {
  switch (source) {
    case Source::computed:
      return computed;
    case Source::memory:
      return memory;
    case Source::folder:
      break;
  }
  return folder;
}

void Profile::add(const std::string& stage, Source source, double seconds, std::int64_t count) {
  SourceUse& use = stages_[stage].from(source);
  use.count += count;
  use.seconds += seconds;
}

void Profile::add(const Profile& other) {
  for (const auto& [stage, use] : other.stages_) {
    add(stage, Source::computed, use.computed.seconds, use.computed.count);
    add(stage, Source::memory, use.memory.seconds, use.memory.count);
    add(stage, Source::folder, use.folder.seconds, use.folder.count);
  }
  engine.seconds += other.engine.seconds;
  engine.events += other.engine.events;
  engine.mvms += other.engine.mvms;
}

double Profile::seconds() const {
  double sum = 0;
  for (const auto& [stage, use] : stages_) sum += use.seconds();
  return sum;
}

StageClock::StageClock(Profile* profile, const char* stage)
    : profile_(profile), stage_(stage), start_(std::chrono::steady_clock::now()) {
  if (profile_ != nullptr) before_ = std::exchange(profile_->nested_, 0);
}

StageClock::~StageClock() {
  if (profile_ == nullptr) return;
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start_;
  const double own = taken.count() - profile_->nested_;
  profile_->add(stage_, source_, own, count_);
  if (profile_->tell) profile_->tell({stage_, source_, count_, own});
  profile_->nested_ = before_ + taken.count();
}

}  // namespace mho
