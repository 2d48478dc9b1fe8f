// Runs as tables in JSON, CSV and HDF5: what is read back is what was written.
#include <hdf5.h>
#include <hdf5_hl.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/report/hdf5/netcdf_file.hpp"
#include "sim/report/hdf5/run_hdf5.hpp"
#include "sim/report/json.hpp"
#include "sim/report/read_run.hpp"
#include "sim/report/run_csv.hpp"
#include "tests/paths.hpp"
#include "tests/report/some_results.hpp"
#include "tests/report/text_lines.hpp"

namespace mho {

namespace {

namespace fs = std::filesystem;

/// With something in every table.
Results full_results() {
  Results results = some_modelled_results();
  results.seed = 7;
  results.mac_array = "16 x 16";
  const auto judged = [](const std::vector<int>& predicted) {
    return Correctness(predicted, std::vector<std::int32_t>(9, 1));
  };
  results.judged = JudgedImages{judged({1, 1, 1, 1, 1, 1, 1, 1, 1}),
                                judged({1, 1, 1, 1, 1, 1, 1, 1, 0}),
                                {judged({1, 0, 1, 1, 1, 1, 1, 1, 0})}};
  results.output_snr = {12.5, std::nullopt};
  results.scored = ScoredRow{"mse", "mean squared error", {0.5, 0.25}};
  results.knobs = {{"as run", true, 4, 12'000, 0.25, 100'000, 5'000, 88.25},
                   {"pruning", false, 0, 0, 0, 0, 0, {}}};
  results.adc_models = {{"sar", true, 1e-12, 1e-9, 10, 2, "a paper"}};
  results.caveats = {"A caveat."};
  results.carbon_factors = {{"grid", "world 2023", "a table", "carbon.grid"}};
  results.label = EnergyLabel{
      "a scale", "a paper", "a server", 'B', {{"latency", "1 s", "2 s", 2, 'B', {4, 2, 1, 0.5}, 1}}};
  results.places["chip.adc"] = "a file.yaml:3";
  return results;
}

/// A file of its own, removed at the end.
class ScratchFile {
 public:
  explicit ScratchFile(const std::string& bytes) {
    std::string pattern = (fs::temp_directory_path() / "mho_run_XXXXXX").string();
    close(mkstemp(pattern.data()));
    path_ = pattern;
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ScratchFile(const ScratchFile&) = delete;
  ~ScratchFile() { fs::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string json_of(const StoredRun& run) {
  std::ostringstream out;
  write_json(run, out);
  return std::move(out).str();
}

/// Without what HDF5 does not keep: the digits that doubles have, and facts that are not there.
std::string without_digits(const std::string& text) {
  auto json = nlohmann::ordered_json::parse(text);
  for (auto& line : json["ledger"]) {
    line.erase("unit_qj");
    line.erase("energy_qj");
  }
  for (const char* name : {"judged", "scored"})
    if (json.contains(name) && json[name].is_null()) json.erase(name);
  return json.dump(1);
}

std::string refusal(const std::string& path, const std::string& run = "") {
  try {
    stored_run_of(run_place(path + run));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a run that is read from JSON is the run that was written") {
  const std::string json = to_json(full_results());
  const ScratchFile file(json);
  CHECK(json_of(stored_run_of(run_place(file.path()))) == json);
}

TEST_CASE("a run that is read from HDF5 is the run that was written, whichever run of the file") {
  const Results first = full_results();
  Results second = some_results();
  second.chip = "another chip";
  second.metrics.push_back({"power.chip", 0.5, "W", "Power.", "ledger"});
  const std::string one = with_run("", stored_run(first)), two = with_run(one, stored_run(second));
  CHECK(runs_in(one) == 1);
  CHECK(runs_in(two) == 2);
  const ScratchFile file(two);
  const auto read = [&](const char* run) {
    return without_digits(json_of(stored_run_of(run_place(file.path() + run))));
  };
  CHECK(read(":1") == without_digits(to_json(first)));
  CHECK(read(":2") == without_digits(to_json(second)));
  CHECK(read("") == read(":2"));
  CHECK_THAT(refusal(file.path(), ":3"), Catch::Contains("has no run 3; allowed: 1 to 2"));
}

TEST_CASE("the same runs make the same HDF5 bytes") {
  const std::string one = with_run("", stored_run(full_results()));
  CHECK(one == with_run("", stored_run(full_results())));
  CHECK(with_run(one, stored_run(full_results())) == with_run(one, stored_run(full_results())));
}

TEST_CASE("every variable of a file of runs has its dimensions, a long name, and numbers a unit") {
  std::string bytes = with_run("", stored_run(full_results()));
  bytes = with_run(bytes, stored_run(some_results()));
  const Hdf5Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "make");
  REQUIRE(H5Pset_fapl_core(access, 1 << 16, 0) >= 0);
  REQUIRE(H5Pset_file_image(access, bytes.data(), bytes.size()) >= 0);
  const Hdf5Id file(H5Fopen("runs.h5", H5F_ACC_RDONLY, access), H5Fclose, "open");
  std::map<std::string, int> variables;
  const auto visit = [](hid_t object, const char* name, const H5O_info_t* info,
                        void* data) -> herr_t {
    // Of the earliest format, which readers in browsers want.
    if (info->hdr.version != 1) return -1;
    if (info->type != H5O_TYPE_DATASET) return 0;
    const Hdf5Id set(H5Dopen2(object, name, H5P_DEFAULT), H5Dclose, "open");
    const Hdf5Id type(H5Dget_type(set), H5Tclose, "tell"), space(H5Dget_space(set), H5Sclose, "");
    const bool is_scale = H5DSis_scale(set) > 0;
    bool is_whole = H5Aexists(set, "long_name") > 0;
    for (int i = 0; !is_scale && i < H5Sget_simple_extent_ndims(space); ++i)
      is_whole = is_whole && H5DSget_num_scales(set, static_cast<unsigned>(i)) == 1;
    if (H5Tget_class(type) == H5T_FLOAT)
      is_whole = is_whole && H5Aexists(set, "units") > 0 && H5Aexists(set, "_FillValue") > 0;
    (*static_cast<std::map<std::string, int>*>(data))[name] = is_whole ? 1 : 0;
    return 0;
  };
  REQUIRE(H5Ovisit(file, H5_INDEX_NAME, H5_ITER_NATIVE, visit, &variables) >= 0);
  for (const auto& [name, is_whole] : variables) {
    INFO(name);
    CHECK(is_whole == 1);
  }
  for (const char* name : {"run", "energy.chip", "run_1/layers/energy_j", "run_1/resolved_yaml",
                           "run_2/classes/confusion_change", "run_1/judged/trials/right",
                           "run_1/ages/loss_points_ci95", "run_1/ledger/component_text"})
    CHECK(variables.contains(name));
}

TEST_CASE("no column of a table has the name of its rows, which is a dimension's") {
  for (const auto& entry : run_form().entries)
    if (const auto* table = std::get_if<DataTable>(&entry)) CHECK(!table->find(table->row));
}

TEST_CASE("a file of runs that was written by the first format is still read") {
  const StoredRun run =
      stored_run_of(run_place(std::string(kSourceDir) + "/tests/report/data/runs_format_1.h5:1"));
  CHECK(run.text("chip") == "a chip");
  CHECK(run.text(kResolvedYaml) == "seed: 1\n");
  const DataTable& metrics = *run.table("metrics");
  CHECK(std::get<std::string>(metrics.find("name")->at(0)) == "accuracy.loss.mean");
  CHECK(std::get<double>(metrics.find("value")->at(0)) == 0.51);
  CHECK(std::get<std::string>(run.table("ledger")->find("layer")->at(0)) == "conv1");
}

TEST_CASE("what is no report of a run is refused by what it is") {
  CHECK_THAT(refusal("/nowhere/at.all"), Catch::Contains("cannot be read"));
  const ScratchFile other_json("{\"a\": 1}"), no_json("{"), number("3"),
      wrong("{\"mho\": 1, \"metrics\": {\"x\": {\"value\": \"one\"}}}");
  CHECK_THAT(refusal(other_json.path()), Catch::Contains("is no report of a run"));
  CHECK_THAT(refusal(no_json.path()), Catch::Contains("is no report of a run"));
  CHECK_THAT(refusal(number.path()), Catch::Contains("is no report of a run"));
  CHECK_THAT(refusal(wrong.path()), Catch::Contains("is no report of a run"));
  const NetcdfFile foreign;
  const ScratchFile other_hdf5(foreign.bytes());
  CHECK_THAT(refusal(other_hdf5.path()), Catch::Contains("does not hold runs of mho"));
  const std::string whole = with_run("", stored_run(some_results()));
  for (const std::size_t size : {std::size_t{9}, std::size_t{600}, whole.size() / 2}) {
    const ScratchFile cut(whole.substr(0, size));
    CHECK_FALSE(refusal(cut.path()).empty());
  }
}

TEST_CASE("damaged files of runs are refused or read, and end nothing") {
  const std::string whole = with_run("", stored_run(full_results()));
  for (std::size_t i = 0; i < 60; ++i) {
    std::string damaged = whole;
    for (std::size_t k = 0; k < 8; ++k)
      damaged[(i * 7919 + k * 104729 + 96) % damaged.size()] ^= static_cast<char>(1 + i);
    const ScratchFile file(damaged);
    try {
      stored_run_of(run_place(file.path()));
    } catch (const InputError&) {
    }
  }
}

TEST_CASE("tables of a run as CSV have the names of JSON and as many fields in every line") {
  const Results results = full_results();
  for (const auto& entry : stored_run(results).entries) {
    const auto* table = std::get_if<DataTable>(&entry);
    if (!table) continue;
    std::ostringstream out;
    write_csv(*table, out);
    const auto records = parse_csv(out.str());
    INFO(table->name);
    REQUIRE(records.size() == table->rows + 1);
    for (const auto& record : records) CHECK(record.size() == records[0].size());
    if (table->columns[0].name.empty()) continue;
    CHECK(records[0][0] == table->columns[0].name);
  }
  std::ostringstream ages;
  write_csv(*stored_run(results).table("ages"), ages);
  CHECK(parse_csv(ages.str())[1] ==
        std::vector<std::string>{"0", "88", "87.5", "88.25", "0.5", "0.31", "0.88"});
}

}  // namespace mho
