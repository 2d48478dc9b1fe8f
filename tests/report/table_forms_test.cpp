// The forms of a sweep's table, read back by the libraries that others read them with.
#include <hdf5.h>
#include <hdf5_hl.h>
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/report/table/table_csv.hpp"
#include "sim/report/table/table_hdf5.hpp"
#include "sim/report/table/table_sqlite.hpp"
#include "sim/report/table/table_text.hpp"
#include "tests/report/some_sweep.hpp"
#include "tests/report/text_lines.hpp"

namespace mho {

namespace {

/// What a query answers, as "a|b" a row.
std::vector<std::string> answers(std::string database, const std::string& query) {
  sqlite3* opened = nullptr;
  REQUIRE(sqlite3_open(":memory:", &opened) == SQLITE_OK);
  const auto size = static_cast<sqlite3_int64>(database.size());
  REQUIRE(sqlite3_deserialize(opened, "main", reinterpret_cast<unsigned char*>(database.data()),
                              size, size, SQLITE_DESERIALIZE_READONLY) == SQLITE_OK);
  std::vector<std::string> rows;
  const auto show = [](void* into, int count, char** values, char**) {
    std::string row;
    for (int i = 0; i < count; ++i)
      row += std::string(i == 0 ? "" : "|") + (values[i] ? values[i] : "NULL");
    static_cast<std::vector<std::string>*>(into)->push_back(row);
    return 0;
  };
  char* error = nullptr;
  const int code = sqlite3_exec(opened, query.c_str(), show, &rows, &error);
  INFO((error ? error : ""));
  CHECK(code == SQLITE_OK);
  sqlite3_free(error);
  sqlite3_close(opened);
  return rows;
}

using Rows = std::vector<std::string>;

/// A file in memory, closed at the end.
struct OpenedFile {
  hid_t id;

  explicit OpenedFile(std::string bytes) : id(H5LTopen_file_image(bytes.data(), bytes.size(), 0)) {
    REQUIRE(id >= 0);
  }
  ~OpenedFile() { H5Fclose(id); }

  std::vector<double> numbers(const std::string& name, std::size_t count) const {
    std::vector<double> values(count);
    REQUIRE(H5LTread_dataset_double(id, name.c_str(), values.data()) >= 0);
    return values;
  }
  std::string attribute(const std::string& name, const char* which) const {
    char* text = nullptr;
    REQUIRE(H5LTget_attribute_string(id, name.c_str(), which, reinterpret_cast<char*>(&text)) >= 0);
    std::string found = text;
    H5free_memory(text);
    return found;
  }
  /// Names of a variable's dimensions.
  Rows dimensions(const std::string& name) const {
    const hid_t variable = H5Dopen2(id, name.c_str(), H5P_DEFAULT);
    REQUIRE(variable >= 0);
    Rows names;
    const auto show = [](hid_t, unsigned, hid_t scale, void* into) -> herr_t {
      char text[64];
      H5DSget_scale_name(scale, text, sizeof text);
      static_cast<Rows*>(into)->emplace_back(text);
      return 0;
    };
    for (const unsigned i : {0U, 1U})
      if (H5DSget_num_scales(variable, i) == 1)
        H5DSiterate_scales(variable, i, nullptr, show, &names);
    H5Dclose(variable);
    return names;
  }
};

}  // namespace

TEST_CASE("the text of a table has a line a design with what the sweep is judged by") {
  const std::string text = to_text(some_table());
  CHECK(has(text, "energy.per_inference  arrays.used"));
  CHECK(has(text, "0.8 V"));
  CHECK(has(text, "200 nJ            8"));
  // What a design does not have, and why it cannot run.
  CHECK(has(text, "-  "));
  CHECK(has(text, "cannot run: too large"));
  DesignTable looks = some_table();
  looks.looks = {"100 images", "500 images"};
  looks.designs[1].look = 1;
  CHECK(has(to_text(looks), "500 images"));
}

TEST_CASE("the CSV of a sweep has a line a design, with units") {
  const std::string text = to_csv(some_table());
  CHECK(text.starts_with(
      "id,look,chip.supply,workload,energy.per_inference [J],energy.per_inference model 80 % low "
      "[J],energy.per_inference model 80 % high [J],arrays.used,accuracy of trial 1 [%],accuracy "
      "of trial 2 [%],problems,seconds [s],known to the cache\n"));
  CHECK(has(text, "\na1,1,0.8 V,\"lenet \"\"5\"\"\",2e-07,1e-07,6e-07,8,88.5,89,,0,no\n"));
  CHECK(has(text, "\na3,1,1 V,,,,,,,,too large; too small,0,no\n"));
}

TEST_CASE("the SQLite of a sweep is a sound database that SQL asks") {
  const std::string file = to_sqlite(some_table());
  CHECK(answers(file, "PRAGMA integrity_check") == Rows{"ok"});
  CHECK(answers(file, "PRAGMA foreign_key_check").empty());
  CHECK(answers(file, "SELECT id, runs, seconds, known_to_cache FROM designs") ==
        Rows{"a1|1|0.0|0", "a2|1|2.5|1", "a3|0|0.0|0"});
  CHECK(answers(file, "SELECT \"chip.supply\", workload, \"energy.per_inference\" FROM wide") ==
        Rows{"0.8|lenet \"5\"|2.0e-07", "1.0|resnet|3.0e-07", "1.0|NULL|NULL"});
  CHECK(answers(file,
                "SELECT model80_low, model80_high FROM figures WHERE metric = "
                "'energy.per_inference'") == Rows{"1.0e-07|6.0e-07", "NULL|NULL"});
  CHECK(answers(file, "SELECT percent FROM accuracies ORDER BY design, trial") ==
        Rows{"88.5", "89.0", "87.0"});
  CHECK(answers(file, "SELECT problem FROM problems") == Rows{"too large", "too small"});
  CHECK(answers(file, "SELECT unit FROM keys WHERE key = 'chip.supply'") == Rows{"V"});
  // The same table, the same bytes.
  CHECK(to_sqlite(some_table()) == file);
}

TEST_CASE("the SQLite of a sweep is a study of Optuna, of one with objectives") {
  const std::string file = to_sqlite(some_table());
  CHECK(answers(file, "SELECT study_name, direction FROM studies NATURAL JOIN study_directions") ==
        Rows{"a_sweep|MINIMIZE"});
  CHECK(answers(file, "SELECT state, value FROM trials LEFT JOIN trial_values USING (trial_id)") ==
        Rows{"COMPLETE|2.0e-07", "COMPLETE|3.0e-07", "FAIL|NULL"});
  CHECK(answers(file, "SELECT trial_id, value_json FROM trial_system_attributes") ==
        Rows{"1|[0.0]", "2|[0.5]"});
  CHECK(answers(file, "SELECT param_value FROM trial_params WHERE param_name = 'workload'") ==
        Rows{"0.0", "1.0"});
  DesignTable aimless = some_table();
  aimless.aims.clear();
  CHECK(
      answers(to_sqlite(aimless), "SELECT name FROM sqlite_master WHERE name = 'studies'").empty());
}

TEST_CASE("the HDF5 of a sweep has dimensions, units, and NaN for what is missing") {
  const std::string bytes = to_hdf5(some_table());
  const OpenedFile file(bytes);
  CHECK(file.dimensions("energy.per_inference") == Rows{"design"});
  CHECK(file.dimensions("accuracy") == Rows{"design", "trial"});
  CHECK(file.dimensions("energy.per_inference.model80") == Rows{"design", "limit"});
  CHECK(file.attribute("energy.per_inference", "units") == "J");
  CHECK(file.attribute("energy.per_inference", "long_name") == "Energy.");
  CHECK(file.attribute("arrays.used", "units") == "1");
  CHECK(file.attribute("chip.supply", "units") == "V");
  CHECK(file.attribute("/", "Conventions") == "CF-1.10");
  CHECK(file.numbers("chip.supply", 3) == std::vector<double>{0.8, 1, 1});
  const std::vector<double> energy = file.numbers("energy.per_inference", 3);
  CHECK(energy[1] == 3e-7);
  CHECK(std::isnan(energy[2]));
  const std::vector<double> accuracy = file.numbers("accuracy", 6);
  CHECK(accuracy[1] == 89);
  CHECK(std::isnan(accuracy[3]));
  CHECK(to_hdf5(some_table()) == bytes);
}

}  // namespace mho
