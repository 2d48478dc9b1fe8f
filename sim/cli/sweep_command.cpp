// mho sweep: many designs of a run, side by side, to be gone on with after any end.
#include <csignal>
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/cache/cache.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/cache_option.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/file_kind.hpp"
#include "sim/cli/profile_text.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/sweep_views.hpp"
#include "sim/explore/sweep/keys.hpp"
#include "sim/explore/sweep/manifest.hpp"
#include "sim/explore/sweep/slurm.hpp"
#include "sim/explore/sweep/sweep.hpp"

namespace mho {

namespace {

constexpr const char* kSweepHelp =
    R"(mho sweep - many designs of a run: every one, or those that a search asks for

SYNOPSIS
  mho sweep SWEEP... [--out DIR] [--table] [OPTION]...
  mho sweep DIR [--status] [--table]
  mho sweep DIR [--csv FILE] [--sqlite FILE] [--hdf5 FILE]
  mho sweep SWEEP --slurm [--out DIR] [--tasks N] [--cpus N] [--partition P] [--time T] [--dry-run]

DESCRIPTION
  SWEEP is a name of configs/sweeps (mho list sweeps) or a file: a run (most often all of it 'from'
  another) with the keys
    vary         keys of the run, each with a list of values, {from: A, to: B, step: S} or {from: A,
                 to: B, times: F}; an item {value: V, vary: {...}} has keys of its own
    tie          keys that follow from others, by an expression: {chip.tile.macro.active_rows: rows}
    objectives   {minimize: [METRIC...], maximize: [METRIC...]}
    constraints  METRIC: '<= 1 point'
    search       kind: grid (every design), random, nsga2, tpe, bayesian; evaluations: N; seed: N
    fidelity     images: [...], trials: [...]: every design at the first, those that may still be on
                 the front at the next, and so on; screen: {images: N, trials: N}: a look before
                 them that predicts accuracy.loss.mean from the noise of the layers

  Every finished design is a line in DIR (without --out: SWEEP's name without its ending, in the
  working directory). The same command again goes on where it stopped, however it stopped; while one
  is at work in DIR, another is refused, unless both share the designs (--task). Designs
  that cannot run (rows that do not divide, a network that does not fit) are kept with the reason.
  A key that no run has is an error before anything runs; of a key that moves no metric between its
  first and its last value a note tells at the start. 'mho pareto DIR' says what it all came to.
  What designs have in common is computed once, and kept in a cache for the next sweep. Of several
  SWEEPs each has its folder, one after the other.

OPTIONS
  --out DIR     where the designs are kept; of several sweeps, the folder of their folders
  --table       at the end, print every design with its objectives and constraints
  --status      how far the sweep in DIR is
  --csv FILE    of the sweep in DIR: every design that was looked at, a line each, with its keys,
                metrics, their intervals and the accuracy of each trial; runs nothing
  --sqlite FILE   the same as a database: tables, and a view 'wide' with a row a design
  --hdf5 FILE     the same as HDF5 that netCDF-4, xarray and h5py read
  --jobs N      processes side by side; 0 = one per core (the default); changes nothing but the time
  --cache DIR   of what stages have computed; the default is XDG_CACHE_HOME/mho or ~/.cache/mho
  --no-cache    none but that of this sweep's memory
  --slurm       submit one job array to Slurm, whose tasks each work off many designs from DIR (a
                folder that all nodes see), until all are there; 'mho sweep DIR --status' says how
                far they are. A task that loses its node or its place is run again, and goes on
  --tasks N     of the array (4)
  --cpus N      of each task: processes side by side (1)
  --partition P, --time T, --sbatch OPTION   as sbatch has them; --sbatch may be repeated
  --dry-run     write the script, and print the command that would submit it
  --task N      be task N of --tasks N: what the script calls; also without Slurm, on machines that
                share DIR
  --patience S  seconds after which a task that shows no life is taken for dead (120)
  --profile     at the end, print where the time went: by stage, computed, from memory and from the
                store; forking, journal, search; how long workers were idle
  --quiet       no progress bar (there is none anyway unless standard error is a terminal)
  --help        print this text

EXIT STATUS
  0  all designs are there    1  the input is wrong    2  an error in mho    130, 143  interrupted or
  ended; what is finished is kept    75  the time is nearly up (SIGUSR1); the same
)";

constexpr int kMostTasks = 100'000;
/// Of sysexits.h: EX_TEMPFAIL, run it again.
constexpr int kTimeIsUp = 75;

volatile std::sig_atomic_t stopped_by = 0;

void note_signal(int number) { stopped_by = number; }

/// The exit code of a sweep that a signal has stopped.
int code_of(int number) { return number == SIGUSR1 ? kTimeIsUp : 128 + number; }

std::string summary(const SweepState& state, const std::filesystem::path& folder) {
  const auto of = [](std::int64_t count, const char* what) {
    return std::to_string(count) + ' ' + what;
  };
  std::string text = of(state.finished, "designs looked at");
  if (state.finished < state.designs) text += " of " + std::to_string(state.designs);
  text += " (" + of(state.from_journal, "in the journal already") + ", " +
          of(state.from_cache, "known to the cache") + "), " + of(state.impossible, "cannot run") +
          (state.screened_out > 0 ? ", " + of(state.screened_out, "screened out") : "") + ", " +
          of(static_cast<std::int64_t>(state.front), "on the front") + "; in " + folder.string() +
          '\n';
  return text;
}

int print_status(const std::filesystem::path& folder) {
  const std::string file = sweep_file_of(folder);
  const SweepSpec spec = read_sweep(Document::load(file));
  std::cout << summary(state_of(spec, folder), folder);
  if (const std::string tasks = tasks_of(folder); !tasks.empty()) std::cout << tasks << '\n';
  return 0;
}

std::optional<SharedWork> shared_work(const Arguments& arguments) {
  const auto task = arguments.whole("task", 1, kMostTasks);
  if (!task) return std::nullopt;
  SharedWork work;
  work.tasks = static_cast<int>(arguments.whole("tasks", 1, kMostTasks).value_or(1));
  work.task = static_cast<int>(*task) - 1;
  if (work.task >= work.tasks)
    throw InputError(
        {"mho sweep", 0}, "--task",
        "is " + std::to_string(*task) + ", must be 1 to --tasks, " + std::to_string(work.tasks));
  work.patience = std::chrono::seconds(arguments.whole("patience", 1, 86'400).value_or(120));
  return work;
}

int submit_sweep(const Arguments& arguments, const std::filesystem::path& folder) {
  SlurmRequest request;
  request.tasks = static_cast<int>(arguments.whole("tasks", 1, kMostTasks).value_or(4));
  request.cpus = static_cast<int>(arguments.whole("cpus", 1, 1024).value_or(1));
  request.partition = arguments.value("partition").value_or("");
  request.time = arguments.value("time").value_or("");
  request.options = arguments.all("sbatch");
  if (const auto patience = arguments.value("patience")) request.words = " --patience " + *patience;
  const auto program = std::filesystem::read_symlink("/proc/self/exe");
  const Submission submission = submit(request, program, folder, arguments.has("dry-run"));
  std::cout << submission.command << '\n';
  if (!submission.job.empty())
    std::cout << "job " << submission.job << ", " << request.tasks << " tasks; mho sweep "
              << folder.string() << " --status says how far it is\n";
  return 0;
}

/// A sweep of the command line.
struct NamedSweep {
  std::string file;
  std::filesystem::path folder;
};

NamedSweep named_sweep(const Arguments& arguments, const std::string& operand) {
  if (std::filesystem::is_directory(operand)) return {sweep_file_of(operand), operand};
  const std::string file = file_of(FileKind::sweep, operand, "SWEEP");
  const std::string name = std::filesystem::path(file).stem().string();
  const auto out = arguments.value("out");
  if (!out) return {file, name};
  std::filesystem::path folder = *out;
  if (arguments.operands().size() > 1) folder /= name;
  return {file, folder};
}

int carry_out_sweep(const Arguments& arguments, const NamedSweep& named) {
  const auto& [file, folder] = named;
  const SweepSpec spec = read_sweep(Document::load(file));
  check_keys(spec);
  const bool is_new = !std::filesystem::exists(folder / "journal");
  check_manifest(spec, file, folder);
  ProgressBar bar(!arguments.has("quiet"));
  Cache cache = cache_of(arguments);
  SweepRequest request{spec, folder};
  request.control.cache = &cache;
  if (arguments.has("slurm")) {
    // An array that waits for hours should not end on its first design.
    if (is_new) check_goals(spec, request.control);
    return submit_sweep(arguments, folder);
  }
  request.jobs = jobs_of(arguments);
  request.control.progress = [&](const std::string& stage, double share) {
    bar.show("first design: " + stage, share);
  };
  // Of tasks that share a sweep, one tells.
  if (is_new && arguments.value("task").value_or("1") == "1")
    for (const std::string& note : keys_without_effect(spec, request.control)) {
      bar.clear();
      std::cerr << "note: " << printable(note) << "\n";
    }
  request.tell = [&](const SweepState& state) {
    const double share =
        state.designs > 0 ? static_cast<double>(state.finished) / static_cast<double>(state.designs)
                          : 0;
    const std::int64_t fresh = state.finished - state.from_journal;
    const double rate = state.seconds > 0 ? static_cast<double>(fresh) / state.seconds : 0;
    bar.show(std::to_string(state.finished) + " of " + std::to_string(state.designs) + ", " +
                 format_si_rounded(rate, "", 3) + "/s, " + std::to_string(state.front) +
                 " on the front",
             share);
  };
  for (const int number : {SIGINT, SIGTERM, SIGUSR1}) std::signal(number, note_signal);
  request.stop = [] { return stopped_by != 0; };
  request.shared = shared_work(arguments);
  SweepProfile profile;
  if (arguments.has("profile")) {
    request.profile = &profile;
    request.control.profile = &profile.designs;  // of the first design
  }
  const SweepState state = carry_out(request);
  bar.clear();
  std::cout << summary(state, folder);
  for (const std::string& note : state.notes) std::cout << note << '\n';
  if (arguments.has("profile")) std::cerr << profile_text(profile);
  if (arguments.has("table")) std::cout << table_text(spec, folder);
  if (!state.interrupted) return 0;
  std::cerr << "stopped: what is finished is kept; the same command again goes on\n";
  return code_of(stopped_by);
}

/// Of options that ask something of one sweep.
const std::string& only_operand(const Arguments& arguments) {
  if (arguments.operands().size() > 1)
    throw InputError({"mho sweep", 0}, arguments.operands()[1],
                     "is one sweep too many: --status, --slurm, --task and other forms of a sweep "
                     "are of one");
  return arguments.operands()[0];
}

int sweep_words(const std::vector<std::string>& words) {
  constexpr std::size_t kMostSweeps = 1000;
  OptionList options{
      {"quiet", "status", "no-cache", "slurm", "dry-run", "profile", "table"},
      {"out", "jobs", "cache", "tasks", "cpus", "partition", "time", "task", "patience"},
      {"sbatch"}};
  options.values.insert(options.values.end(), kViewOptions.begin(), kViewOptions.end());
  const Arguments arguments("sweep", words, options, kMostSweeps);
  if (arguments.operands().empty())
    throw InputError({"mho sweep", 0}, "", "needs a SWEEP (mho sweep --help)");
  if (arguments.has("slurm") || arguments.has("task")) only_operand(arguments);
  if (arguments.has("status")) return print_status(only_operand(arguments));
  if (asks_for_views(arguments)) {
    write_views(arguments, only_operand(arguments));
    return 0;
  }
  // All are known before the first runs.
  std::vector<NamedSweep> sweeps;
  for (const std::string& operand : arguments.operands())
    sweeps.push_back(named_sweep(arguments, operand));
  int code = 0;
  for (std::size_t i = 0; i < sweeps.size() && code == 0; ++i) {
    if (i > 0) std::cout << '\n';
    code = carry_out_sweep(arguments, sweeps[i]);
  }
  return code;
}

}  // namespace

const Command sweep_command{"sweep", "many designs of a run, resumed after any end", kSweepHelp,
                            sweep_words};

}  // namespace mho
