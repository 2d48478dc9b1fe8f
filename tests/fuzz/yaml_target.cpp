// YAML: what a spec accepts it writes back as text that reads to the same spec, and the machine
// that it builds has prices and areas that are finite numbers. Names of files are those beside the
// shipped chips.
#include <cmath>
#include <string>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "sim/explore/published_device.hpp"
#include "sim/run/run_spec.hpp"
#include "tests/fuzz/fuzz_target.hpp"
#include "tests/fuzz/mutation.hpp"
#include "tests/paths.hpp"

namespace mho::fuzz {

namespace {

template <class Spec>
Spec read_both_ways(const Document& document) {
  Spec spec = read_spec<Spec>(document);
  const std::string text = write_spec(spec);
  require(printable_lines(text) == text, "a written spec is not safe text");
  Spec again;
  try {
    again = read_spec<Spec>(Document::parse(text, "written.yaml"));
  } catch (const InputError& error) {
    throw Bug("a written spec is refused: " + std::string(error.what()) + "\n" + text);
  }
  require(write_spec(again) == text, "a written spec reads back to another");
  return spec;
}

void check_chip(const ChipSpec& spec) {
  const Chip chip(spec, 1);
  for (const Part& part : chip.parts()) {
    require(std::isfinite(part.area.value()) && part.area.value() >= 0, "an area is no number");
    require(std::isfinite(part.leakage.value()), "a leakage is no number");
    for (const Price& price : part.prices)
      require(std::isfinite(price.energy.value()), "a price is no number");
  }
}

void read(const std::string& text) {
  const Document document =
      Document::parse(text, std::string(kSourceDir) + "/configs/chips/input.yaml");
  if (document.has("chip") || document.has("quantization"))
    check_chip(read_both_ways<RunSpec>(document).chip);
  else if (document.has("network") || document.has("shape_network"))
    read_both_ways<WorkloadSpec>(document);
  else if (document.has("blocks"))
    size_of(read_both_ways<ShapeNetwork>(document));
  else if (document.has("device"))
    read_both_ways<PublishedDevice>(document);
  else
    check_chip(read_both_ways<ChipSpec>(document));
}

}  // namespace

}  // namespace mho::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    mho::fuzz::read({reinterpret_cast<const char*>(data), size});
    return 0;
  } catch (const mho::InputError&) {
    return -1;
  }
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                    unsigned seed) {
  return mho::fuzz::mutate_in_place(data, size, most, seed, mho::fuzz::mutate_yaml);
}
