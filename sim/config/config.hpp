// YAML files -> specs, and specs -> YAML or documentation text, all through the one field list
// (fields.hpp).
//
// Composition: where a file names another (`cell: ../cells/rram_28nm.yaml`), the other file's
// content stands in its place; any plain scalar ending in ".yaml" is such a name, relative to the
// file it stands in. A mapping with the key `from: FILE.yaml` starts from that file's mapping; its
// other keys replace or add, recursively. Files that include each other in a circle are refused.
// Safety: files over 1 MiB, nesting over 64, more than 100,000 nodes after expanding aliases and
// files: refused.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct YamlNode;

/// The composed YAML tree of a file after its overrides, before any spec reads it.
class Document {
 public:
  /// Reads and composes `file`; throws InputError with all problems of syntax, composition and
  /// size.
  static Document load(const std::string& file);
  /// The same from text; `name` stands for the file in messages, relative names resolve against its
  /// folder.
  static Document parse(const std::string& text, const std::string& name);

  /// Applies "a.b.c=value" (the value is YAML; a value ending in .yaml is composed, relative to the
  /// working directory). Missing maps on the way are made, so that the reader can say what is
  /// unknown about them. Throws InputError with place "--set".
  void set(const std::string& assignment);

  /// True when the top level of the document has this key.
  bool has(std::string_view key) const;

  const std::shared_ptr<const YamlNode>& root() const { return root_; }
  const std::string& file() const { return file_; }

 private:
  std::shared_ptr<const YamlNode> root_;
  std::string file_;
};

/// The visitor that reads. Keep it between construction and finish(); specs see it as Fields.
class Reader;

namespace detail {
struct ReaderHandle {
  explicit ReaderHandle(const Document& document);
  ~ReaderHandle();
  Fields& fields();
  void finish();  ///< throws InputError with every problem found, in order of place
  std::unique_ptr<Reader> reader;
};
struct WriterHandle {
  WriterHandle();
  ~WriterHandle();
  Fields& fields();
  std::string text();
  std::unique_ptr<Fields> writer;
};
struct DescriberHandle {
  DescriberHandle();
  ~DescriberHandle();
  Fields& fields();
  std::string text(const std::string& key);
  std::unique_ptr<Fields> describer;
};
}  // namespace detail

/// The spec in `document`. Throws InputError listing, together: unknown keys (with "did you mean"),
/// duplicate and missing keys, wrong types, values without or with a wrong unit or out of range,
/// rules broken.
template <class Spec>
Spec read_spec(const Document& document) {
  detail::ReaderHandle reader(document);
  Spec spec;
  spec.fields(reader.fields());
  reader.finish();
  return spec;
}

/// The spec as YAML with units, every value shown, that read_spec reads back to an equal spec.
template <class Spec>
std::string write_spec(const Spec& spec) {
  detail::WriterHandle writer;
  Spec copy = spec;
  copy.fields(writer.fields());
  return writer.text();
}

/// What the key `key` (dotted; "" = the whole spec) is: for a value its sentence, unit and range,
/// for a section the same of each of its keys, for a kind those of every kind. Throws InputError
/// with "did you mean".
template <class Spec>
std::string describe_spec(const std::string& key) {
  detail::DescriberHandle describer;
  Spec spec;
  spec.fields(describer.fields());
  return describer.text(key);
}

}  // namespace mho
