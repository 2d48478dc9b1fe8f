#include "sim/base/quantity.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

namespace mho {

TEST_CASE("a value is written with the prefix that leaves 1 to 999 before the point") {
  CHECK(format_si(1.2e9, "Hz") == "1.2 GHz");
  CHECK(format_si(999e-9, "s") == "999 ns");
  CHECK(format_si(1000e-9, "s") == "1 us");
  CHECK(format_si(25e-6, "S") == "25 uS");
  CHECK(format_si(0.1, "V") == "100 mV");
  CHECK(format_si(-0.5, "V") == "-500 mV");
  CHECK(format_si(0, "J") == "0 J");
  CHECK(format_si(41.3e12, "OPS") == "41.3 TOPS");
}

TEST_CASE("an area's prefix is squared") {
  CHECK(format_si(8.3e-8, "m2") == "83000 um2");
  CHECK(format_si(85.4e-6, "m2") == "85.4 mm2");
  CHECK(parse_si("1 um2", "m2") == 1e-12);
  CHECK(parse_si("0.372 mm2", "m2") == 0.372e-6);
  CHECK(parse_si("3 W/m2", "W/m2") == 3.0);
  CHECK(parse_si("3 kW/m2", "W/m2") == 3000.0);
}

TEST_CASE("a value outside the prefixes is written with an exponent") {
  CHECK(format_si(1e-300, "J") == "1e-300 J");
  CHECK(format_si(1e-24, "J") == "1 yJ");
  CHECK(format_si(9e-25, "J") == "9e-25 J");
  CHECK(format_si(999e15, "Hz") == "999 PHz");
  CHECK(format_si(1e18, "Hz") == "1e18 Hz");
}

TEST_CASE("a number without unit takes no prefix") {
  CHECK(format_si(1200, "") == "1200");
  CHECK(format_si(0.05, "") == "0.05");
  CHECK(format_si(1e-9, "") == "1e-9");
  CHECK(parse_si("0.05", "") == 0.05);
  CHECK_FALSE(parse_si("5 k", ""));
}

TEST_CASE("bytes are written in binary multiples when they are whole") {
  CHECK(format_si(65536, "B") == "64 KiB");
  CHECK(format_si(1536 * 1024, "B") == "1536 KiB");
  CHECK(format_si(0x1p30, "B") == "1 GiB");
  CHECK(format_si(1000, "B") == "1 kB");
  CHECK(format_si(1023, "B") == "1.023 kB");
  CHECK(format_si(7, "B") == "7 B");
  CHECK(parse_si("2 KiB", "B") == 2048.0);
  CHECK(parse_si("2 kB", "B") == 2000.0);
  CHECK(parse_si("1.5 MiB", "B") == 1572864.0);
  CHECK_FALSE(parse_si("2 mB", "B"));
  CHECK_FALSE(parse_si("2 KB", "B"));
}

TEST_CASE("energies may be watt hours, masses kilograms, grams and tonnes, and nothing else") {
  CHECK(parse_si("1 kWh", "J") == 3.6e6);
  CHECK(parse_si("656 MWh", "J") == 656 * 3.6e9);
  CHECK(parse_si("1.2 pJ", "J") == 1.2e-12);
  CHECK(parse_si("284 t", "kg") == 284000.0);
  CHECK(parse_si("5 g", "kg") == 0.005);
  CHECK(parse_si("2 kg", "kg") == 2.0);
  CHECK_FALSE(parse_si("2 mkg", "kg"));
  CHECK_FALSE(parse_si("2", "kg"));
  CHECK_FALSE(parse_si("2 kWh", "kg"));
  for (const double value : {284000.0, 1e-9, 0.15})
    CHECK(parse_si(format_si(value, "kg"), "kg") == value);
}

TEST_CASE("times may be minutes, hours, days and years") {
  CHECK(parse_si("1.5 min", "s") == 90.0);
  CHECK(parse_si("2 h", "s") == 7200.0);
  CHECK(parse_si("1 day", "s") == 86400.0);
  CHECK(parse_si("10 year", "s") == 315576000.0);
  CHECK(parse_si("3 ms", "s") == 3e-3);
  CHECK_FALSE(parse_si("1 min", "m"));
}

TEST_CASE("a text is the double nearest to its decimal value") {
  CHECK(parse_si("25 uS", "S") == 25e-6);
  CHECK(parse_si("25 \u00b5S", "S") == 25e-6);
  CHECK(parse_si("25 \u03bcS", "S") == 25e-6);
  CHECK(parse_si("1.2GHz", "Hz") == 1.2e9);
  CHECK(parse_si("  1.2   GHz ", "Hz") == 1.2e9);
  CHECK(parse_si("3e-3 V", "V") == 3e-3);
  CHECK(parse_si("+1E+2 mV", "V") == 0.1);
  CHECK(parse_si("-.5 V", "V") == -0.5);
  CHECK(parse_si("5 m", "m") == 5.0);
  CHECK(parse_si("5 mm", "m") == 5e-3);
}

TEST_CASE("promise 7: a wrong or missing number, prefix or unit is no value") {
  for (const char* text : {"",        " ",       "V",      "1",       "0",
                           "1 A",     "1 VV",    "1 xV",   "1 v",     "one V",
                           "1_000 V", "010 V",   "0x10 V", "nan V",   "inf V",
                           "1,5 V",   "1.5.2 V", "- 1 V",  "1e999 V", "1e99999999999999999999 V",
                           "1 k V",   "1 V 2",   "e3 V",   ". V"}) {
    INFO(text);
    CHECK_FALSE(parse_si(text, "V"));
  }
}

TEST_CASE("promise 7: every double reads back from its text to the same bits, in every unit") {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> mantissa(1, 10);
  std::uniform_int_distribution<int> exponent(-30, 20);
  for (const char* unit :
       {"", "m2", "S", "A", "J", "Hz", "m", "Ohm", "W", "s", "V", "B", "OPS/W"}) {
    for (int i = 0; i < 3000; ++i) {
      double value = std::bit_cast<double>(random());
      if (i % 3 == 1) value = mantissa(random) * std::pow(10, exponent(random));
      if (i % 3 == 2) value = std::round(mantissa(random) * 100) * std::pow(10, exponent(random));
      if (!std::isfinite(value)) continue;
      const std::string text = format_si(value, unit);
      INFO(text);
      const auto read = parse_si(text, unit);
      REQUIRE(read);
      REQUIRE(std::bit_cast<std::uint64_t>(*read) == std::bit_cast<std::uint64_t>(value));
    }
    for (const double value :
         {0.0, -0.0, std::numeric_limits<double>::max(), std::numeric_limits<double>::min(),
          std::numeric_limits<double>::denorm_min(), 0x1p62, 0x1p63, 0x1p70}) {
      const auto read = parse_si(format_si(value, unit), unit);
      REQUIRE(read);
      REQUIRE(std::bit_cast<std::uint64_t>(*read) == std::bit_cast<std::uint64_t>(value));
    }
  }
}

TEST_CASE("a rounded value has at most the digits asked for") {
  CHECK(format_si_rounded(41.2996e12, "OPS", 3) == "41.3 TOPS");
  CHECK(format_si_rounded(999.6e-12, "J", 3) == "1 nJ");
  CHECK(format_si_rounded(999.4e-12, "J", 3) == "999 pJ");
  CHECK(format_si_rounded(0.125, "", 2) == "0.12");
  CHECK(format_si_rounded(0, "V", 3) == "0 V");
  CHECK(format_si_rounded(std::nan(""), "V", 3) == "nan V");
}

}  // namespace mho
