// How far a sweep is, by its journal alone.
#include <map>

#include "sim/explore/search/search.hpp"
#include "sim/explore/sweep/journal.hpp"
#include "sim/explore/sweep/sweep.hpp"

namespace mho {

SweepState state_of(const SweepSpec& spec, const std::filesystem::path& folder) {
  SweepState state;
  std::map<int, Front> fronts;
  read_journal(folder / "journal", [&](const Record& record) {
    if (record.screened_out) {
      ++state.screened_out;
      return;
    }
    ++state.finished;
    if (!record.runs()) ++state.impossible;
    if (record.was_known) ++state.from_cache;
    fronts[record.look].add(record.id, judgement_of(record, spec.objectives, spec.constraints));
    state.seconds += record.seconds;
  });
  if (!fronts.empty()) state.front = fronts.rbegin()->second.members().size();
  const auto search =
      make_search(spec.search, spec.space, static_cast<int>(spec.objectives.size()));
  state.designs = search->designs();
  return state;
}

}  // namespace mho
