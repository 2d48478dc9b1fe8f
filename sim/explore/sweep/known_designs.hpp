// What a sweep knows of its designs: what the journal has, and gains, by this process and others.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/explore/design/evaluator.hpp"
#include "sim/explore/front/front.hpp"
#include "sim/explore/sweep/journal.hpp"
#include "sim/run/profile.hpp"

namespace mho {

/// A look at a design that is known.
struct KnownDesign {
  Choice choice;
  Judgement judgement;
  bool is_impossible = false;  ///< it cannot run
  // Of a sweep with a screen:
  double noise = 0;           ///< over signal
  double loss = 0;            ///< points
  bool within_limits = true;  ///< of what no trials measure
};

class KnownDesigns {
 public:
  /// `with_news`: first looks that the journal gains are news. `profile`: of the time in the
  /// journal; null when nobody wants it. All must outlive it.
  KnownDesigns(const SweepSpec& spec, const Evaluator& evaluator,
               const std::filesystem::path& journal, bool with_news, Profile* profile);

  /// What is in the journal that was not read, nor written, before.
  void read_more();
  /// When the journal was read last.
  std::chrono::steady_clock::time_point read_at() const { return read_at_; }
  /// Ids of first looks that the journal has gained since the last call.
  std::vector<std::string> news();

  /// Null: nobody has finished it.
  const KnownDesign* find(const std::string& id) const;
  /// One that is known.
  const KnownDesign& at(const std::string& id) const { return known_.at(id); }

  /// What is known by this record.
  KnownDesign as_known(const Record& record) const;
  /// Writes what is new; another that took this process for dead may have been at it too.
  void keep(const Record& record);
  /// That a screen leaves a design out; false: it is known.
  bool is_new_screened(const std::string& id) { return screened_.insert(id).second; }
  void keep_screened(const Record& record) { add(record); }

 private:
  void add(const Record& record);

  const SweepSpec& spec_;
  const Evaluator& evaluator_;
  bool with_news_;
  Profile* profile_;
  JournalWriter writer_;
  JournalReader reader_;
  std::map<std::string, KnownDesign> known_;  ///< by id
  std::vector<std::string> news_;
  std::set<std::string> screened_;
  std::chrono::steady_clock::time_point read_at_;
};

}  // namespace mho
