// mho explain: what a key of the YAML or a metric of the report means.
#include <algorithm>
#include <array>
#include <iostream>
#include <iterator>
#include <optional>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/constants.hpp"
#include "sim/cli/explain_figure.hpp"
#include "sim/cli/file_kind.hpp"
#include "sim/cli/run_options.hpp"
#include "sim/config/config.hpp"
#include "sim/figures/metric_catalogue.hpp"
#include "sim/results/explanation.hpp"
#include "sim/run/run_spec.hpp"
#include "workloads/scores/score.hpp"

namespace mho {

namespace {

constexpr const char* kExplainHelp =
    R"(mho explain - what a key of a run's YAML, or a metric of its report, means

SYNOPSIS
  mho explain [KEY | METRIC] [--all]
  mho explain KEY --chip CHIP
  mho explain METRIC --chip CHIP
  mho explain METRIC --run RUN [OPTION]...
  mho explain METRIC --run RUN --sensitivity [OPTION]...

DESCRIPTION
  Without an operand: the sections of a run, and all metrics. With a dotted key: its sentence, unit
  and range; for a section a line each of its keys, with what they may be and, in brackets, are when
  not given, and of each section in it, which its own name unfolds. With a metric: its sentence, its
  unit, and how it is found, down through the metrics that it is made of.

  With --run, the numbers of that run: the metric as a tree, energies down to component, action, count
  and price, areas down to instances, each with the file:line that states the constant and its source.
  A figure that cost models give of is printed with the interval that 80 % of measured macros lie
  within, and with the component that brings most of the doubt. Unless the metric is of accuracy or
  output, no Monte Carlo is run; that changes no other figure.

  With --sensitivity, the constants of the run's chip (energies, areas, static power, times, clocks,
  voltages, parameters of cost models) by how much a tenth more, and a tenth less, moves the metric.
  What only costs depend on is priced again; times are simulated again, without values.

OPTIONS
  --all        with a key: everything in and below it, each kind with its own; without an operand: two
               levels of a run, and each metric with its unit
  --chip CHIP  with a key of the chip: what that chip has there; with a metric of energy, power, area, TOPS/J or programming: the constants of that chip
               (a name or a file) that such figures are made of, with the source of each; with --run,
               or with --workload: the machine of the run
  --run RUN            a run (a name or a file), as in 'mho run'
  --workload WORKLOAD  the network and its data, in the place of RUN's
  --sensitivity        rank the constants
  --simulations N      of --sensitivity: simulate again at most so often (200)
  --by component|layer|tile   what energies are first taken apart by (component)
  --above PERCENT      tell parts below this share of their whole together (1)
  --depth N            levels of the tree that are printed (6)
  --engine-images N, --images N, --trials N, --seed N, --values on|off, --fidelity full|steady,
  --inferences-per-day N, --carbon, --set KEY=VALUE, --threads N   as in 'mho run'
  --json FILE          write the tree to FILE as well
  --quiet              no progress bar
  --help               print this text

EXAMPLES
  mho explain chip.tile.macro
  mho explain chip.tile.macro.adc --chip edge_rram_28nm
  mho explain chip.tile.macro.adc --all
  mho explain accuracy.trials
  mho explain tops_per_joule.chip.achieved --chip edge_rram_28nm
  mho explain tops_per_joule.chip.achieved --run quickstart
  mho explain energy.per_inference --run quickstart --by layer --above 5
  mho explain tops_per_joule.chip.achieved --run quickstart --sensitivity

EXIT STATUS
  0  done    1  there is no such key, metric or chip    2  an error in mho
)";

constexpr const char* kAnyPrecision = "the run's weight x activation bits";

const MetricRow* find_metric(const std::string& name) {
  const auto& all = metric_catalogue();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const MetricRow& info) { return info.name == name; });
  return found == all.end() ? nullptr : &*found;
}

/// The metrics that a formula names.
std::vector<const MetricRow*> metrics_in(const std::string& formula) {
  std::vector<const MetricRow*> named;
  for (const std::string& word : words_of(formula))
    if (const MetricRow* metric = find_metric(word)) named.push_back(metric);
  return named;
}

/// A metric and, further in, what it is made of.
void print_metric(const MetricRow& metric, const std::string& indent) {
  const std::string unit = *metric.unit ? std::string(" [") + metric.unit + "]" : "";
  std::cout << indent << metric.name << unit << "\n"
            << indent << "  " << metric_sentence(metric, kAnyPrecision) << "\n"
            << indent << "  = " << metric.how << "\n";
  // A metric that echoes a key of the run has the key's name, and is no part of itself.
  for (const MetricRow* part : metrics_in(metric.how))
    if (part != &metric) print_metric(*part, indent + "    ");
}

/// Whether a chip's prices, static power or areas enter the metric.
bool has_constants(const std::string& metric) {
  for (const char* family : {"energy.", "power.", "area.", "tops_per_", "time.programming"})
    if (metric.starts_with(family)) return true;
  return false;
}

/// The entries of a description whose keys are at most two words deep.
std::string upper_levels(const std::string& description) {
  std::istringstream lines(description);
  std::string kept;
  bool keep = false;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(' ')) {
      const std::string key = line.substr(0, line.find(':'));
      keep = std::count(key.begin(), key.end(), '.') <= 1;
    }
    if (keep) kept += line + "\n";
  }
  return kept;
}

void print_all_keys_and_metrics() {
  std::cout << "A run's YAML, upper levels:\n\n"
            << upper_levels(describe_spec<RunSpec>("")) << "\nMetrics:\n\n";
  for (const MetricRow& metric : metric_catalogue()) {
    std::cout << "  " << metric.name;
    if (*metric.unit) std::cout << " [" << metric.unit << "]";
    std::cout << "\n";
  }
  std::cout << "\n'mho explain NAME' says more of a key or a metric.\n";
}

/// Those that every score has stand in one line for all of them.
bool is_of_score(const std::string& metric) {
  const auto& all = score_catalogue();
  return std::any_of(all.begin(), all.end(), [&](const Score& score) {
    return metric.starts_with(std::string("output.") + score.name + ".");
  });
}

void print_score_metrics() {
  std::string names;
  for (const Score& score : score_catalogue())
    names += (names.empty() ? "" : ",") + std::string(score.name);
  std::cout << "  output.{" << names << "}.{float,quantized,analog.mean,loss.mean}\n";
}

/// Ends of intervals, and efficiencies per bit of an operation: they stand beside another metric.
bool is_beside_another(const std::string& metric) {
  constexpr std::array kEndings{".ci95.low", ".ci95.high", ".normalized", ".normalized_8b"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](const char* ending) { return metric.ends_with(ending); });
}

/// The metrics by the first word of their names, lines of names.
void print_metrics() {
  constexpr std::size_t kWidth = 100;
  std::string line, family;
  for (const MetricRow& metric : metric_catalogue()) {
    const std::string name = metric.name, word = name.substr(0, name.find('.'));
    if (is_of_score(name) || is_beside_another(name)) continue;
    const bool fits = word == family && line.size() + 2 + name.size() <= kWidth;
    if (!fits && !line.empty()) std::cout << line << "\n";
    line = fits ? line + ' ' + name : "  " + name;
    family = word;
  }
  std::cout << line << "\n";
  print_score_metrics();
}

void print_keys_and_metrics() {
  std::cout << "A run's YAML:\n\n" << outline_spec<RunSpec>("") << "\nMetrics:\n\n";
  print_metrics();
  std::cout
      << "\nMeans have their 95 % intervals beside them (accuracy.loss.ci95.low and .high), TOPS/J "
         "its forms\nper bit (.normalized, .normalized_8b). 'mho explain NAME' says more of a key "
         "or a metric, --all\nmore of all.\n";
}

/// Every key of a run's YAML, each once.
std::vector<std::string> all_keys() {
  std::istringstream lines(describe_spec<RunSpec>(""));
  std::vector<std::string> keys;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(' ')) continue;
    const std::string key = line.substr(0, line.find_first_of(" :"));
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  }
  return keys;
}

/// "; there is x, y and 3 more"; "" when there is none.
std::string there_is(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(kMost, names.size()); ++i)
    text += (i == 0 ? "; there is " : ", ") + names[i];
  if (names.size() > kMost) text += " and " + std::to_string(names.size() - kMost) + " more";
  return text;
}

template <class Holds>
std::vector<std::string> those_of(const std::vector<std::string>& names, const Holds& holds) {
  std::vector<std::string> kept;
  std::copy_if(names.begin(), names.end(), std::back_inserter(kept), holds);
  return kept;
}

/// Of the metrics and `keys`, those that begin with `name`, else the nearest, else the shortest of
/// those that end with it, or hold it anywhere.
std::string name_meant(const std::string& name, const std::vector<std::string>& keys) {
  constexpr std::size_t kLeast = 2;
  std::vector<std::string> names;
  for (const MetricRow& metric : metric_catalogue()) names.push_back(metric.name);
  const auto beginning =
      those_of(names, [&](const std::string& each) { return each.starts_with(name + '.'); });
  if (!beginning.empty()) return there_is(beginning);
  names.insert(names.end(), keys.begin(), keys.end());
  if (const std::string near = did_you_mean(name, names); !near.empty()) return near;
  if (name.size() < kLeast) return "";
  std::stable_sort(names.begin(), names.end(),
                   [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
  const auto ending =
      those_of(names, [&](const std::string& each) { return each.ends_with('.' + name); });
  if (!ending.empty()) return there_is(ending);
  return there_is(those_of(
      names, [&](const std::string& each) { return each.find(name) != std::string::npos; }));
}

/// The key with what it holds; `chip`: that of this one.
void print_key(const std::string& name, bool all, const ChipSpec* chip) {
  const std::vector<std::string> keys = all_keys();
  const bool is_known = std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
    return key == name || key.starts_with(name + '.');
  });
  if (!is_known)
    throw InputError({"mho explain", 0}, name,
                     "no key and no metric" + name_meant(name, keys) + " (mho explain lists them)");
  const std::string whole = describe_spec<RunSpec>(name);
  if (all) {
    std::cout << whole;
    return;
  }
  std::optional<Document> values;
  if (chip) values = Document::parse(write_spec(*chip), "chip");
  std::cout << outline_spec<RunSpec>(name, values ? &*values : nullptr, "chip");
  const bool folds = std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
    return key.starts_with(name + '.') || key.starts_with(name + "[].");
  });
  if (folds)
    std::cout << "\n'mho explain " << name
              << ".KEY' unfolds a section or says more of a key; '--all' "
              << "prints all " << std::count(whole.begin(), whole.end(), '\n') << " lines.\n";
}

bool is_key(const std::string& name) {
  try {
    return !describe_spec<RunSpec>(name).empty();
  } catch (const InputError&) {
    return false;
  }
}

bool is_of_chip(const std::string& key) { return key == "chip" || key.starts_with("chip."); }

/// The metric that a run is asked for.
const MetricRow& run_metric(const std::string& name) {
  if (const MetricRow* metric = find_metric(name)) return *metric;
  throw InputError({"mho explain", 0}, name.empty() ? "METRIC" : name,
                   (name.empty() ? "is missing" : "is no metric" + name_meant(name, {})) +
                       "; a run's figures are metrics (mho explain lists them)");
}

/// Options that only some way of explaining reads.
void check_options(const Arguments& arguments) {
  const bool runs = arguments.value("run") || arguments.value("workload");
  const bool ranks = arguments.has("sensitivity");
  const auto refuse = [](const std::string& option, const char* why) {
    throw InputError({"mho explain", 0}, "--" + option, why);
  };
  if (runs && arguments.has("all")) refuse("all", "goes with a key, not with a run");
  if (ranks && !runs) refuse("sensitivity", "goes with --run or --workload");
  for (const char* option : {"by", "above", "depth", "json"}) {
    if (!arguments.value(option)) continue;
    if (!runs) refuse(option, "goes with --run or --workload");
    if (ranks) refuse(option, "is of the tree, not of --sensitivity");
  }
  if (arguments.value("simulations") && !ranks) refuse("simulations", "goes with --sensitivity");
}

OptionList options() {
  OptionList list{{"sensitivity", "quiet", "all", "carbon"}, kNumberOptions, {"set"}};
  for (const char* option : {"chip", "run", "workload", "simulations", "by", "above", "depth",
                             "values", "fidelity", "inferences-per-day", "threads", "json"})
    list.values.emplace_back(option);
  return list;
}

int explain_words(const std::vector<std::string>& words) {
  const Arguments arguments("explain", words, options(), 1);
  const auto chip = arguments.value("chip");
  const std::string name = arguments.operands().empty() ? "" : arguments.operands()[0];
  const MetricRow* metric = find_metric(name);
  check_options(arguments);
  if (arguments.value("run") || arguments.value("workload"))
    return explain_figure(arguments, run_metric(name).name);
  const bool all = arguments.has("all");
  const bool of_chip = !metric && is_of_chip(name);
  if (chip && !of_chip && !(metric && has_constants(name)))
    throw InputError(
        {"mho explain", 0}, "--chip",
        "goes with a key of the chip, or a metric of energy, power, area, TOPS/J or programming "
        "(mho explain lists them)");
  if (chip && of_chip && all)
    throw InputError({"mho explain", 0}, "--all",
                     "prints what any chip may have, not one's values");
  if (name.empty()) {
    all ? print_all_keys_and_metrics() : print_keys_and_metrics();
    return 0;
  }
  std::optional<ChipSpec> spec;
  if (chip) spec = read_spec<ChipSpec>(Document::load(file_of(FileKind::chip, *chip, "--chip")));
  if (metric) print_metric(*metric, "");
  if (!metric || is_key(name)) print_key(name, all, of_chip && spec ? &*spec : nullptr);
  if (spec && metric) print_constants(std::cout, *spec);
  return 0;
}

}  // namespace

const Command explain_command{"explain", "what a key or a metric means", kExplainHelp,
                              explain_words};

}  // namespace mho
