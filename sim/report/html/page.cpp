#include "sim/report/html/page.hpp"

#include <ostream>
#include <streambuf>
#include <string_view>

#include "sim/base/error.hpp"

namespace mho {

/// Made by cmake/MhoPage.cmake; empty where it could not be.
std::string_view html_page();

namespace {

/// As the page is split: what stands in the place of data.
constexpr std::string_view kData = "@DATA@";

/// Passes JSON on without '<', which stands in its strings alone, so that none ends the element
/// that the data are in.
class NoTags : public std::streambuf {
 public:
  explicit NoTags(std::ostream& out) : out_(out) {}

 protected:
  int_type overflow(int_type letter) override {
    if (traits_type::eq_int_type(letter, traits_type::eof())) return traits_type::not_eof(letter);
    const char one = traits_type::to_char_type(letter);
    xsputn(&one, 1);
    return letter;
  }
  std::streamsize xsputn(const char* text, std::streamsize length) override {
    std::string_view rest(text, static_cast<std::size_t>(length));
    for (std::size_t at; (at = rest.find('<')) != std::string_view::npos;
         rest.remove_prefix(at + 1))
      out_ << rest.substr(0, at) << "\\u003c";
    out_ << rest;
    return length;
  }

 private:
  std::ostream& out_;
};

}  // namespace

bool has_page() { return !html_page().empty(); }

void check_has_page(const char* option) {
  if (!has_page())
    throw InputError({}, option,
                     "this mho has no page: npm was not there, or could not reach its packages, "
                     "when it was built (docs/html.md)");
}

void write_page(const std::function<void(std::ostream& data)>& write_data, std::ostream& out) {
  const std::string_view page = html_page();
  const std::size_t at = page.find(kData);
  require(at != std::string_view::npos, "a page without a place for data");
  out << page.substr(0, at);
  NoTags filter(out);
  std::ostream data(&filter);
  write_data(data);
  out << page.substr(at + kData.size());
}

}  // namespace mho
