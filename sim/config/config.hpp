// YAML files -> specs, and specs -> YAML or documentation text, all through the one field list
// (fields.hpp).
//
// Composition: where a file names another (`cell: ../cells/rram_28nm.yaml`), the other file's
// content stands in its place; any plain scalar ending in ".yaml" is such a name, relative to the
// file it stands in; in quotes, and as a source, it is text. A mapping with the key `from:
// FILE.yaml` starts from that file's mapping; its other keys replace or add, recursively; a mapping
// below that states its `kind` replaces the whole mapping. Circles of files are refused.
// Safety: files over 1 MiB, nesting over 64, more than 100,000 nodes after expanding aliases and
// files: refused.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct YamlNode;
struct YamlTree;

/// A number of a spec, with or without a unit, that is not a whole number by nature.
struct SpecNumber {
  std::string key;  ///< dotted, "other_tiles[0].tile.bus.energy"
  double value_si = 0;
  std::string unit;  ///< "" for a dimensionless number
};

/// The composed YAML tree of a file after its overrides, before any spec reads it.
class Document {
 public:
  /// Reads and composes `file`; throws InputError when it cannot be read as one YAML tree: missing,
  /// wrong syntax, over a limit. Duplicate keys and included files that are missing or wrong are
  /// kept in problems(), for read_spec to report together with its own.
  static Document load(const std::string& file);
  /// The same from text; `name` stands for the file in messages, relative names resolve against its
  /// folder.
  static Document parse(const std::string& text, const std::string& name);

  /// Applies "a.b.c=value" (the value is YAML; a value ending in .yaml is composed, relative to the
  /// working directory). Missing maps on the way are made, so that the reader can say what is
  /// unknown about them; setting the `kind` drops the other keys of its section. Throws InputError
  /// with place "--set".
  void set(const std::string& assignment);

  /// Sets the key to a value, a list, or the content of a file, that the command line's option
  /// ("--trials") gives; what is wrong with it has the place "--trials".
  void set_option(const std::string& option, const std::string& key, const std::string& value);
  void set_list(const std::string& option, const std::string& key,
                const std::vector<std::string>& values);
  void set_file(const std::string& option, const std::string& key, const std::string& file);

  /// Sets the key to a value that another document states, at the value's own place.
  void set_value(const std::string& key, const std::shared_ptr<const YamlNode>& value);

  /// The same without these keys of its top level.
  Document without(const std::vector<std::string>& keys) const;

  /// The same with another value of a number that it has, else throws Bug.
  Document with_number(const SpecNumber& number) const;

  /// True when the top level of the document has this key.
  bool has(std::string_view key) const;

  /// Where the key that ends the dotted `path` ("chip.other_tiles[0].tile.macros") stands: in the
  /// file, of those put together, that has the last word; file "--set" for an assignment. Empty
  /// when the document does not have it.
  std::optional<Place> place_of(std::string_view path) const;

  /// The same of a key that it need not have: else where the model stands that gives the key, or
  /// the nearest section around it; the file as a whole when there is none.
  Place nearest_place(std::string_view path) const;

  /// The scalar at the dotted `path`; empty when the document has none there.
  std::optional<std::string> text_of(std::string_view path) const;

  const std::shared_ptr<const YamlNode>& root() const { return root_; }
  const std::string& file() const { return file_; }
  /// All files that were read for it, as they can be opened from the working directory.
  const std::vector<std::string>& files() const { return files_; }
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::shared_ptr<const YamlNode> root_;
  std::string file_;
  std::vector<std::string> files_;
  std::vector<Problem> problems_;

  void take(const std::string& key, const YamlTree& value, const Place& place,
            const std::string& assignment);
};

/// An error found when a spec was already read, with places: problems at `where`, or at no place,
/// get that of their key in the section `section` of the document ("": all of it), or of the
/// nearest around it, and the --set that assigned it.
InputError with_places(const InputError& error, const Place& where, const Document& document,
                       const std::string& section = "");

/// What `work` returns; its errors with_places().
template <class Work>
auto placing_problems(const Place& where, const Document& document, const std::string& section,
                      const Work& work) {
  try {
    return work();
  } catch (const InputError& error) {
    throw with_places(error, where, document, section);
  }
}

namespace detail {
/// Shows a visitor the field list of one spec.
using Visit = std::function<void(Fields&)>;
void read(const Document& document, const Visit& visit);
std::string write(const Visit& visit);
std::vector<SpecNumber> numbers(const Visit& visit);
std::vector<std::string> paths(const Visit& visit);
std::string describe(const Visit& visit, const std::string& key);
std::string outline(const Visit& visit, const std::string& key, const Document* section,
                    const std::string& section_key);
}  // namespace detail

/// The spec in `document`. Throws InputError listing, together and in order of place: unknown keys
/// (with "did you mean"), duplicate and missing keys, wrong types, values without or with a wrong
/// unit or out of range, rules broken, and document.problems().
template <class Spec>
Spec read_spec(const Document& document) {
  Spec spec;
  detail::read(document, [&](Fields& fields) { spec.fields(fields); });
  return spec;
}

/// The spec as YAML with units, every value shown, that read_spec reads back to an equal spec.
/// Relative paths are written as they can be opened from the working directory, so the text must
/// stand there: Document::parse(text, "FILE") without a folder.
template <class Spec>
std::string write_spec(const Spec& spec) {
  Spec copy = spec;
  return detail::write([&](Fields& fields) { copy.fields(fields); });
}

/// What the key `key` (dotted; "" = the whole spec) is: for a value its sentence, unit and range,
/// for a section the same of each of its keys, for a kind those of every kind. Throws InputError
/// with "did you mean".
template <class Spec>
std::string describe_spec(const std::string& key) {
  Spec spec;
  return detail::describe([&](Fields& fields) { spec.fields(fields); }, key);
}

/// The same on a screen: of a section one line a key, sections in it folded to one each, keys that
/// only some kinds have listed by kind; of a value, what kinds say alike told once. With `section`,
/// which stands at `section_key`: the keys that it has, with its values.
template <class Spec>
std::string outline_spec(const std::string& key, const Document* section = nullptr,
                         const std::string& section_key = "") {
  Spec spec;
  return detail::outline([&](Fields& fields) { spec.fields(fields); }, key, section, section_key);
}

/// Every number of the spec, in the order of its fields.
template <class Spec>
std::vector<SpecNumber> numbers_of(const Spec& spec) {
  Spec copy = spec;
  return detail::numbers([&](Fields& fields) { copy.fields(fields); });
}

/// The files that the spec names as data, as they can be opened from the working directory.
template <class Spec>
std::vector<std::string> paths_of(const Spec& spec) {
  Spec copy = spec;
  return detail::paths([&](Fields& fields) { copy.fields(fields); });
}

/// The spec with another value of the number `key`, one of numbers_of(spec); it shares nothing with
/// `spec`. Throws InputError when the value is out of its range or breaks a rule.
template <class Spec>
Spec with_number(const Spec& spec, const std::string& key, double value_si) {
  for (SpecNumber& number : numbers_of(spec)) {
    if (number.key != key) continue;
    number.value_si = value_si;
    return read_spec<Spec>(Document::parse(write_spec(spec), "a changed spec").with_number(number));
  }
  throw Bug("a number that the spec does not have");
}

}  // namespace mho
