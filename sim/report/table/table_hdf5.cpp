#include "sim/report/table/table_hdf5.hpp"

#include <hdf5.h>
#include <hdf5_hl.h>

#include <limits>
#include <numeric>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"

namespace mho {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

[[noreturn]] void fail(const char* what) {
  throw InputError({}, "--hdf5", std::string("HDF5 does not ") + what);
}

/// An identifier that is closed at the end.
class Id {
 public:
  Id(hid_t id, herr_t (*close)(hid_t), const char* what) : id_(id), close_(close) {
    if (id < 0) fail(what);
  }
  Id(const Id&) = delete;
  ~Id() { close_(id_); }
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

void demand(herr_t result, const char* what) {
  if (result < 0) fail(what);
}

/// A dimension of the file.
struct Dimension {
  std::string name;
  std::size_t size = 0;
  hid_t scale = -1;
};

class NetcdfFile {
 public:
  NetcdfFile()
      : access_(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "make a list of properties"),
        creation_(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "make a list of properties"),
        text_(H5Tcopy(H5T_C_S1), H5Tclose, "make a type") {
    // In memory alone; netCDF wants the order in which things were made.
    constexpr std::size_t kStep = 1 << 20;
    demand(H5Pset_fapl_core(access_, kStep, 0), "keep a file in memory");
    const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    demand(H5Pset_link_creation_order(creation_, order), "keep an order");
    demand(H5Pset_attr_creation_order(creation_, order), "keep an order");
    demand(H5Pset_obj_track_times(creation_, 0), "leave times out");
    demand(H5Tset_size(text_, H5T_VARIABLE), "make a type");
    demand(H5Tset_cset(text_, H5T_CSET_UTF8), "make a type");
    file_ = H5Fcreate("sweep.h5", H5F_ACC_EXCL, creation_, access_);
    demand(file_ < 0 ? -1 : 0, "make a file");
  }
  NetcdfFile(const NetcdfFile&) = delete;
  ~NetcdfFile() {
    for (const Dimension& dimension : dimensions_) H5Dclose(dimension.scale);
    H5Fclose(file_);
  }

  /// Its variable counts from 1.
  int dimension(const std::string& name, std::size_t size, const std::string& long_name) {
    std::vector<int> numbers(size);
    std::iota(numbers.begin(), numbers.end(), 1);
    const hid_t scale = made(name, {size}, H5T_NATIVE_INT, nullptr);
    demand(H5Dwrite(scale, H5T_NATIVE_INT, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()), "write");
    attribute(scale, "long_name", long_name);
    demand(H5DSset_scale(scale, name.c_str()), "make a dimension");
    dimensions_.push_back({name, size, scale});
    return static_cast<int>(dimensions_.size()) - 1;
  }

  void numbers(const std::string& name, const std::vector<int>& dimensions,
               const std::vector<double>& values, const std::string& long_name,
               const std::string& units) {
    const Id variable(made(name, sizes(dimensions), H5T_NATIVE_DOUBLE, &kNone), H5Dclose, "write");
    if (!values.empty())
      demand(H5Dwrite(variable, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
             "write");
    const Id one(H5Screate(H5S_SCALAR), H5Sclose, "make a space");
    const Id fill(
        H5Acreate2(variable, "_FillValue", H5T_NATIVE_DOUBLE, one, H5P_DEFAULT, H5P_DEFAULT),
        H5Aclose, "make an attribute");
    demand(H5Awrite(fill, H5T_NATIVE_DOUBLE, &kNone), "write an attribute");
    finish(variable, dimensions, long_name);
    attribute(variable, "units", units.empty() ? "1" : units);
  }

  void texts(const std::string& name, const std::vector<int>& dimensions,
             const std::vector<std::string>& values, const std::string& long_name) {
    std::vector<std::string> safe;
    for (const std::string& value : values) safe.push_back(as_utf8(value));
    std::vector<const char*> pointers;
    for (const std::string& value : safe) pointers.push_back(value.c_str());
    const Id variable(made(name, sizes(dimensions), text_, nullptr), H5Dclose, "write");
    if (!values.empty())
      demand(H5Dwrite(variable, text_, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), "write");
    finish(variable, dimensions, long_name);
  }

  void attribute(hid_t object, const char* name, const std::string& value) {
    const std::string text = as_utf8(value);
    const char* pointer = text.c_str();
    const Id one(H5Screate(H5S_SCALAR), H5Sclose, "make a space");
    const Id made(H5Acreate2(object, name, text_, one, H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                  "make an attribute");
    demand(H5Awrite(made, text_, &pointer), "write an attribute");
  }
  void attribute(const char* name, const std::string& value) { attribute(file_, name, value); }

  std::string bytes() const {
    demand(H5Fflush(file_, H5F_SCOPE_LOCAL), "write");
    const ssize_t size = H5Fget_file_image(file_, nullptr, 0);
    if (size < 0) fail("say how large its file is");
    std::string image(static_cast<std::size_t>(size), '\0');
    demand(H5Fget_file_image(file_, image.data(), image.size()) < 0 ? -1 : 0, "give its file");
    return image;
  }

 private:
  std::vector<std::size_t> sizes(const std::vector<int>& dimensions) const {
    std::vector<std::size_t> sizes;
    for (const int dimension : dimensions)
      sizes.push_back(dimensions_[static_cast<std::size_t>(dimension)].size);
    return sizes;
  }

  hid_t made(const std::string& name, const std::vector<std::size_t>& sizes, hid_t type,
             const double* fill) {
    const std::vector<hsize_t> extent(sizes.begin(), sizes.end());
    const Id space(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr),
                   H5Sclose, "make a space");
    const Id properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "make a list of properties");
    const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    demand(H5Pset_attr_creation_order(properties, order), "keep an order");
    demand(H5Pset_obj_track_times(properties, 0), "leave times out");
    if (fill != nullptr)
      demand(H5Pset_fill_value(properties, H5T_NATIVE_DOUBLE, fill), "fill what is missing");
    const hid_t variable =
        H5Dcreate2(file_, name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
    demand(variable < 0 ? -1 : 0, "make a variable");
    return variable;
  }

  void finish(hid_t variable, const std::vector<int>& dimensions, const std::string& long_name) {
    attribute(variable, "long_name", long_name);
    for (std::size_t i = 0; i < dimensions.size(); ++i)
      demand(H5DSattach_scale(variable, dimensions_[static_cast<std::size_t>(dimensions[i])].scale,
                              static_cast<unsigned>(i)),
             "give a variable its dimension");
  }

  Id access_, creation_, text_;
  hid_t file_ = -1;
  std::vector<Dimension> dimensions_;
};

/// By design.
template <class Of>
std::vector<double> column(const DesignTable& table, Of of) {
  std::vector<double> values;
  for (const TableDesign& design : table.designs) values.push_back(of(design));
  return values;
}

template <class Of>
std::vector<std::string> text_column(const DesignTable& table, Of of) {
  std::vector<std::string> values;
  for (const TableDesign& design : table.designs) values.push_back(of(design));
  return values;
}

void add_keys(const DesignTable& table, int design, NetcdfFile& file) {
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    const TableKey& key = table.keys[i];
    const std::string long_name = "Key of the run that varies.";
    if (key.is_number)
      file.numbers(
          key.key, {design},
          column(table, [i](const TableDesign& row) { return row.numbers[i].value_or(kNone); }),
          long_name, key.unit);
    else
      file.texts(key.key, {design},
                 text_column(table, [i](const TableDesign& row) { return row.labels[i]; }),
                 long_name);
  }
}

void add_metrics(const DesignTable& table, int design, int limit, NetcdfFile& file) {
  for (std::size_t i = 0; i < table.metrics.size(); ++i) {
    const TableMetric& metric = table.metrics[i];
    file.numbers(
        metric.name, {design},
        column(table, [i](const TableDesign& row) { return row.values[i].value_or(kNone); }),
        metric.sentence, metric.unit);
    if (!metric.is_modelled) continue;
    std::vector<double> ends;
    for (const TableDesign& row : table.designs) {
      ends.push_back(row.modelled[i] ? row.modelled[i]->low : kNone);
      ends.push_back(row.modelled[i] ? row.modelled[i]->high : kNone);
    }
    file.numbers(metric.name + ".model80", {design, limit}, ends,
                 "Interval of " + metric.name + " that holds 80 % of measured macros.",
                 metric.unit);
  }
}

void add_accuracy(const DesignTable& table, int design, NetcdfFile& file) {
  const std::size_t trials = table.trials();
  if (trials == 0) return;
  const int trial = file.dimension("trial", trials, "Programmed instance of the chip.");
  std::vector<double> values;
  for (const TableDesign& row : table.designs)
    for (std::size_t i = 0; i < trials; ++i)
      values.push_back(i < row.trials.size() ? row.trials[i] : kNone);
  file.numbers("accuracy", {design, trial}, values,
               "Test images classified correctly on each programmed instance of the chip.", "%");
}

}  // namespace

std::string to_hdf5(const DesignTable& table) {
  NetcdfFile file;
  file.attribute("Conventions", "CF-1.10");
  file.attribute("title", "Designs of a sweep");
  file.attribute("source", "mho " + table.version + ", " + table.sweep);
  const int design = file.dimension("design", table.designs.size(), "Number of the design.");
  const int limit = file.dimension("limit", 2, "Low and high end of an interval.");
  file.texts("id", {design}, text_column(table, [](const auto& row) { return row.id; }),
             "Key of the design and of how thoroughly it was looked at.");
  file.numbers("look", {design}, column(table, [](const auto& row) { return row.look + 1.0; }),
               "Number of the look: " + listed(table.looks, "; "), "");
  add_keys(table, design, file);
  add_metrics(table, design, limit, file);
  add_accuracy(table, design, file);
  file.numbers("seconds", {design}, column(table, [](const auto& row) { return row.seconds; }),
               "Wall clock that the design took.", "s");
  file.numbers("known_to_cache", {design},
               column(table, [](const auto& row) { return row.was_known ? 1.0 : 0.0; }),
               "1: it was in the cache.", "");
  file.texts("problems", {design},
             text_column(table, [](const auto& row) { return listed(row.problems, "; "); }),
             "Why the design cannot run; empty: it does.");
  return file.bytes();
}

}  // namespace mho
