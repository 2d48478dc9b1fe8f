#include "sim/report/read_run.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/guarded.hpp"
#include "sim/base/hdf5_file.hpp"
#include "sim/report/hdf5/netcdf_file.hpp"
#include "sim/report/hdf5/run_hdf5.hpp"
#include "sim/report/json.hpp"
#include "sim/report/json_values.hpp"

namespace mho {

namespace {

namespace fs = std::filesystem;

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  if (!fs::is_regular_file(path) || !in || !(bytes << in.rdbuf()))
    throw InputError({path, 0}, "", "cannot be read");
  return std::move(bytes).str();
}

bool is_hdf5(const std::string& bytes) { return bytes.starts_with("\x89HDF\r\n\x1a\n"); }

/// What the file is, told by the child that HDF5 may crash.
template <class Work>
std::string by_hdf5(const std::string& path, const Work& work) {
  return guarded_text({path, 0}, "", [&] {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // we say what is wrong ourselves
    try {
      return work();
    } catch (const Hdf5Error& error) {
      const Hdf5Handle opens(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
      throw InputError({path, 0}, "", opens.valid() ? error.what() : why_not_opened(path));
    }
  });
}

void check_not_locked(const std::string& path) {
  by_hdf5(path, [&] {
    const Hdf5Handle opens(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
    if (!opens.valid()) throw Hdf5Error("open this file");
    return std::string();
  });
}

[[noreturn]] void no_report(const std::string& path, const std::string& why) {
  throw InputError(
      {path, 0}, "",
      "is no report of a run (" + why + "); allowed: what mho run writes with --json or --out");
}

double number_in(const Json& json) { return json.get<double>(); }

Limits limits_in(const Json& low, const Json& high) { return {number_in(low), number_in(high)}; }

Datum datum_of(const Json& json, DatumKind kind) {
  if (json.is_null()) return {};
  switch (kind) {
    case DatumKind::flag:
      return json.get<bool>();
    case DatumKind::whole:
      return json.get<std::int64_t>();
    case DatumKind::number:
      return number_in(json);
    case DatumKind::text:
      return json.get<std::string>();
    case DatumKind::limits:
      return limits_in(json.at(0), json.at(1));
    case DatumKind::numbers:
      return json.get<std::vector<double>>();
    case DatumKind::interval: {
      const Json& ends = json.at("ci95");
      return Interval{number_in(json.at("mean")),
                      ends.is_null() ? std::nullopt
                                     : std::optional(limits_in(ends.at("low"), ends.at("high")))};
    }
  }
  return {};
}

DatumKind kind_of(const Datum& datum) {
  if (std::holds_alternative<bool>(datum)) return DatumKind::flag;
  if (std::holds_alternative<std::int64_t>(datum)) return DatumKind::whole;
  if (std::holds_alternative<double>(datum)) return DatumKind::number;
  return DatumKind::text;
}

/// The member of a row, or what stands for the row itself; null where there is none.
Json member_of(const Json& row, const std::string& name) {
  if (name.empty()) return row;
  const auto at = row.find(name);
  return at == row.end() ? Json() : *at;
}

DataTable table_of(const Json& json, DataTable table) {
  table.rows = json.size();
  for (DataColumn& column : table.columns) {
    std::vector<Datum> data;
    for (const auto& [key, row] : json.items())
      data.push_back(table.is_keyed && &column == table.columns.data()
                         ? Datum(key)
                         : datum_of(member_of(row, column.name), column.kind));
    const auto kept = std::make_shared<const std::vector<Datum>>(std::move(data));
    column.at = [kept](std::size_t row) { return (*kept)[row]; };
  }
  return table;
}

/// The member of that dotted name; null where there is none.
const Json* named(const Json& json, const std::string& name) {
  const Json* at = &json;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('.', begin), name.size());
    const auto member = at->is_object() ? at->find(name.substr(begin, end - begin)) : at->end();
    if (member == at->end()) return nullptr;
    at = &*member;
    begin = end + 1;
  }
  return at;
}

StoredRun run_in(const std::string& text, const std::string& path) {
  try {
    const Json json = Json::parse(text);
    if (!json.is_object() || !json.contains("mho") || !json.contains("metrics"))
      no_report(path, "it has no members mho and metrics");
    StoredRun run;
    for (const auto& entry : run_form().entries) {
      const Json* member = named(json, name_of(entry));
      if (!member) continue;
      if (const auto* fact = std::get_if<Fact>(&entry))
        run.entries.emplace_back(
            Fact{fact->name, datum_of(*member, kind_of(fact->value)), fact->unit});
      else
        run.entries.emplace_back(table_of(*member, std::get<DataTable>(entry)));
    }
    return run;
  } catch (const Json::exception& error) {
    no_report(path, error.what());
  }
}

}  // namespace

RunPlace run_place(const std::string& text) {
  std::error_code error;
  const std::size_t colon = text.rfind(':');
  if (fs::exists(text, error) || colon == std::string::npos) return {text};
  int number = 0;
  const char *begin = text.data() + colon + 1, *end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(begin, end, number);
  if (failed != std::errc() || stop != end || number < 1) return {text};
  return {text.substr(0, colon), number};
}

StoredRun stored_run_of(const RunPlace& place) {
  const std::string bytes = bytes_of(place.file);
  if (!is_hdf5(bytes)) {
    if (place.number > 1) no_report(place.file, "it holds one run, and is no HDF5");
    return run_in(bytes, place.file);
  }
  check_not_locked(place.file);
  const std::string json = by_hdf5(place.file, [&] {
    const int runs = runs_in(bytes);
    if (place.number > runs)
      throw InputError(
          {place.file, 0}, "",
          "has no run " + std::to_string(place.number) + "; allowed: 1 to " + std::to_string(runs));
    std::ostringstream out;
    write_json(read_run(bytes, place.number == 0 ? runs : place.number), out);
    return std::move(out).str();
  });
  return run_in(json, place.file);
}

std::string file_of_runs(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return "";
  std::string bytes = bytes_of(path);
  if (bytes.empty()) return bytes;
  if (!is_hdf5(bytes))
    throw InputError({path, 0}, "--out", "is no HDF5; allowed: a new file, or one of runs");
  check_not_locked(path);
  by_hdf5(path, [&] { return std::to_string(runs_in(bytes)); });
  return bytes;
}

}  // namespace mho
