// mho run: one run, its report on standard output.
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/cache/cache.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/color.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/floorplan_option.hpp"
#include "sim/cli/interrupts.hpp"
#include "sim/cli/kept_run.hpp"
#include "sim/cli/output_file.hpp"
#include "sim/cli/output_names.hpp"
#include "sim/cli/places.hpp"
#include "sim/cli/profile_text.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/run_options.hpp"
#include "sim/cli/trace_option.hpp"
#include "sim/config/config.hpp"
#include "sim/config/inheritance.hpp"
#include "sim/figures/carbon_label.hpp"
#include "sim/figures/constant_costs.hpp"
#include "sim/figures/run.hpp"
#include "sim/report/headline_text.hpp"
#include "sim/report/label_svg.hpp"
#include "sim/report/text.hpp"

namespace mho {

namespace {

constexpr const char* kRunHelp =
    R"(mho run - map a trained network onto a machine, run it, report TOPS/J, accuracy loss and area

SYNOPSIS
  mho run RUN [OPTION]...
  mho run --chip CHIP --workload WORKLOAD [OPTION]...

DESCRIPTION
  Quantizes the network, places it on the chip's arrays, measures accuracy on the test images for
  several programmed instances of the chip (trials), runs some of the images in the timed engine,
  and prints the headline of its report, or with --full all of it. Same files and seed: same report,
  byte for byte, whatever the threads. Ctrl-C while trials run ends them early: all that is printed
  and written is then of the trials that were finished, and says so; Ctrl-C again ends at once.

  RUN, CHIP and WORKLOAD are YAML files. A word without '/' and without the ending .yaml is a name:
  edge_rram_28nm is configs/chips/edge_rram_28nm.yaml of the folder 'configs' beside or above the
  program (installed: PREFIX/share/mho/configs), or of the folder that the environment variable
  MHO_CONFIGS names. Without RUN, the other sections (quantization, accuracy, engine) are those of
  configs/run_defaults.yaml, and the bits those of the chip's native_precision, or 8.

OPTIONS
  --chip CHIP          the machine, in the place of RUN's
  --workload WORKLOAD  the network and its data, in the place of RUN's
  --set KEY=VALUE      override a value: --set chip.tile.macro.adc.bits=6; may be repeated, and comes
                       after all other options; 'mho explain' lists the keys
  --seed N             0 to 9007199254740992; every random number is a function of it
  --trials N           programmed instances of the chip, at least 1
  --images N           test images per trial, from the front of the test set; 0 = all
  --at AGE,AGE...      also measure the same chips later: --at 25s,1h,1day,1year; all other figures
                       are for the first age
  --without NAME,...   switch sources of error off: --without read_noise,adc_mismatch
  --ablate             measure the loss that each source of error causes alone, and what the chip
                       gains when it alone is removed (two more accuracy runs for each)
  --precision POINTS   stop before all trials once the 95 % interval of the loss is +- POINTS
  --engine-images N    images in the timed engine, at least 1
  --values on|off      off: times and counts only, no accuracy: quick
  --fidelity full|steady   steady: simulate the first images and extrapolate the rest
  --inferences-per-day N   also what the chip takes when it is used so often, idle time included
  --carbon             also what making and using the chip emits, with the factors of
                       configs/carbon/footprint_world.yaml unless RUN has a section carbon
  --full               print all of the report, without color
  --profile            print what each stage took, and how fast the engine was
  --threads N          0 = one per core (the default); changes nothing but the time taken
  --cache DIR          keep what the run's stages compute in DIR, and take from there what earlier
                       runs have; changes nothing but the time taken ('mho cache' looks and clears)
  --json FILE          write the results to FILE as well, all at once at the end
  --html FILE          write a page of charts to FILE that needs no network (docs/html.md)
  --out FILE           add the run to FILE, an HDF5 file of any number of runs that netCDF-4, xarray
                       and pandas read; without it, it is made
  --csv FOLDER         write each table of the results to FOLDER/TABLE.csv
  --ledger FILE        write every line of the ledger to FILE as comma-separated values: component,
                       action, layer, tile, count, price, energy, source and file:line
  --latex FILE         write the headline figures with their intervals as a table of LaTeX (booktabs)
  --label FILE         draw an energy label of the run as SVG; with --carbon's factors
  --floorplan FILE     draw a schematic floorplan of the chip, as the ending says: .svg to look at,
                       .gds (GDSII) and .def (DEF) for layout tools
  --trace FILE         write what the timed engine does when as a Perfetto trace, for ui.perfetto.dev
                       (docs/trace.md)
  --vcd FILE           the same as waveforms in FILE: what is busy, with which layer
  --trace-window A:B   of this time alone: --trace-window 10us:20us
  --trace-images A:B   of these of the engine's images alone, counted from 0: --trace-images 0:1
  --trace-limit MB     leave slices out beyond so many megabytes (268 unless given)
  --export-quantized FILE  write the network as it was quantized, as ONNX with QuantizeLinear and
                       DequantizeLinear that other runtimes run; its input is the image, channels
                       first
  --resolved           print the run with every value and its unit, and stop
  --color WHEN         of the headline and of errors: auto (in a terminal, unless the environment
                       variable NO_COLOR is set), always, never
  --verbose            print each stage when it ends, what it took, and whether it was computed or
                       had from the cache, on standard error
  --quiet              no progress bar (there is none anyway unless standard error is a terminal)
  --help               print this text

EXAMPLES
  mho run quickstart
  mho run quickstart --full | less
  mho run quickstart --trials 2 --images 500 --json result.json
  mho run --chip isaac_isca_2016 --workload lenet5_fashion_mnist --set quantization.weight_bits=16
  mho run quickstart --set chip.tile.macro.adc.bits=6 --resolved > six_bit.yaml

EXIT STATUS
  0  done    1  the input is wrong (every problem is on standard error)    2  an error in mho
  130  interrupted by Ctrl-C: what was printed, if anything, is of the trials that were finished
)";

/// As comments of a YAML file; a file's name may hold what would end one.
std::string in_comments(const std::vector<std::string>& sentences) {
  std::string text;
  for (std::string sentence : sentences) {
    const auto ends_line = [](unsigned char c) { return std::iscntrl(c) != 0; };
    std::replace_if(sentence.begin(), sentence.end(), ends_line, '?');
    text += "# " + sentence + '\n';
  }
  return text;
}

void check_verbosity(const Arguments& arguments) {
  if (arguments.has("quiet") && arguments.has("verbose"))
    throw InputError({"mho run", 0}, "--verbose", "contradicts --quiet");
}

int run_words(const std::vector<std::string>& words) {
  OptionList options = run_key_options();
  for (const char* flag : {"quiet", "verbose", "full", "resolved", "profile"})
    options.flags.emplace_back(flag);
  for (const char* option : {"threads", "cache", "color", "json", "html", "out", "csv", "ledger",
                             "latex", "label", "export-quantized", "floorplan"})
    options.values.emplace_back(option);
  for (const std::string& option : trace_options().values) options.values.push_back(option);
  const Arguments arguments("run", words, options, 1);
  const Ink ink(color_of(arguments, STDOUT_FILENO));
  check_verbosity(arguments);
  RunControl control;
  control.threads = threads_of(arguments);
  const auto run_file =
      arguments.operands().empty() ? std::nullopt : std::optional(arguments.operands()[0]);
  const Document document = requested_run(arguments, run_file, "run");
  const RunSpec spec = read_spec<RunSpec>(document);
  if (arguments.has("resolved")) {
    std::cout << in_comments(constant_cost_notes(document, spec.chip))
              << in_comments(inherited_keys(document)) << write_spec(spec);
    return 0;
  }
  const auto label = arguments.value("label");
  if (label)
    if (const std::string problem = problem_with_label(spec); !problem.empty())
      throw InputError({}, "--label", problem);
  check_outputs(outputs_of(arguments, {"json", "html", "out", "ledger", "latex", "label",
                                       "export-quantized", "trace", "vcd", "floorplan"}),
                inputs_of(document, spec));
  check_kept(arguments);
  check_floorplan(arguments);
  TraceOutput trace(arguments);
  control.timeline = trace.request();
  control.export_quantized = arguments.value("export-quantized").value_or("");

  ProgressBar bar(!arguments.has("quiet"));
  Profile profile;
  std::optional<Cache> cache;
  if (const auto folder = arguments.value("cache"))
    control.cache = &cache.emplace(CacheFolder(*folder, CacheFolder::kUsualBytes));
  control.profile = &profile;
  control.progress = [&](const std::string& stage, double share) { bar.show(stage, share); };
  if (arguments.has("verbose"))
    profile.tell = [&](const StageEnd& stage) {
      bar.clear();
      std::cerr << stage_text(stage);
    };
  Interrupts interrupts;
  control.interruption = &interrupts.interruption();
  Results results = run(document, control);
  bar.clear();
  if (arguments.has("profile")) std::cerr << profile_text(profile);
  add_places(document, results);
  // First of all: a file that cannot be written after all must not take the report with it.
  std::cout << (arguments.has("full") ? to_text(results) : headline_text(results, ink))
            << std::flush;
  keep_run(arguments, stored_run(results));
  write_floorplan(arguments, results);
  if (const std::string left_out = trace.finish(); !left_out.empty()) std::cerr << left_out << '\n';
  if (label) {
    if (!results.label)
      throw InputError({}, "--label",
                       "the run has nothing to label: it needs carbon.label, and carbon.remote or "
                       "labelled images");
    write_file(*label, label_svg(results), "--label");
  }
  return results.partial ? kInterrupted : 0;
}

}  // namespace

const Command run_command{"run", "run a network on a machine and report", kRunHelp, run_words};

}  // namespace mho
