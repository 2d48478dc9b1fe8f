// Which keys of a chip's YAML state its prices and parts.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/chip/cost_keys.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

std::vector<std::string> shipped_chips() {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(kSourceDir) + "/configs/chips"))
    files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

const SpecNumber* number_of(const std::vector<SpecNumber>& numbers, const std::string& key) {
  const auto found = std::find_if(numbers.begin(), numbers.end(),
                                  [&](const SpecNumber& number) { return number.key == key; });
  return found == numbers.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("promise 5: every price of every shipped chip moves with the keys that it names") {
  int moved = 0;
  for (const std::string& file : shipped_chips()) {
    const ChipSpec spec = read_spec<ChipSpec>(Document::load(file));
    const Chip chip(spec, 1);
    const std::vector<SpecNumber> numbers = numbers_of(spec);
    for (int kind = 0; kind < chip.kinds(); ++kind)
      for (std::size_t i = 0; i < kActions; ++i) {
        const Action action = static_cast<Action>(i);
        const Energy before = chip.price(action, kind).energy;
        if (before.value() == 0) continue;
        for (const std::string& key : price_keys(chip, action, kind)) {
          const SpecNumber* number = number_of(numbers, key);
          if (number == nullptr || number->value_si == 0) continue;
          INFO(file << ": " << key);
          const double less = 0.9 * number->value_si;
          std::optional<ChipSpec> changed;
          try {
            changed = with_number(spec, key, less);
          } catch (const InputError&) {
            continue;  // out of its range
          }
          CHECK(Chip(*changed, 1).price(action, kind).energy != before);
          ++moved;
        }
      }
  }
  CHECK(moved > 100);
}

TEST_CASE("promise 5: area and static power of every part of every shipped chip have their keys") {
  for (const std::string& file : shipped_chips()) {
    const Document document = Document::load(file);
    const Chip chip(read_spec<ChipSpec>(document), 1);
    for (const Part& part : chip.parts()) {
      INFO(file << ": " << part.component << ", " << part_key(chip, part));
      CHECK(document.place_of(part_key(chip, part)).has_value());
      // A model says both; wires that are only charged have no static power.
      const bool modelled = document.place_of(part_key(chip, part) + ".model").has_value();
      const bool is_static = part.leakage.value() > 0 && !modelled;
      CHECK((!is_static || document.place_of(static_key(chip, part)).has_value()));
    }
  }
}

}  // namespace mho
