// The library's face, and the one header that a program around mho includes. What is named here
// keeps its name and meaning in all versions of the same minor number (0.2.x), as do metrics, keys
// of the YAML, and members of the JSON; what else these headers hold may change with any version.
//
//   Document       load, parse, set, place_of: a run as YAML, with what `--set` does
//   read_spec<RunSpec>, write_spec: the same as values, and back
//   run            Document or RunSpec -> Results, with RunControl: threads, progress
//   Results        find, metrics, notes, version; Metric: name, value, unit, sentence, source
//   compare        CompareRequest: runs, area_reference, accuracy_points -> Comparison
//   to_text, to_json, to_csv, ledger_csv: the bytes that `mho run` and `mho compare` write
//   InputError     thrown for wrong input: problems() with place, key and message
//   Bug            thrown for an error of ours
//   version        that of the library
//
// Nothing here prints or exits. `run` and `compare` fork: call them while the program has no other
// threads.
#pragma once

#include "sim/base/error.hpp"           // InputError, Problem, Place, Bug
#include "sim/base/version.hpp"         // version
#include "sim/config/config.hpp"        // Document, read_spec, write_spec
#include "sim/explore/compare.hpp"      // compare, CompareRequest, Comparison
#include "sim/figures/run.hpp"          // run, RunControl, Results
#include "sim/report/compare_csv.hpp"   // to_csv
#include "sim/report/compare_json.hpp"  // to_json of a Comparison
#include "sim/report/compare_text.hpp"  // to_text of a Comparison
#include "sim/report/json.hpp"          // to_json of Results
#include "sim/report/run_csv.hpp"       // ledger_csv
#include "sim/report/text.hpp"          // to_text of Results
#include "sim/run/run_spec.hpp"         // RunSpec
