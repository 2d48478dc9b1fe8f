// mho evaluate: designs that another program asks for, one a line.
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>

#include "sim/base/error.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/cache_option.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/profile_text.hpp"
#include "sim/cli/run_options.hpp"
#include "sim/figures/run.hpp"

namespace mho {

namespace {

constexpr const char* kEvaluateHelp =
    R"(mho evaluate - designs that another program asks for: a line of JSON in, a line of JSON out

SYNOPSIS
  mho evaluate RUN [OPTION]...
  mho evaluate --chip CHIP --workload WORKLOAD [OPTION]...

DESCRIPTION
  Reads a design a line from standard input, an object of the run's keys and their values,

    {"chip.tile.macro.adc.bits": 6, "chip.supply": "0.8 V"}

  and answers each with a line on standard output, in the same order:

    {"metrics": {"energy.per_inference": 1.2e-08, ...}, "intervals": {NAME: [LOW, HIGH], ...},
     "trials": [ACCURACY of each], "seconds": 0.02}
    {"problems": ["..."], "seconds": 0.001}

  Metrics are in the units of 'mho run --json'. A key "id" comes back as it was. What designs have
  in common is computed once. It ends with its input.

OPTIONS
  --set KEY=VALUE, --seed, --trials, --images, ...  of the run, as for 'mho run'
  --threads N   0 = one per core (the default)
  --cache DIR   of what stages have computed; the default is XDG_CACHE_HOME/mho or ~/.cache/mho
  --no-cache    none but memory
  --profile     at the end, print what each stage took
  --help        print this text

EXIT STATUS
  0  the input has ended    1  the run is wrong    2  an error in mho
)";

using Json = nlohmann::ordered_json;

/// Not a number where a key's value is text: quotes are YAML's affair.
std::string value_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void add_results(const Results& results, Json& answer) {
  answer["metrics"] = Json::object();
  answer["intervals"] = Json::object();
  for (const Metric& metric : results.metrics) {
    answer["metrics"][metric.name] = metric.value;
    if (const auto interval = metric.interval())
      answer["intervals"][metric.name] = {interval->low, interval->high};
  }
  if (!results.judged) return;
  answer["trials"] = Json::array();
  for (const Correctness& trial : results.judged->trials)
    answer["trials"].push_back(trial.percent());
}

Json answer_to(const std::string& line, const Document& run_document, const RunControl& control) {
  Json answer = Json::object();
  try {
    const Json design = Json::parse(line);
    if (!design.is_object()) throw InputError({}, "", "a design is an object of keys and values");
    if (design.contains("id")) answer["id"] = design["id"];
    Document document = run_document;
    for (const auto& [key, value] : design.items())
      if (key != "id") document.set(key + '=' + value_text(value));
    add_results(run(document, control), answer);
  } catch (const Json::exception& error) {
    answer["problems"] = {std::string("no line of JSON: ") + error.what()};
  } catch (const InputError& error) {
    answer["problems"] = Json::array();
    for (const Problem& problem : error.problems()) answer["problems"].push_back(problem.text());
  }
  return answer;
}

int evaluate_words(const std::vector<std::string>& words) {
  OptionList options = run_key_options();
  for (const char* flag : {"no-cache", "profile"}) options.flags.emplace_back(flag);
  for (const char* option : {"threads", "cache"}) options.values.emplace_back(option);
  const Arguments arguments("evaluate", words, options, 1);
  const auto run_file =
      arguments.operands().empty() ? std::nullopt : std::optional(arguments.operands()[0]);
  const Document document = requested_run(arguments, run_file, "evaluate");
  Cache cache = cache_of(arguments);
  RunControl control;
  control.threads = threads_of(arguments);
  control.cache = &cache;
  Profile profile;
  control.profile = &profile;
  std::string line;
  while (std::getline(std::cin, line)) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto start = std::chrono::steady_clock::now();
    Json answer = answer_to(line, document, control);
    answer["seconds"] =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::cout << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
  }
  if (arguments.has("profile")) std::cerr << profile_text(profile);
  return 0;
}

}  // namespace

const Command evaluate_command{"evaluate", "designs that another program asks for, a line each",
                               kEvaluateHelp, evaluate_words};

}  // namespace mho
