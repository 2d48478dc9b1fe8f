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

/// In the file, or said by a model in its place.
bool is_stated(const Document& document, const std::string& key) {
  const std::string section = key.substr(0, key.rfind('.'));
  return document.place_of(key) || document.place_of(section + ".model");
}

}  // namespace

TEST_CASE("promise 5: every price of every shipped chip moves with the keys that it names") {
  int moved = 0;
  for (const std::string& file : shipped_chips()) {
    const Document document = Document::load(file);
    const ChipSpec spec = read_spec<ChipSpec>(document);
    const Chip chip(spec, 1);
    const std::vector<SpecNumber> numbers = numbers_of(spec);
    for (int kind = 0; kind < chip.kinds(); ++kind)
      for (std::size_t i = 0; i < kActions; ++i) {
        const Action action = static_cast<Action>(i);
        const Energy before = chip.price(action, kind).energy;
        if (before.value() == 0) continue;
        for (const std::string& key : price_keys(chip, action, kind)) {
          const SpecNumber* number = number_of(numbers, key);
          INFO(file << ": " << key);
          CHECK(is_stated(document, key));
          if (number == nullptr || number->value_si == 0) continue;
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
      // Wires that are only charged have neither.
      CHECK((part.area.value() == 0 || is_stated(document, area_key(chip, part))));
      CHECK((part.leakage.value() == 0 || is_stated(document, static_key(chip, part))));
    }
  }
}

}  // namespace mho
