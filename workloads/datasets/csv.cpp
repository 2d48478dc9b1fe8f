// CSV (RFC 4180) by libcsv, as a table of numbers.
#include <csv.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "sim/base/error.hpp"
#include "workloads/datasets/byte_source.hpp"
#include "workloads/datasets/format.hpp"

namespace mho {

namespace {

/// Of a file: as much as the largest table could take, at 16 letters a number.
constexpr std::int64_t kMostCsvBytes = std::int64_t{1} << 32;

std::optional<float> number_of(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return std::nullopt;
  text = text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return static_cast<float>(value);
}

/// Records as libcsv finds them, each with the line that it begins on.
class CsvReader {
 public:
  CsvReader(const std::string& file, const std::string& label, int limit)
      : file_(file), label_(label), limit_(limit) {}

  CsvTable read() {
    const std::vector<unsigned char> bytes = ByteSource(file_).take_all(kMostCsvBytes);
    csv_parser parser;
    require(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) == 0,
            "libcsv does not start");
    const auto field = [](void* text, std::size_t length, void* self) {
      static_cast<CsvReader*>(self)->fields_.emplace_back(
          text == nullptr ? "" : static_cast<const char*>(text), length);
    };
    const auto record = [](int, void* self) { static_cast<CsvReader*>(self)->end_record(); };
    bool is_sound = true;
    for (std::size_t i = 0; i < bytes.size() && is_sound && !full() && problem_.empty(); ++i) {
      is_sound = csv_parse(&parser, &bytes[i], 1, field, record, this) == 1;
      if (bytes[i] == '\n') ++line_;
    }
    if (is_sound && !full() && problem_.empty())
      is_sound = csv_fini(&parser, field, record, this) == 0;
    const std::string problem = is_sound ? "" : csv_strerror(csv_error(&parser));
    csv_free(&parser);
    if (!problem_.empty()) throw InputError(Place{file_, problem_line_}, "", problem_);
    if (!is_sound) throw InputError(Place{file_, line_}, "", "is no CSV: " + problem);
    return table();
  }

 private:
  bool full() const { return limit_ > 0 && rows_ >= limit_; }

  /// Kept until libcsv has returned: it cannot be left by an exception.
  void refuse(const std::string& message) {
    if (!problem_.empty()) return;
    problem_ = message;
    problem_line_ = first_line_;
  }

  void end_record() {
    std::vector<std::string> fields;
    fields.swap(fields_);
    first_line_ = line_;
    const bool blank = fields.empty() || (fields.size() == 1 && fields[0].empty());
    if (blank || full() || !problem_.empty()) return;
    if (width_ == 0 && begin(fields)) return;
    if (fields.size() != width_)
      return refuse("has " + std::to_string(fields.size()) + " values, the lines before " +
                    std::to_string(width_));
    for (std::size_t column = 0; column < width_; ++column) {
      const std::optional<float> number = number_of(fields[column]);
      if (!number)
        return refuse("column " + names_[column] + " holds '" + fields[column].substr(0, 40) +
                      "'; allowed: numbers");
      (column == label_column_ ? labels_ : values_).push_back(*number);
    }
    ++rows_;
    if (rows_ * static_cast<std::int64_t>(width_) > kMostValues) refuse("is a table too large");
  }

  /// The first line; true when it has names. Else columns are numbered.
  bool begin(const std::vector<std::string>& fields) {
    width_ = fields.size();
    const bool header = std::any_of(fields.begin(), fields.end(),
                                    [](const std::string& each) { return !number_of(each); });
    for (std::size_t column = 0; column < width_; ++column)
      names_.push_back(header ? fields[column] : std::to_string(column));
    if (!label_.empty()) {
      const auto found = std::find(names_.begin(), names_.end(), label_);
      if (found == names_.end()) {
        std::string all;
        for (std::size_t i = 0; i < std::min<std::size_t>(names_.size(), 20); ++i)
          all += (i == 0 ? "" : ", ") + names_[i].substr(0, 40);
        refuse("has no column '" + label_ + "'; there are: " + all +
               (names_.size() > 20 ? ", ..." : ""));
      }
      label_column_ = static_cast<std::size_t>(found - names_.begin());
    }
    return header;
  }

  CsvTable table() {
    const bool labelled = !label_.empty();
    const auto columns = static_cast<std::int64_t>(width_) - (labelled ? 1 : 0);
    if (rows_ == 0 || columns == 0)
      throw InputError(Place{file_, 0}, "", "holds no numbers to read");
    CsvTable result{{file_, {rows_, columns}, std::move(values_)}, {file_, {rows_}, {}}};
    result.labels.values = std::move(labels_);
    return result;
  }

  std::string file_, label_;
  std::int64_t limit_;
  std::vector<std::string> fields_, names_;
  std::vector<float> values_, labels_;
  std::int64_t rows_ = 0;
  std::size_t width_ = 0, label_column_ = static_cast<std::size_t>(-1);
  int line_ = 1, first_line_ = 1, problem_line_ = 0;
  std::string problem_;
};

}  // namespace

CsvTable read_csv(const std::string& file, const std::string& label, int limit) {
  return CsvReader(file, label, limit).read();
}

}  // namespace mho
