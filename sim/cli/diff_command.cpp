// mho diff: what two stored runs differ in.
#include <iostream>

#include "sim/base/error.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/output_file.hpp"
#include "sim/cli/output_names.hpp"
#include "sim/explore/run_difference.hpp"
#include "sim/report/difference/difference_html.hpp"
#include "sim/report/difference/difference_json.hpp"
#include "sim/report/difference/difference_text.hpp"
#include "sim/report/read_run.hpp"

namespace mho {

namespace {

constexpr const char* kDiffHelp =
    R"(mho diff - what two runs differ in, what that did to every figure, and which parts moved

SYNOPSIS
  mho diff A B [OPTION]...

DESCRIPTION
  A and B are runs that were kept: JSON of 'mho run --json', or HDF5 of 'mho run --out', of which
  results.h5:2 is the second run and results.h5 the last.

  Prints the keys of the run's YAML that differ; the figures of both, with how much they changed and
  whether that is more than chance (accuracies are compared image by image and chip by chip where
  both have judged the same images; figures of models against what the models tell apart); and the
  lines of the ledger, the components and the layers that moved, by their share of all that moved.

OPTIONS
  --all         all metrics and all parts
  --json FILE   write the difference to FILE as well
  --html FILE   write it as a page
  --help        print this text

EXAMPLES
  mho run quickstart --out results.h5
  mho run quickstart --set chip.tile.macro.adc.bits=6 --out results.h5
  mho diff results.h5:1 results.h5:2

EXIT STATUS
  0  done    1  the input is wrong (every problem is on standard error)    2  an error in mho
)";

int diff_words(const std::vector<std::string>& words) {
  const Arguments arguments("diff", words, {{"all"}, {"json", "html"}, {}}, 2);
  if (arguments.operands().size() != 2)
    throw InputError({"mho diff", 0}, "", "needs two runs: mho diff A B");
  const std::string &a = arguments.operands()[0], &b = arguments.operands()[1];
  const RunPlace one = run_place(a), other = run_place(b);
  check_outputs(outputs_of(arguments, {"json", "html"}), {one.file, other.file});
  RunDifference difference = difference_of(stored_run_of(one), stored_run_of(other));
  difference.one.file = a;
  difference.other.file = b;
  if (const auto file = arguments.value("json")) write_file(*file, to_json(difference), "--json");
  if (const auto file = arguments.value("html")) write_file(*file, to_html(difference), "--html");
  std::cout << to_text(difference, {arguments.has("all")});
  return 0;
}

}  // namespace

const Command diff_command{"diff", "what two kept runs differ in, and why", kDiffHelp, diff_words};

}  // namespace mho
