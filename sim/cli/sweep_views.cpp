#include "sim/cli/sweep_views.hpp"

#include <algorithm>
#include <tuple>

#include "sim/cli/output_file.hpp"
#include "sim/cli/output_names.hpp"
#include "sim/explore/pareto/design_table.hpp"
#include "sim/explore/sweep/manifest.hpp"
#include "sim/report/table/table_csv.hpp"
#include "sim/report/table/table_hdf5.hpp"
#include "sim/report/table/table_sqlite.hpp"
#include "sim/report/table/table_text.hpp"

namespace mho {

bool asks_for_views(const Arguments& arguments) {
  return std::any_of(kViewOptions.begin(), kViewOptions.end(),
                     [&](const std::string& option) { return arguments.has(option); });
}

void write_views(const Arguments& arguments, const std::filesystem::path& folder) {
  const SweepSpec spec = read_sweep(Document::load(sweep_file_of(folder)));
  check_outputs(outputs_of(arguments, kViewOptions), spec.run.files());
  const DesignTable table = table_of(spec, records_of(spec, folder, RecordPart::all));
  if (const auto file = arguments.value("csv")) write_file(*file, to_csv(table), "--csv");
  if (const auto file = arguments.value("sqlite")) write_file(*file, to_sqlite(table), "--sqlite");
  if (const auto file = arguments.value("hdf5")) write_file(*file, to_hdf5(table), "--hdf5");
}

std::string table_text(const SweepSpec& spec, const std::filesystem::path& folder) {
  SweepRecords records = records_of(spec, folder, RecordPart::goals);
  // The journal has them as they were finished.
  std::sort(records.records.begin(), records.records.end(), [](const Record& a, const Record& b) {
    return std::tie(a.choice, a.look) < std::tie(b.choice, b.look);
  });
  return to_text(table_of(spec, records));
}

}  // namespace mho
