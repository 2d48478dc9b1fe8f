#include "sim/base/text.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <vector>

#include "sim/base/random.hpp"

namespace mho {

TEST_CASE("characters are those of RFC 3629, on both sides of every edge") {
  const auto is_one = [](const std::string& text, char32_t code) {
    const Character character = character_at(text, 0);
    return character.valid && character.code == code && character.bytes == text.size();
  };
  CHECK(is_one("\x7f", 0x7f));
  CHECK(is_one("\xc2\x80", 0x80));
  CHECK(is_one("\xdf\xbf", 0x7ff));
  CHECK(is_one("\xe0\xa0\x80", 0x800));
  CHECK(is_one("\xed\x9f\xbf", 0xd7ff));
  CHECK(is_one("\xee\x80\x80", 0xe000));
  CHECK(is_one("\xf0\x90\x80\x80", 0x10000));
  CHECK(is_one("\xf4\x8f\xbf\xbf", 0x10ffff));
  for (const std::string text :
       {"\x80", "\xbf", "\xc1\xbf", "\xc0\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc2", "\xe2\x82",
        "\xf0\x9f\x98", "\xc2\x41"}) {
    CAPTURE(printable(text));
    CHECK(!character_at(text, 0).valid);
    CHECK(character_at(text, 0).bytes == 1);
    CHECK(!is_utf8(text));
  }
}

TEST_CASE("what cannot be shown is escaped, what can stays") {
  CHECK(printable("conv1/weight_é 漢字 😀 \\d") == "conv1/weight_é 漢字 😀 \\d");
  CHECK(printable("a\nb\tc\rd") == "a\\nb\\tc\\rd");
  CHECK(printable(std::string("a\0b\x1b[0m\x7f", 8)) == "a\\x00b\\x1b[0m\\x7f");
  CHECK(printable("caf\xe9") == "caf\\xe9");
  CHECK(printable("\xc2\x85\xe2\x80\xae\xef\xbf\xbf\xf3\xa0\x80\x81") ==
        "\\u0085\\u202e\\uffff\\U000e0001");
  CHECK(printable_lines("a\nb\x1b") == "a\nb\\x1b");
  CHECK(as_utf8("a\nb\x1b\xff") == "a\nb\x1b\\xff");
}

TEST_CASE("any bytes become safe text that stays the same, and different names stay different") {
  std::vector<std::int32_t> random(200000);
  Stream(1).integers(0, 1 << 16, random);
  const std::string alphabet("ax\\un1b\x1b\xff\xc2\x80\xe2\xae\n\0", 15);
  std::set<std::string> names, shown;
  std::size_t at = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string name;
    const int length = random[at++] % 6;
    for (int k = 0; k < length; ++k)
      name += alphabet[static_cast<std::size_t>(random[at++]) % alphabet.size()];
    const std::string text = printable(name);
    REQUIRE(is_utf8(text));
    REQUIRE(is_utf8(as_utf8(name)));
    REQUIRE(printable(text) == text);
    names.insert(name);
    shown.insert(distinct_printable(name));
    REQUIRE(printable(distinct_printable(name)) == distinct_printable(name));
  }
  CHECK(names.size() > 5000);
  CHECK(shown.size() == names.size());
}

}  // namespace mho
