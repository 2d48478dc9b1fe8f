#include "sim/cli/profile_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "sim/base/quantity.hpp"

namespace mho {

namespace {

template <class... Values>
std::string line(const char* format, Values... values) {
  std::array<char, 200> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return std::string(text.data()) + '\n';
}

std::string engine_text(const EngineProfile& engine) {
  const auto rate = [](double of, double per) { return per > 0 ? of / per : 0; };
  const auto events = static_cast<double>(engine.events);
  return "engine: " + std::to_string(engine.events) + " events in " +
         format_si_rounded(engine.seconds, "s", 3) + ", " +
         format_si_rounded(rate(events, engine.seconds), "", 3) + " events/s; " +
         std::to_string(engine.mvms) + " MVMs, " +
         format_si_rounded(rate(events, static_cast<double>(engine.mvms)), "", 3) +
         " events per MVM\n";
}

std::string stages_text(const Profile& profile) {
  std::vector<std::pair<std::string, StageUse>> rows(profile.stages().begin(),
                                                     profile.stages().end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.second.seconds() > b.second.seconds();
  });
  std::string text = line("%-22s %9s %10s %12s %10s %11s %10s", "stage", "computed", "s",
                          "from memory", "s", "from store", "s");
  for (const auto& [stage, use] : rows)
    text += line("%-22s %9lld %10.3f %12lld %10.3f %11lld %10.3f", stage.c_str(),
                 static_cast<long long>(use.computed.count), use.computed.seconds,
                 static_cast<long long>(use.memory.count), use.memory.seconds,
                 static_cast<long long>(use.folder.count), use.folder.seconds);
  return text;
}

}  // namespace

std::string stage_text(const StageEnd& end) {
  const auto from = [&] {
    switch (end.source) {
      case Source::computed:
        return "computed";
      case Source::memory:
        return "from memory";
      case Source::folder:
        break;
    }
    return "from the cache";
  };
  return line("%10.3f s  %-22s %s%s", end.seconds, end.stage.c_str(), from(),
              end.count > 1 ? (", " + std::to_string(end.count) + " of them").c_str() : "");
}

std::string profile_text(const Profile& profile) {
  return stages_text(profile) + engine_text(profile.engine);
}

std::string profile_text(const SweepProfile& profile) {
  std::string text = profile_text(profile.designs);
  const auto share = [&](double seconds) {
    return profile.seconds > 0 ? 100 * seconds / profile.seconds : 0;
  };
  text += line("%-22s %9s %10s %12s", "this process", "times", "s", "share");
  double told = 0;
  for (const auto& [what, use] : profile.parent.stages()) {
    told += use.seconds();
    text += line("%-22s %9lld %10.3f %10.1f %%", what.c_str(),
                 static_cast<long long>(use.computed.count), use.seconds(), share(use.seconds()));
  }
  text += line("%-22s %9s %10.3f %10.1f %%", "all else", "", profile.seconds - told,
               share(profile.seconds - told));
  const double idle = std::max(0.0, profile.worker_seconds - profile.busy_seconds);
  text += line("workers: %d, %.3f s at designs, %.3f s idle (%.1f %%)", profile.workers,
               profile.busy_seconds, idle,
               profile.worker_seconds > 0 ? 100 * idle / profile.worker_seconds : 0);
  return text;
}

}  // namespace mho
