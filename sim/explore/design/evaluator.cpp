#include "sim/explore/design/evaluator.hpp"

#include <chrono>
#include <cmath>
#include <optional>

#include "sim/base/expression.hpp"
#include "sim/base/quantity.hpp"
#include "sim/cache/cache.hpp"
#include "sim/explore/design/tree_key.hpp"
#include "sim/explore/design/written_number.hpp"
#include "sim/figures/run.hpp"
#include "sim/run/profile.hpp"

namespace mho {

namespace {

std::string section_of_key(const std::string& key) {
  const std::size_t dot = key.rfind('.');
  return dot == std::string::npos ? "" : key.substr(0, dot + 1);
}

/// Two estimates of one thing, of which the geometric mean scatters less than either: what the last
/// layer on arrays shows of all noise before it, of few values; and the sum of what each layer
/// adds, of many, as if each passed on what it gets.
std::optional<double> noise_of(const std::vector<LayerRow>& layers) {
  double sum = 0, last = 0;
  for (const LayerRow& layer : layers) {
    if (layer.snr_alone_db) sum += std::pow(10, -*layer.snr_alone_db / 10);
    if (layer.snr_cumulative_db) last = std::pow(10, -*layer.snr_cumulative_db / 10);
  }
  if (sum <= 0 || last <= 0) return std::nullopt;
  return std::sqrt(sum * last);
}

Record record_of_results(const Results& results) {
  Record record;
  for (const Metric& metric : results.metrics) {
    record.metrics[metric.name] = metric.value;
    if (const auto interval = metric.interval()) record.intervals[metric.name] = *interval;
  }
  if (results.judged)
    for (const Correctness& trial : results.judged->trials)
      record.trials.push_back(trial.percent());
  record.noise = noise_of(results.layers);
  return record;
}

}  // namespace

Evaluator::Evaluator(const SweepSpec& spec, RunControl control)
    : spec_(spec), control_(std::move(control)) {
  KeyHasher hasher;
  hasher(key_of_tree(*spec.run.root()));
  for (const Tie& tie : spec.ties) hasher(tie.key, tie.expression);
  base_ = hasher.key();
}

std::string Evaluator::id(const Choice& choice, int look) const {
  KeyHasher hasher;
  hasher(base_, spec_.space.key(choice));
  if (!spec_.looks.empty()) {
    const Look& at = spec_.looks[static_cast<std::size_t>(look)];
    hasher(at.images, at.trials);
  }
  return hasher.key().text();
}

std::string Evaluator::screened_id(const Choice& choice, int look) const {
  return KeyHasher()("screened out", id(choice, look)).key().text();
}

Document Evaluator::document(const Choice& choice, int look) const {
  Document run = spec_.run;
  for (std::size_t i = 0; i < choice.size(); ++i)
    if (choice[i] >= 0) {
      const Parameter& parameter = spec_.space.parameters[i];
      run.set_value(parameter.key, parameter.values[static_cast<std::size_t>(choice[i])].node);
    }
  tie(run);
  if (spec_.looks.empty()) return run;
  const Look& at = spec_.looks[static_cast<std::size_t>(look)];
  if (at.images > 0) run.set_option("fidelity", "accuracy.images", std::to_string(at.images));
  if (at.trials > 0) run.set_option("fidelity", "accuracy.trials", std::to_string(at.trials));
  return run;
}

void Evaluator::tie(Document& document) const {
  for (const Tie& tie : spec_.ties) {
    NamedValues values;
    for (const std::string& name : names_in_expression(tie.expression)) {
      auto text = document.text_of(section_of_key(tie.key) + name);
      if (!text) text = document.text_of(name);
      const auto number = text ? number_of(*text) : std::nullopt;
      if (!number)
        throw InputError(tie.place, "tie." + tie.key,
                         "'" + name + "' is " +
                             (text ? "'" + *text + "', which is no number"
                                   : std::string("no key of the same section, nor of the run")));
      values.emplace_back(name, *number);
    }
    double value = 0;
    try {
      value = evaluate_expression(tie.expression, values);
    } catch (const ExpressionError& error) {
      throw InputError(tie.place, "tie." + tie.key, error.what());
    }
    if (!std::isfinite(value))
      throw InputError(tie.place, "tie." + tie.key, "'" + tie.expression + "' is not finite here");
    // In the unit that the key has where it stands.
    const auto before = document.text_of(tie.key);
    const auto unit = before ? si_unit_of(*before) : std::nullopt;
    document.set_value(
        tie.key, scalar_node(unit ? format_si(value, *unit) : plain_number(value), tie.place));
  }
}

Record Evaluator::record(const Choice& choice, int look) const {
  const auto start = std::chrono::steady_clock::now();
  // What is left of a design without its run.
  StageClock clock(control_.profile, "design");
  Record record;
  const std::string name = id(choice, look);
  const Key key = KeyHasher()(key_of_program(), "design", name).key();
  std::shared_ptr<const std::string> known;
  if (control_.cache != nullptr) known = control_.cache->load<std::string>(key);
  if (const auto kept = known ? record_of(*known) : std::nullopt) {
    record = *kept;
    record.was_known = true;
    clock.was_from(Source::folder);
  } else {
    try {
      record = record_of_results(run(document(choice, look), control_));
    } catch (const InputError& error) {
      for (const Problem& problem : error.problems()) record.problems.push_back(problem.text());
    }
    record.id = name;
    if (control_.cache != nullptr) control_.cache->file(key, to_line(record));
  }
  record.id = name;
  record.choice = choice;
  record.keys = spec_.space.labels(choice);
  record.look = look;
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  record.seconds = taken.count();
  return record;
}

}  // namespace mho
