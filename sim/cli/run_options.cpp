#include "sim/cli/run_options.hpp"

#include "sim/base/error.hpp"
#include "sim/cli/file_kind.hpp"
#include "sim/config/config_folder.hpp"

namespace mho {

namespace {

constexpr std::int64_t kMaxThreads = 4096;

struct OptionKey {
  const char* option;
  const char* key;
};

void apply(const Arguments& arguments, const OptionKey& each, Document& document) {
  if (const auto value = arguments.value(each.option))
    document.set_option(std::string("--") + each.option, each.key, *value);
}

}  // namespace

void apply_numbers(const Arguments& arguments, Document& document) {
  for (const OptionKey& each :
       {OptionKey{"seed", "seed"}, OptionKey{"trials", "accuracy.trials"},
        OptionKey{"images", "accuracy.images"}, OptionKey{"engine-images", "engine.images"}})
    apply(arguments, each, document);
}

Document run_document(const Arguments& arguments, const std::optional<std::string>& run,
                      const std::string& command) {
  const auto chip = arguments.value("chip");
  const auto workload = arguments.value("workload");
  if (!run && (!chip || !workload))
    throw InputError(
        {"mho " + command, 0}, "",
        "needs a RUN file, or both --chip and --workload (mho " + command + " --help)");
  Document document = Document::load(run ? file_of(FileKind::run, *run, "RUN")
                                         : (config_folder() / "run_defaults.yaml").string());
  if (chip) document.set_file("--chip", "chip", file_of(FileKind::chip, *chip, "--chip"));
  if (workload)
    document.set_file("--workload", "workload",
                      file_of(FileKind::workload, *workload, "--workload"));
  return document;
}

void apply_physics(const Arguments& arguments, Document& document) {
  for (const OptionKey& each :
       {OptionKey{"at", "conditions.ages"}, OptionKey{"without", "conditions.without"}})
    if (const auto list = arguments.list(each.option))
      document.set_list(std::string("--") + each.option, each.key, *list);
  for (const OptionKey& each :
       {OptionKey{"precision", "accuracy.precision"},
        OptionKey{"inferences-per-day", "duty_cycle.inferences_per_day"},
        OptionKey{"values", "engine.values"}, OptionKey{"fidelity", "engine.fidelity"}})
    apply(arguments, each, document);
  if ((arguments.has("carbon") || arguments.value("label")) && !document.has("carbon"))
    document.set_file("--carbon", "carbon",
                      (config_folder() / "carbon" / "footprint_world.yaml").string());
  if (arguments.has("ablate")) document.set_option("--ablate", "accuracy.ablate", "true");
}

OptionList run_key_options() {
  OptionList options{{"ablate", "carbon"},
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
