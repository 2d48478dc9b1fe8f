// Digital macros for floats: what their format, times, actions and parts follow from.
#include <catch2/catch.hpp>

#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

Chip float_chip(const std::string& floating_point) {
  Document document = Document::load(chip_file("dcim_22nm"));
  if (!floating_point.empty())
    document.set("tile.macro.floating_point={" + floating_point +
                 ", aligner: {model: {kind: aligner, inputs: 256}}, normalizer: {model: {kind: "
                 "normalizer}}}");
  return Chip(read_spec<ChipSpec>(document), 1);
}

const char* const kBf16 = "exponent_bits: 8, mantissa_bits: 8";

TEST_CASE("a float's aligned mantissa and sign decide columns and cycles, whatever the integers") {
  const Chip chip = float_chip(kBf16);
  for (const int bits : {8, 16}) {
    const MvmFormat format = chip.main().format(bits, bits, true);
    CHECK(format.input_bits == 9);
    CHECK(format.weight_bits == 9);
    CHECK(format.passes(format.active_rows) == 9);  // bit-serial
  }
  CHECK(chip.main().format(8, 8, false).input_bits == 8);
  CHECK(float_chip("exponent_bits: 5, mantissa_bits: 11, aligned_bits: 13")
            .main()
            .format(8, 8, true)
            .input_bits == 14);
  CHECK_FALSE(chip.exact());
  CHECK(float_chip("").exact());
}

TEST_CASE("every input is aligned once, every row group's sum made a float") {
  const Chip chip = float_chip(kBf16);
  const MvmFormat format = chip.main().format(8, 8, true);
  const int rows = 2 * format.active_rows;
  const DigitalMacroSpec& macro = *chip.main().macro().digital();
  const ActionCounts counts = digital_macro_actions(macro, format, rows, 10, 3);
  CHECK(counts[Action::float_align] == 3 * rows);
  CHECK(counts[Action::float_normalize] == 3 * 2 * 10);
  CHECK(counts[Action::input_register_bit] == 3 * std::int64_t{rows} * (9 + 8));
  const ActionCounts integers =
      digital_macro_actions(*float_chip("").main().macro().digital(), format, rows, 10, 3);
  CHECK(integers[Action::float_align] == 0);
}

TEST_CASE(
    "aligners stand at the active rows, normalizers at the columns, and cost with their bits") {
  const Chip bf16 = float_chip(kBf16);
  const Chip wider = float_chip("exponent_bits: 8, mantissa_bits: 11");
  const MacroSpec& macro = bf16.main().macro();
  for (const Part& part : bf16.parts()) {
    if (std::string(part.component) == "aligner") CHECK(part.per_holder == macro.active_rows);
    if (std::string(part.component) == "normalizer") CHECK(part.per_holder == macro.columns);
  }
  CHECK(bf16.main().price(Action::float_align).energy.value() > 0);
  CHECK(wider.main().price(Action::float_normalize).energy >
        bf16.main().price(Action::float_normalize).energy);
  CHECK(bf16.main().macro_area() > float_chip("").main().macro_area());
}

}  // namespace
}  // namespace mho
