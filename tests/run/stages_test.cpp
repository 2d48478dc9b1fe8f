// The promise of the cache: a result through it is that without it, to the byte. Every field of a
// run is changed, one at a time, and run with what all the runs before it have left.
#include <catch2/catch.hpp>

#include "sim/cache/cache.hpp"
#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "sim/report/json.hpp"
#include "sim/report/run_csv.hpp"
#include "sim/run/archive.hpp"
#include "tests/config/folder.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

const std::string kStagedConfigs = std::string(kSourceDir) + "/configs/";

/// Changes one of the values of a spec, in the order of its fields, to another that it may have.
class ChangeOne final : public Fields {
 public:
  explicit ChangeOne(int which) : left_(which) {}
  /// The key that was changed; empty when there is none of that number.
  const std::string& changed() const { return changed_; }

 private:
  bool is_here(const char* key) {
    if (left_-- != 0) return false;
    changed_ = path_ + key;
    return true;
  }
  static double another(double value, Range range) {
    if (value == 0) return std::min(range.max, std::max(range.min, 1e-12));
    return value * 1.25 <= range.max ? value * 1.25 : value * 0.75;
  }
  void on_flag(const char* key, bool& value, const char*, Presence) override {
    if (is_here(key)) value = !value;
  }
  void on_integer(const char* key, std::int64_t& value, Range range, const char*,
                  Presence) override {
    if (!is_here(key)) return;
    // Sizes are often powers of two, or multiples of one.
    value = value > 1 && 2 * value <= static_cast<std::int64_t>(range.max) ? 2 * value : value + 1;
  }
  void on_quantity(const char* key, double& value_si, std::string_view, Range range, const char*,
                   Presence) override {
    if (is_here(key)) value_si = another(value_si, range);
  }
  void on_text(const char* key, std::string& value, const char*, Presence) override {
    if (is_here(key)) value += " changed";
  }
  void on_path(const char*, std::string&, const char*, Presence) override {}
  void on_choice(const char* key, int& index, const std::vector<Word>& words, const char*,
                 Presence) override {
    if (is_here(key)) index = (index + 1) % static_cast<int>(words.size());
  }
  void on_integers_by_name(const char*, std::map<std::string, int>&, Range, const char*) override {}
  void on_quantities(const char* key, std::vector<double>& values_si, std::string_view, Range each,
                     const char*, Presence) override {
    if (!values_si.empty() && is_here(key)) values_si[0] = another(values_si[0], each);
  }
  void on_texts(const char*, std::vector<std::string>&, const char*, Presence) override {}
  std::size_t begin_list(const char*, const char*, Presence, std::size_t present) override {
    return present;
  }
  bool begin_item(const char* key, std::size_t) override { return begin(key); }
  bool begin_section(const char* key, const char*, Presence, bool present) override {
    return present && begin(key);
  }
  void end_section() override {
    kind_visited_.pop_back();
    path_.resize(path_.rfind('.', path_.size() - 2) + 1);
  }
  bool on_kind(const std::vector<Word>&, int&) override {
    const bool first = !kind_visited_.back();
    kind_visited_.back() = true;
    return first;
  }
  void on_rule(bool, const char*, const std::string&) override {}

  bool begin(const char* key) {
    kind_visited_.push_back(false);
    path_ += std::string(key) + ".";
    return true;
  }

  int left_;
  std::string changed_, path_;
  std::vector<bool> kind_visited_;
};

/// All that a run says, or all that is wrong with it.
std::string outcome(const RunSpec& spec, Cache* cache) {
  RunControl control;
  control.threads = 1;
  control.cache = cache;
  try {
    const Results results = run(spec, {"test", 0}, control);
    return to_json(results) + ledger_csv(results);
  } catch (const InputError& error) {
    return error.what();
  }
}

Document document_of(const std::string& chip, const std::string& workload,
                     const std::vector<std::string>& sets) {
  Document document = Document::load(kStagedConfigs + "run_defaults.yaml");
  document.set("chip=" + chip_file(chip));
  document.set("workload=" + kStagedConfigs + "workloads/" + workload + ".yaml");
  for (const char* set : {"accuracy.images=3", "accuracy.trials=2", "engine.images=2",
                          "quantization.calibration_images=8", "quantization.rule=max"})
    document.set(set);
  for (const std::string& set : sets) document.set(set);
  return document;
}

/// Every `stride`-th field changed in turn, with one cache in memory and, now and then, one that
/// goes through a folder.
void check_fields(const Document& document, int stride) {
  const std::string text = write_spec(read_spec<RunSpec>(document));
  const Folder scratch;
  const CacheFolder folder(scratch.path(), std::int64_t{1} << 30);
  Cache memory;
  outcome(read_spec<RunSpec>(Document::parse(text, "run")), &memory);
  int changed = 0;
  for (int which = 0;; which += stride) {
    auto spec = read_spec<RunSpec>(Document::parse(text, "run"));
    ChangeOne change(which);
    spec.fields(change);
    if (change.changed().empty()) break;
    RunSpec possible;
    try {
      possible = read_spec<RunSpec>(Document::parse(write_spec(spec), "run"));
    } catch (const std::exception&) {
      continue;  // a value that cannot stand beside the others
    }
    INFO(change.changed());
    const std::string fresh = outcome(possible, nullptr);
    REQUIRE(outcome(possible, &memory) == fresh);
    if (++changed % 5 != 0) continue;
    Cache filed(folder);
    REQUIRE(outcome(possible, &filed) == fresh);
  }
  CHECK(changed > 100 / stride);
  CHECK(memory.tally.from_memory > memory.tally.computed);
}

}  // namespace

TEST_CASE("a cached run has the bytes of a fresh one whatever field changes: analog macros") {
  check_fields(document_of("edge_rram_28nm", "lenet5_fashion_mnist", {"chip.tiles=0"}), 1);
}

TEST_CASE("a cached run has the bytes of a fresh one whatever field changes: digital macros") {
  check_fields(document_of("dcim_22nm", "lenet5_fashion_mnist", {"chip.tiles=0"}), 1);
}

TEST_CASE("a cached run has the bytes of a fresh one, fields of MAC arrays changed") {
  check_fields(document_of("eyeriss_jssc_2017", "lenet5_fashion_mnist", {}), 9);
}

TEST_CASE("a cached run has the bytes of a fresh one where a score judges it") {
  check_fields(document_of("edge_rram_28nm", "lenet5_fashion_mnist",
                           {"chip.tiles=0", "workload.metric=agreement",
                            "workload.test.mean=[0.13]", "workload.test.deviation=[0.3]",
                            "workload.training.mean=[0.13]", "workload.training.deviation=[0.3]"}),
               5);
}

TEST_CASE("a cached run has the bytes of a fresh one at several ages") {
  check_fields(
      document_of("edge_pcm_28nm", "lenet5_fashion_mnist",
                  {"chip.tiles=0", "conditions={ages: [0 s, 1 h]}", "engine.activity=statistical"}),
      5);
}

TEST_CASE("runs that differ in prices alone compute nothing twice") {
  const auto spec = [](const std::string& set) {
    return read_spec<RunSpec>(
        document_of("edge_rram_28nm", "lenet5_fashion_mnist", {"chip.tiles=0", set}));
  };
  Cache cache;
  outcome(spec("seed=1"), &cache);
  const auto computed = cache.tally.computed;
  // Prices alone.
  outcome(spec("chip.noc.router.energy=7 pJ"), &cache);
  CHECK(cache.tally.computed == computed);
  // Times as well: the timed engine and its machine.
  outcome(spec("chip.supply=0.8 V"), &cache);
  CHECK(cache.tally.computed == computed + 2);
  outcome(spec("chip.technology=22 nm"), &cache);
  CHECK(cache.tally.computed == computed + 4);
}

}  // namespace mho
