// Carries a sweep out: designs that the search asks for, in processes side by side, into the
// journal; what the journal has already is not computed again.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/explore/design/sweep_spec.hpp"
#include "sim/explore/front/front.hpp"
#include "sim/run/control.hpp"
#include "sim/run/profile.hpp"

namespace mho {

/// How far a sweep is.
struct SweepState {
  std::int64_t designs = 0;       ///< that the search wants, at most; looks counted each
  std::int64_t finished = 0;      ///< looks at designs
  std::int64_t from_journal = 0;  ///< of these, known when it began
  std::int64_t from_cache = 0;    ///< of these, known to the cache
  std::int64_t impossible = 0;    ///< designs that cannot run
  std::int64_t screened_out = 0;  ///< designs that are not measured for what is predicted of them
  std::size_t front = 0;          ///< designs on the front, of the last look that has any
  double seconds = 0;
  bool interrupted = false;
  std::vector<std::string> notes{};  ///< how good the screen was
};

/// One of several processes, most often on several machines, that work off one sweep's designs.
struct SharedWork {
  int task = 0;  ///< of the tasks; a search that learns as it goes has its own seed
  int tasks = 1;
  std::chrono::milliseconds patience{120'000};  ///< with a process that shows no life
};

/// Where the time of a sweep went.
struct SweepProfile {
  Profile designs;  ///< stages, of all processes
  Profile parent;   ///< what the process that hands out designs did
  double seconds = 0;
  int workers = 0;
  double worker_seconds = 0;  ///< that workers were there, all of them
  double busy_seconds = 0;    ///< that they were at designs
};

struct SweepRequest {
  const SweepSpec& spec;
  std::filesystem::path folder;
  int jobs = 0;          ///< processes; 0: one a core
  RunControl control{};  ///< of the first run; its cache is the workers'
  std::function<void(const SweepState&)> tell{};
  std::function<bool()> stop{};        ///< asked often; true: no more designs
  SweepProfile* profile = nullptr;     ///< filled in when given
  std::optional<SharedWork> shared{};  ///< absent: the folder is this process's alone
};

/// Throws InputError for a base run that no choice makes one, and where the journal cannot be
/// written. The calling process must have one thread.
SweepState carry_out(const SweepRequest& request);

/// What a journal has, without running anything.
SweepState state_of(const SweepSpec& spec, const std::filesystem::path& folder);

}  // namespace mho
