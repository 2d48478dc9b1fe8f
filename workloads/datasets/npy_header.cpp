#include "workloads/datasets/npy_header.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "sim/base/error.hpp"

namespace mho {

namespace {

class HeaderReader {
 public:
  HeaderReader(std::string_view text, const std::function<void(const std::string&)>& fail)
      : rest_(text), fail_(fail) {}

  NpyHeader read() {
    NpyHeader header;
    expect('{');
    while (!take('}')) {
      const std::string_view key = quoted("key, which stands in quotes");
      expect(':');
      read_value(key, header);
      if (!take(',') && !next_is('}')) refuse("'" + std::string(key) + "'");
    }
    skip_blanks();
    if (!rest_.empty()) fail("NPY header goes on behind its dictionary");
    for (std::size_t i = 0; i < kKeys.size(); ++i)
      if (!seen_[i]) refuse(kWanted[i]);
    return header;
  }

 private:
  static constexpr std::array<std::string_view, 3> kKeys{"descr", "fortran_order", "shape"};
  static constexpr std::array<const char*, 3> kWanted{"'descr' (a plain number type)",
                                                      "'fortran_order'", "'shape'"};

  [[noreturn]] void fail(const std::string& message) const {
    fail_(message);
    throw Bug("what refuses a header came back");
  }
  [[noreturn]] void refuse(const std::string& what) const {
    fail("NPY header has no valid " + what);
  }

  void skip_blanks() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\n')) rest_.remove_prefix(1);
  }
  bool next_is(char letter) {
    skip_blanks();
    return !rest_.empty() && rest_[0] == letter;
  }
  bool take(char letter) {
    if (!next_is(letter)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char letter) {
    if (!take(letter)) refuse("dictionary: '" + std::string(1, letter) + "' is missing");
  }
  bool take_word(std::string_view word) {
    skip_blanks();
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  /// Text in single or double quotes, without escapes, which no writer needs here.
  std::string_view quoted(const char* what) {
    skip_blanks();
    const char quote = rest_.empty() ? '\0' : rest_[0];
    const std::size_t end = rest_.find(quote, 1);
    if ((quote != '\'' && quote != '"') || end == std::string_view::npos) refuse(what);
    const std::string_view text = rest_.substr(1, end - 1);
    constexpr std::size_t kLongest = 60;
    if (text.size() > kLongest || text.find('\\') != std::string_view::npos) refuse(what);
    rest_.remove_prefix(end + 1);
    return text;
  }

  void read_value(std::string_view key, NpyHeader& header) {
    const auto index =
        static_cast<std::size_t>(std::find(kKeys.begin(), kKeys.end(), key) - kKeys.begin());
    if (index == kKeys.size())
      fail("NPY header has the unknown key '" + std::string(key) +
           "'; there are 'descr', 'fortran_order' and 'shape'");
    if (seen_[index]) fail("NPY header states '" + std::string(key) + "' twice");
    seen_[index] = true;
    if (key == "descr")
      header.descr = quoted(kWanted[index]);
    else if (key == "shape")
      header.shape = tuple(kWanted[index]);
    else if (take_word("True"))
      header.fortran_order = true;
    else if (!take_word("False"))
      refuse(kWanted[index]);
  }

  /// "(3,)", "(3, 4)"; Python 2 wrote "(3L, 4L)".
  std::vector<std::int64_t> tuple(const char* what) {
    constexpr std::size_t kMostAxes = 32;  // of NumPy 1
    std::vector<std::int64_t> sizes;
    if (!take('(')) refuse(what);
    bool comma = true;
    while (!take(')')) {
      if (!comma || sizes.size() == kMostAxes) refuse(what);
      sizes.push_back(size(what));
      comma = take(',');
    }
    if (sizes.empty() || (sizes.size() == 1 && !comma)) refuse(what);
    return sizes;
  }

  std::int64_t size(const char* what) {
    skip_blanks();
    constexpr std::size_t kMostDigits = 12;
    const std::size_t digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    if (digits == 0) refuse(what);
    if (digits > kMostDigits)
      fail("NPY shape with the size " + std::string(rest_.substr(0, 2 * kMostDigits)) +
           " is too large");
    std::int64_t value = 0;
    std::from_chars(rest_.data(), rest_.data() + digits, value);
    rest_.remove_prefix(digits);
    if (!rest_.empty() && rest_[0] == 'L') rest_.remove_prefix(1);
    return value;
  }

  std::string_view rest_;
  const std::function<void(const std::string&)>& fail_;
  std::array<bool, 3> seen_{};
};

}  // namespace

NpyHeader parse_npy_header(std::string_view text,
                           const std::function<void(const std::string& message)>& fail) {
  return HeaderReader(text, fail).read();
}

}  // namespace mho
