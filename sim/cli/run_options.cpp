#include "sim/cli/run_options.hpp"

#include "sim/base/error.hpp"
#include "sim/cli/config_folder.hpp"

namespace mho {

namespace {

constexpr std::int64_t kMaxSeed = std::int64_t{1} << 53;
constexpr std::int64_t kMaxThreads = 4096;

}  // namespace

void apply_numbers(const Arguments& arguments, Document& document) {
  struct Number {
    const char* option;
    const char* key;
    std::int64_t min, max;
  };
  for (const Number& number :
       {Number{"seed", "seed", 0, kMaxSeed}, Number{"trials", "accuracy.trials", 1, 1'000'000},
        Number{"images", "accuracy.images", 0, 1'000'000'000},
        Number{"engine-images", "engine.images", 1, 1'000'000}})
    if (const auto value = arguments.whole(number.option, number.min, number.max))
      document.set(std::string(number.key) + "=" + std::to_string(*value));
}

Document run_document(const Arguments& arguments, const std::optional<std::string>& run,
                      const std::string& command) {
  const auto chip = arguments.value("chip");
  const auto workload = arguments.value("workload");
  if (!run && (!chip || !workload))
    throw InputError(
        {"mho " + command, 0}, "",
        "needs a RUN file, or both --chip and --workload (mho " + command + " --help)");
  Document document = Document::load(run ? config_file(*run, "runs", "RUN")
                                         : (config_folder() / "run_defaults.yaml").string());
  if (!document.has("chip") &&
      (document.has("tile") || document.has("network") || document.has("shape_network")))
    throw InputError({document.file(), 0}, "",
                     std::string("is a ") + (document.has("tile") ? "chip" : "workload") +
                         ", not a run; mho run --chip CHIP --workload WORKLOAD takes one of each");
  if (chip) document.set("chip=" + config_file(*chip, "chips", "--chip"));
  if (workload) document.set("workload=" + config_file(*workload, "workloads", "--workload"));
  return document;
}

void apply_physics(const Arguments& arguments, Document& document) {
  for (const auto& [option, key] :
       {std::pair{"at", "conditions.ages"}, std::pair{"without", "conditions.off"}})
    if (const auto list = arguments.value(option))
      document.set(std::string(key) + "=[" + *list + "]");
  if (const auto points = arguments.value("precision"))
    document.set("accuracy.precision=" + *points);
  if (const auto number = arguments.value("inferences-per-day"))
    document.set("duty_cycle.inferences_per_day=" + *number);
  if (arguments.has("ablate")) document.set("accuracy.ablate=true");
  for (const char* option : {"values", "fidelity"})
    if (const auto word = arguments.value(option))
      document.set(std::string("engine.") + option + "=" + *word);
}

OptionList run_key_options() {
  OptionList options{{"ablate"},
                     {"chip", "workload", "at", "without", "precision", "values", "fidelity",
                      "inferences-per-day"},
                     {"set"}};
  options.values.insert(options.values.end(), kNumberOptions.begin(), kNumberOptions.end());
  return options;
}

bool gives_run_keys(const Arguments& arguments) {
  const OptionList options = run_key_options();
  for (const auto* names : {&options.flags, &options.values, &options.repeatable})
    for (const std::string& name : *names)
      if (arguments.has(name)) return true;
  return false;
}

Document requested_run(const Arguments& arguments, const std::optional<std::string>& run,
                       const std::string& command) {
  Document document = run_document(arguments, run, command);
  apply_numbers(arguments, document);
  apply_physics(arguments, document);
  for (const std::string& assignment : arguments.all("set")) document.set(assignment);
  return document;
}

int threads_of(const Arguments& arguments) {
  return static_cast<int>(arguments.whole("threads", 0, kMaxThreads).value_or(0));
}

}  // namespace mho
