// mho report: a run that was kept, in other formats.
#include <unistd.h>

#include <iostream>

#include "sim/base/error.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/color.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/kept_run.hpp"
#include "sim/cli/output_names.hpp"
#include "sim/report/headline_text.hpp"
#include "sim/report/read_run.hpp"
#include "sim/report/text.hpp"
#include "sim/results/restored_run.hpp"

namespace mho {

namespace {

constexpr const char* kReportHelp =
    R"(mho report - a run that was kept, as a page or in another format

SYNOPSIS
  mho report FILE[:N] [OPTION]...

DESCRIPTION
  FILE is what mho run wrote with --json or --out; N is the number of a run in it, from 1, the last
  if it is not given. Prints the headline of its report, or with --full all of it, as mho run did;
  the other options write all of it, as those of mho run do.

OPTIONS
  --html FILE    a page of charts that needs no network (docs/html.md)
  --json FILE    as JSON
  --out FILE     add the run to FILE, of HDF5
  --csv FOLDER   each table to FOLDER/TABLE.csv
  --ledger FILE  every line of the ledger as comma-separated values
  --latex FILE   the headline figures with their intervals as a table of LaTeX (booktabs)
  --full         print all of the report, without color
  --color WHEN   of the headline: auto (in a terminal, unless the environment variable NO_COLOR is
                 set), always, never
  --help         print this text

EXAMPLES
  mho report results.h5 --html report.html
  mho report results.h5:2 --json second.json

EXIT STATUS
  0  done    1  the input is wrong    2  an error in mho
)";

int report_words(const std::vector<std::string>& words) {
  const std::vector<std::string> files{"html", "json", "out", "ledger", "latex"};
  OptionList options{{"full"}, files, {}};
  for (const char* option : {"csv", "color"}) options.values.emplace_back(option);
  const Arguments arguments("report", words, options, 1);
  if (arguments.operands().empty())
    throw InputError({"mho report", 0}, "", "needs the FILE of a run (mho report --help)");
  const Ink ink(color_of(arguments, STDOUT_FILENO));
  const RunPlace place = run_place(arguments.operands()[0]);
  check_outputs(outputs_of(arguments, files), {place.file});
  check_kept(arguments);
  const StoredRun run = stored_run_of(place);
  const Results results = restored(run);
  std::cout << (arguments.has("full") ? to_text(results) : headline_text(results, ink))
            << std::flush;
  keep_run(arguments, run);
  return 0;
}

}  // namespace

const Command report_command{"report", "a run that was kept, as a page or in another format",
                             kReportHelp, report_words};

}  // namespace mho
