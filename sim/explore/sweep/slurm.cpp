// Signals, as Slurm 22.05 has them: --signal reaches the steps of a job, scancel and preemption end
// them with SIGTERM. So mho runs as a step; USR1, some time before the limit, makes it stop with
// exit code 75, upon which the script has the task run again; a SIGTERM ends it for good, unless
// Slurm itself requeues (preemption, a node that died).
#include "sim/explore/sweep/slurm.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include "sim/base/error.hpp"

namespace mho {

namespace fs = std::filesystem;

namespace {

/// In quotes of the shell.
std::string quoted_word(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

struct CommandResult {
  int code = 0;
  std::string output;
};

CommandResult shell(const std::string& command) {
  CommandResult result;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return {127, "no process can be started"};
  std::array<char, 4096> block{};
  while (const std::size_t count = fread(block.data(), 1, block.size(), pipe))
    result.output.append(block.data(), count);
  const int status = pclose(pipe);
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  while (result.output.ends_with('\n')) result.output.pop_back();
  return result;
}

fs::path job_file(const fs::path& folder) { return folder / "slurm" / "job"; }

void write_whole(const fs::path& file, const std::string& text) {
  std::ofstream out(file);
  out << text;
  out.close();
  if (!out) throw InputError(Place{file.string(), 0}, "", "cannot be written");
}

}  // namespace

std::string slurm_script(const SlurmRequest& request, const fs::path& program,
                         const fs::path& folder) {
  std::ostringstream script;
  script << "#!/bin/sh\n"
         << "#SBATCH --job-name=mho-sweep\n"
         << "#SBATCH --array=1-" << request.tasks << '\n'
         << "#SBATCH --ntasks=1\n"
         << "#SBATCH --cpus-per-task=" << request.cpus << '\n'
         << "#SBATCH --requeue\n"
         << "#SBATCH --open-mode=append\n"
         << "#SBATCH --signal=USR1@60\n"
         << "#SBATCH --output=" << (folder / "slurm" / "task-%a.log").string() << '\n';
  if (!request.partition.empty()) script << "#SBATCH --partition=" << request.partition << '\n';
  if (!request.time.empty()) script << "#SBATCH --time=" << request.time << '\n';
  for (const std::string& option : request.options) script << "#SBATCH " << option << '\n';
  script << "# Each task works off designs that no other is at, until all are there. Exit code 75: "
            "the time is\n"
         << "# nearly up, and the task asks to be run again.\n"
         << "srun --ntasks=1 " << quoted_word(program.string()) << " sweep "
         << quoted_word(folder.string()) << " --task \"$SLURM_ARRAY_TASK_ID\" --tasks "
         << request.tasks << " --jobs " << request.cpus << request.words << " --quiet &\n"
         << "step=$!\n"
         << "trap 'kill -TERM $step' TERM\n"
         << "wait $step\n"
         << "code=$?\n"
         << "while kill -0 $step 2>/dev/null; do wait $step; code=$?; done\n"
         << "if [ $code -eq 75 ]; then scontrol requeue \"$SLURM_JOB_ID\"; fi\n"
         << "exit $code\n";
  return script.str();
}

Submission submit(const SlurmRequest& request, const fs::path& program, const fs::path& folder,
                  bool dry) {
  const fs::path absolute = fs::absolute(folder).lexically_normal();
  const fs::path script = absolute / "slurm" / "job.sh";
  std::error_code error;
  fs::create_directories(script.parent_path(), error);
  if (error)
    throw InputError(Place{script.parent_path().string(), 0}, "",
                     "cannot be made: " + error.message());
  write_whole(script, slurm_script(request, program, absolute));
  Submission submission{"sbatch --parsable " + quoted_word(script.string()), ""};
  if (dry) return submission;
  if (shell("command -v sbatch").code != 0)
    throw InputError({"mho sweep", 0}, "--slurm",
                     "there is no sbatch here; the script is " + script.string() +
                         "; allowed: --dry-run, or a machine of a cluster");
  const CommandResult answer = shell(submission.command);
  if (answer.code != 0)
    throw InputError({"mho sweep", 0}, "--slurm", "Slurm refuses: " + answer.output);
  submission.job = answer.output.substr(0, answer.output.find(';'));
  write_whole(job_file(absolute), submission.job + '\n');
  return submission;
}

std::string tasks_of(const fs::path& folder) {
  std::string job;
  std::ifstream(job_file(folder)) >> job;
  if (job.empty()) return "";
  const CommandResult answer =
      shell("squeue --noheader --array --format=%T --jobs=" + quoted_word(job));
  // A job that Slurm has forgotten is an error to squeue.
  if (answer.code != 0) return "job " + job + ": no task left";
  std::map<std::string, int> states;
  std::istringstream lines(answer.output);
  for (std::string state; lines >> state;) ++states[state];
  std::string text;
  for (const auto& [state, count] : states)
    text += (text.empty() ? "" : ", ") + std::to_string(count) + ' ' + state;
  return "job " + job + ": " + (text.empty() ? "no task left" : "tasks " + text);
}

}  // namespace mho
