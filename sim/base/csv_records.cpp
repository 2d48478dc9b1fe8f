#include "sim/base/csv_records.hpp"

#include <csv.h>

#include <fstream>
#include <iterator>

#include "sim/base/error.hpp"

namespace mho {

namespace {

class CsvRecords {
 public:
  explicit CsvRecords(const std::string& file) : file_(file) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (in.bad() || !in.is_open()) throw InputError({file, 0}, "", "cannot be read");
    parse(text);
  }
  std::vector<CsvRecord> take() { return std::move(records_); }

 private:
  void parse(const std::string& text) {
    csv_parser parser;
    require(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) == 0,
            "libcsv does not start");
    const auto field = [](void* letters, std::size_t length, void* self) {
      static_cast<CsvRecords*>(self)->add(
          {letters == nullptr ? "" : static_cast<const char*>(letters), length});
    };
    const auto record = [](int, void* self) { static_cast<CsvRecords*>(self)->end_record(); };
    bool is_sound = true;
    // Fed byte by byte, so that a record knows the line of its first field.
    for (const char& byte : text) {
      is_sound = is_sound && csv_parse(&parser, &byte, 1, field, record, this) == 1;
      if (byte == '\n' && is_sound) ++line_;
    }
    is_sound = is_sound && csv_fini(&parser, field, record, this) == 0;
    const std::string problem = is_sound ? "" : csv_strerror(csv_error(&parser));
    csv_free(&parser);
    if (!is_sound) throw InputError({file_, line_}, "", "is no CSV: " + problem);
  }

  void add(std::string field) {
    if (current_.fields.empty()) current_.line = line_;
    current_.fields.push_back(std::move(field));
  }

  void end_record() {
    const bool blank =
        current_.fields.empty() || (current_.fields.size() == 1 && current_.fields[0].empty());
    if (!blank) records_.push_back(std::move(current_));
    current_ = {};
  }

  std::string file_;
  std::vector<CsvRecord> records_;
  CsvRecord current_;
  int line_ = 1;
};

}  // namespace

std::vector<CsvRecord> read_csv_records(const std::string& file) { return CsvRecords(file).take(); }

}  // namespace mho
