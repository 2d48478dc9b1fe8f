// The one field list per spec. A spec is a struct with a member function `void fields(Fields&)`
// that names each of its members once, with range and sentence; visitors of this list read it from
// YAML, check it, write it back with units, and document it (`mho explain macro.adc`). --set
// overrides edit the YAML tree before it is read, so they need nothing here.
//
//   struct DacSpec {
//     int bits = 0;
//     Energy energy;
//     void fields(Fields& f) {
//       f.integer("bits", bits, {1, 8}, "Input bits that one conversion turns into a row
//       voltage."); f.quantity("energy", energy, {0, 1e-9}, "Energy of one row drive.");
//     }
//   };
//
// Rules: a physical value is always required; only run controls and features that are off have
// defaults, and the written-back YAML shows those as well.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

/// Closed interval, in SI units.
struct Range {
  double min;
  double max;
};

enum class Presence { required, optional };

/// One word that an enumerated key may have, with its meaning.
struct Word {
  const char* name;
  const char* sentence;
};

/// One kind in an open set (cells, ADCs): its YAML name, a sentence, and how to make one with
/// fields unset.
template <class Base>
struct Kind {
  const char* name;
  const char* sentence;
  std::shared_ptr<Base> (*make)();
};

class Fields {
 public:
  virtual ~Fields() = default;

  void flag(const char* key, bool& value, const char* sentence,
            Presence presence = Presence::required) {
    on_flag(key, value, sentence, presence);
  }
  void integer(const char* key, int& value, Range range, const char* sentence,
               Presence presence = Presence::required) {
    std::int64_t wide = value;
    range.min = std::max<double>(range.min, std::numeric_limits<int>::min());
    range.max = std::min<double>(range.max, std::numeric_limits<int>::max());
    on_integer(key, wide, range, sentence, presence);
    value = static_cast<int>(wide);
  }
  void integer(const char* key, std::int64_t& value, Range range, const char* sentence,
               Presence presence = Presence::required) {
    on_integer(key, value, range, sentence, presence);
  }
  /// A dimensionless number.
  void number(const char* key, double& value, Range range, const char* sentence,
              Presence presence = Presence::required) {
    on_quantity(key, value, "", range, sentence, presence);
  }
  /// A physical value, written with its unit.
  template <class Quantity>
  void quantity(const char* key, Quantity& value, Range si_range, const char* sentence,
                Presence presence = Presence::required) {
    double value_si = value.value();
    on_quantity(key, value_si, unit_of<Quantity>(), si_range, sentence, presence);
    value = from_si<Quantity>(value_si);
  }
  /// A memory capacity in bytes, written with its unit (B, KiB, MiB, kB, MB).
  void bytes(const char* key, std::int64_t& value, Range range, const char* sentence,
             Presence presence = Presence::required) {
    double wide = static_cast<double>(value);
    on_quantity(key, wide, "B", range, sentence, presence);
    value = static_cast<std::int64_t>(wide);
  }
  /// Free text; required text may not be empty.
  void text(const char* key, std::string& value, const char* sentence,
            Presence presence = Presence::required) {
    on_text(key, value, sentence, presence);
  }
  /// A file's path. A relative one is relative to the YAML file that names it (to the working
  /// directory on
  /// --set); read as a path that can be opened from the working directory.
  void path(const char* key, std::string& value, const char* sentence,
            Presence presence = Presence::required) {
    on_path(key, value, sentence, presence);
  }
  /// An enumerated value: `words` in the order of the enumerators, which count from 0.
  template <class Enum>
  void choice(const char* key, Enum& value, const std::vector<Word>& words, const char* sentence,
              Presence presence = Presence::required) {
    int index = static_cast<int>(value);
    on_choice(key, index, words, sentence, presence);
    value = static_cast<Enum>(index);
  }
  /// A map from free names to integers, {} when absent: replication factors by layer.
  void integers_by_name(const char* key, std::map<std::string, int>& value, Range range,
                        const char* sentence) {
    on_integers_by_name(key, value, range, sentence);
  }
  /// A list of dimensionless numbers.
  void numbers(const char* key, std::vector<double>& values, Range each, const char* sentence,
               Presence presence = Presence::required) {
    on_quantities(key, values, "", each, sentence, presence);
  }
  /// A list of physical values, each written with its unit.
  template <class Quantity>
  void quantities(const char* key, std::vector<Quantity>& values, Range si_range,
                  const char* sentence, Presence presence = Presence::required) {
    std::vector<double> values_si;
    for (const Quantity& value : values) values_si.push_back(value.value());
    on_quantities(key, values_si, unit_of<Quantity>(), si_range, sentence, presence);
    values.clear();
    for (const double value_si : values_si) values.push_back(from_si<Quantity>(value_si));
  }
  /// A list of words that the caller checks: names of layers.
  void texts(const char* key, std::vector<std::string>& values, const char* sentence,
             Presence presence = Presence::required) {
    on_texts(key, values, sentence, presence);
  }
  /// A list of nested specs.
  template <class Spec>
  void sections(const char* key, std::vector<Spec>& specs, const char* sentence,
                Presence presence = Presence::required) {
    specs.resize(begin_list(key, sentence, presence, specs.size()));
    for (std::size_t item = 0; item < specs.size(); ++item) {
      if (!begin_item(key, item)) continue;
      specs[item].fields(*this);
      end_section();
    }
  }
  /// A nested spec.
  template <class Spec>
  void section(const char* key, Spec& spec, const char* sentence) {
    if (begin_section(key, sentence, Presence::required, true)) {
      spec.fields(*this);
      end_section();
    }
  }
  /// A nested spec that may be absent (std::nullopt).
  template <class Spec>
  void section(const char* key, std::optional<Spec>& spec, const char* sentence) {
    if (begin_section(key, sentence, Presence::optional, spec.has_value())) {
      if (!spec) spec.emplace();
      spec->fields(*this);
      end_section();
    }
  }
  /// A nested spec of one of several kinds, chosen by its key `kind`; optional: null when absent.
  /// Base needs `const char*
  /// kind() const` (the Kind's name) and `void fields(Fields&)`.
  template <class Base>
  void kind(const char* key, std::shared_ptr<Base>& value, const std::vector<Kind<Base>>& kinds,
            const char* sentence, Presence presence = Presence::required) {
    if (!begin_section(key, sentence, presence, value != nullptr)) return;
    std::vector<Word> words;
    int index = -1;
    for (const Kind<Base>& each : kinds) {
      if (value && std::string_view(value->kind()) == each.name)
        index = static_cast<int>(words.size());
      words.push_back({each.name, each.sentence});
    }
    // A describing visitor is shown every kind in turn; the others one.
    while (on_kind(words, index)) {
      if (!value || std::string_view(value->kind()) != kinds[index].name)
        value = kinds[index].make();
      value->fields(*this);
    }
    // A part that is wrong is none: rules around it may derive from it what it cannot give.
    if (!sound()) value = nullptr;
    end_section();
  }
  /// A rule between fields: when reading, reports `message` at the place of `key` unless `holds`.
  /// Rules are skipped while fields they may depend on are missing or wrong in the same section.
  void rule(bool holds, const char* key, const std::string& message) {
    on_rule(holds, key, message);
  }
  /// A rule of one field's own value: reported whatever else is wrong in its section.
  void check(bool holds, const char* key, const std::string& message) {
    on_check(holds, key, message);
  }
  /// True when reading a section that has the key, readable or not.
  virtual bool has(const char* /*key*/) { return false; }
  /// Whether `key` holds beside `by`, which replaces what it was stated over: when reading, whether
  /// the section has `key` and it was not inherited from below `by`; else `held`.
  virtual bool beside(const char* /*by*/, const char* /*key*/, bool held) { return held; }
  /// True when reading a section in which all of `keys` were stated over an inherited `by`, which
  /// then counts as absent.
  virtual bool overridden(const char* /*by*/, const std::vector<const char*>& /*keys*/) {
    return false;
  }
  /// A key of an earlier version: a file that still has it is told `instead`. Before the fields
  /// that took its place, so that they are not missed beside it.
  virtual void gone(const char* /*key*/, const char* /*instead*/) {}
  /// Problems found in a file that a field names, with their places there; reported when reading.
  void problems(const std::vector<Problem>& found) { on_problems(found); }
  /// True for a visitor that documents every field, also one that another field's value rules out
  /// (the coefficients of one of several forms).
  virtual bool documents() const { return false; }

 protected:
  virtual void on_flag(const char* key, bool& value, const char* sentence, Presence presence) = 0;
  virtual void on_integer(const char* key, std::int64_t& value, Range range, const char* sentence,
                          Presence presence) = 0;
  virtual void on_quantity(const char* key, double& value_si, std::string_view unit, Range range,
                           const char* sentence, Presence presence) = 0;
  virtual void on_text(const char* key, std::string& value, const char* sentence,
                       Presence presence) = 0;
  virtual void on_path(const char* key, std::string& value, const char* sentence,
                       Presence presence) = 0;
  virtual void on_choice(const char* key, int& index, const std::vector<Word>& words,
                         const char* sentence, Presence presence) = 0;
  virtual void on_integers_by_name(const char* key, std::map<std::string, int>& value, Range range,
                                   const char* sentence) = 0;
  virtual void on_quantities(const char* key, std::vector<double>& values_si, std::string_view unit,
                             Range each, const char* sentence, Presence presence) = 0;
  virtual void on_texts(const char* key, std::vector<std::string>& values, const char* sentence,
                        Presence presence) = 0;
  /// The number of items to visit, of which `present` are there now.
  virtual std::size_t begin_list(const char* key, const char* sentence, Presence presence,
                                 std::size_t present) = 0;
  /// Opens one item as a section; false: it is unreadable and its fields are not visited.
  virtual bool begin_item(const char* key, std::size_t item) = 0;
  /// False: the section is absent (or unreadable) and its fields are not visited.
  virtual bool begin_section(const char* key, const char* sentence, Presence presence,
                             bool present) = 0;
  virtual void end_section() = 0;
  /// False while reading a section in which something was wrong so far.
  virtual bool sound() { return true; }
  /// Sets `index` to the next kind to visit; false: none left.
  virtual bool on_kind(const std::vector<Word>& words, int& index) = 0;
  virtual void on_rule(bool holds, const char* key, const std::string& message) = 0;
  virtual void on_check(bool holds, const char* key, const std::string& message) {
    on_rule(holds, key, message);
  }
  virtual void on_problems(const std::vector<Problem>&) {}
};

}  // namespace mho
