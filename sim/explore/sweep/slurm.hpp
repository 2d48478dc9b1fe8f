// A sweep on a cluster that Slurm runs: one job array whose tasks each work off many designs from
// the shared folder. Slurm schedules; what is done is in the sweep's own journal, as accounting is
// off on many sites and a task that runs again overwrites what it had printed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mho {

struct SlurmRequest {
  int tasks = 4;
  int cpus = 1;                      ///< of a task: processes side by side
  std::string partition;             ///< "": the site's default
  std::string time;                  ///< as Slurm has it; "": the partition's limit
  std::string words;                 ///< more of the tasks' command lines
  std::vector<std::string> options;  ///< more lines of #SBATCH, without their "#SBATCH "
};

/// The batch script of a sweep's folder; `program`: mho, as nodes can call it.
std::string slurm_script(const SlurmRequest& request, const std::filesystem::path& program,
                         const std::filesystem::path& folder);

struct Submission {
  std::string command;  ///< "sbatch out/slurm/job.sh"
  std::string job;      ///< its number; "": not submitted
};

/// Writes the script into the folder and, unless `dry`, submits it. Throws InputError where Slurm
/// is not there or refuses, with what it says.
Submission submit(const SlurmRequest& request, const std::filesystem::path& program,
                  const std::filesystem::path& folder, bool dry);

/// Of the job that was submitted last from this folder, by squeue: "3 RUNNING, 1 PENDING"; "" where
/// there was none, or Slurm tells nothing.
std::string tasks_of(const std::filesystem::path& folder);

}  // namespace mho
