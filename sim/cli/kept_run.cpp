#include "sim/cli/kept_run.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <ostream>

#include "sim/base/error.hpp"
#include "sim/base/guarded.hpp"
#include "sim/cli/output_file.hpp"
#include "sim/cli/published_macros.hpp"
#include "sim/report/hdf5/netcdf_file.hpp"
#include "sim/report/hdf5/run_hdf5.hpp"
#include "sim/report/html/page.hpp"
#include "sim/report/html/run_html.hpp"
#include "sim/report/json.hpp"
#include "sim/report/latex/metrics_latex.hpp"
#include "sim/report/read_run.hpp"
#include "sim/report/run_csv.hpp"
#include "sim/results/restored_run.hpp"

namespace mho {

namespace fs = std::filesystem;

namespace {

/// Nobody else adds to a file of this folder meanwhile. Of the folder, as the file is replaced.
class FolderLock {
 public:
  explicit FolderLock(const fs::path& file)
      : folder_(::open((file.has_parent_path() ? file.parent_path() : ".").c_str(),
                       O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (folder_ >= 0) ::flock(folder_, LOCK_EX);
  }
  FolderLock(const FolderLock&) = delete;
  ~FolderLock() {
    if (folder_ >= 0) ::close(folder_);
  }

 private:
  int folder_;
};

/// Beside what the file has. HDF5 reads that again, which a damaged file may end: in a child.
std::string with_run_of(const std::string& file, const StoredRun& run) {
  const std::string before = file_of_runs(file);
  const auto added = [&] {
    try {
      return with_run(before, run);
    } catch (const Hdf5Error& error) {
      throw InputError({file, 0}, "--out",
                       "cannot be added to: damaged (" + std::string(error.what()) + ")");
    }
  };
  if (before.empty()) return added();
  return guarded_text({file, 0}, "--out", [&] {
    constexpr std::size_t kBytesOfLine = 100;  // of a ledger, about
    expect_bytes(
        static_cast<std::int64_t>(3 * before.size() + kBytesOfLine * run.table("ledger")->rows));
    return added();
  });
}

void add_to_file(const std::string& file, const StoredRun& run) {
  const FolderLock lock(fs::weakly_canonical(file));
  write_file(file, with_run_of(file, run), "--out");
}

void write_json_file(const std::string& file, const StoredRun& run) {
  write_file(
      file, [&](std::ostream& out) { write_json(run, out); }, "--json");
}

void write_ledger(const std::string& file, const StoredRun& run) {
  write_file(
      file, [&](std::ostream& out) { write_csv(*run.table("ledger"), out); }, "--ledger");
}

void write_tables(const std::string& folder, const StoredRun& run) {
  for (const auto& entry : run.entries) {
    const auto* table = std::get_if<DataTable>(&entry);
    if (!table || table->rows == 0) continue;
    write_file(
        folder + "/" + table->name + ".csv", [&](std::ostream& out) { write_csv(*table, out); },
        "--csv");
  }
}

void write_html_file(const std::string& file, const StoredRun& run) {
  const Scatter published = published_macros();
  write_file(
      file, [&](std::ostream& out) { write_html(run, published, out); }, "--html");
}

void write_latex(const std::string& file, const StoredRun& run) {
  write_file(file, to_latex(restored(run)), "--latex");
}

struct KeptForm {
  const char* option;
  void (*write)(const std::string& path, const StoredRun& run);
};

constexpr KeptForm kForms[] = {{"json", write_json_file}, {"html", write_html_file},
                               {"out", add_to_file},      {"csv", write_tables},
                               {"ledger", write_ledger},  {"latex", write_latex}};

}  // namespace

void check_kept(const Arguments& arguments) {
  if (const auto file = arguments.value("out")) file_of_runs(*file);
  if (arguments.value("html")) check_has_page("--html");
  const auto folder = arguments.value("csv");
  if (!folder) return;
  std::error_code error;
  fs::create_directories(*folder, error);
  if (!fs::is_directory(*folder))
    throw InputError({}, "--csv",
                     "'" + *folder + "' is no folder, and cannot be made" +
                         (error ? ": " + error.message() : ""));
  check_writable(*folder + "/metrics.csv", "--csv");
}

void keep_run(const Arguments& arguments, const StoredRun& run) {
  for (const KeptForm& form : kForms)
    if (const auto path = arguments.value(form.option)) form.write(*path, run);
}

}  // namespace mho
