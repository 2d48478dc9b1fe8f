// The YAML tree of our own: what a file says, with the file and line of every key and value. Nodes
// do not change once built; several places may share one (aliases, files included twice).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.hpp"

namespace mho {

/// What a document may hold at most, aliases and included files expanded.
inline constexpr std::size_t kMaxFileBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxNodes = 100000;
inline constexpr int kMaxDepth = 64;

struct YamlNode;
using YamlNodePtr = std::shared_ptr<const YamlNode>;

struct YamlEntry {
  std::string key;
  Place place;  ///< of the key
  YamlNodePtr value;
  /// By how many files that start `from` the one that states it; kStatedBySet: by none, on --set.
  int inherited = 0;
  /// The entry that this one was stated over, whose `inherited` is then counted from this one.
  std::shared_ptr<const YamlEntry> over = nullptr;
};

inline constexpr int kStatedBySet = -1;

struct YamlNode {
  /// `broken` stands for what could not be read and is already reported.
  enum class Type { empty, scalar, list, map, broken };

  Type type = Type::empty;
  Place place;
  std::string assignment;          ///< "--set a.b=1", "--trials 3" of the command line, else empty
  std::string text;                ///< of a scalar
  bool plain = true;               ///< of a scalar: written without quotes
  std::vector<YamlNodePtr> items;  ///< of a list
  std::vector<YamlEntry> entries;  ///< of a map, keys unique, in the order of the file
  bool whole = false;              ///< of a map: from a file named here; merges with nothing below
  bool incomplete = false;         ///< of a map: more keys were meant, which could not be read
  std::size_t size = 1;            ///< nodes in the expanded tree
  int height = 1;                  ///< levels in the expanded tree

  bool is_map() const { return type == Type::map; }
  bool is_scalar() const { return type == Type::scalar; }
  const YamlEntry* find(std::string_view key) const;

  /// Counts `child` into size and height; throws InputError at `place` when a limit is passed.
  void count(const YamlNode& child);
};

/// A tree, and what is wrong with it that does not keep the rest from being read.
struct YamlTree {
  YamlNodePtr root;
  std::vector<Problem> problems;
  std::vector<std::string> files;  ///< that were read for it, once composed
};

/// The tree of one YAML document; `file` stands for it in places. Throws InputError on wrong syntax
/// and passed limits. Refused: tags, merge keys, keys that are not scalars, several documents,
/// tabs in the indentation, text that is not UTF-8.
YamlTree parse_yaml(const std::string& text, const std::string& file);

/// The tree of the value that the command line's `option` ("--set") assigns: its places are the
/// option as a whole.
YamlTree parse_assigned(const std::string& value, const std::string& option,
                        const std::string& assignment);

/// `tree` with every included file and every `from` in its place (see config.hpp); relative names
/// are relative to the folder of the file that they stand in. What cannot be included is broken
/// and reported in the result's problems; `path` is the dotted key that the tree will stand at.
/// Throws InputError when a limit is passed.
YamlTree compose(const YamlTree& tree, const std::string& path);

/// The map `base` with the entries of the map `over` replacing or added, recursively in maps. A map
/// below that states its `kind`, or that starts from a file of its own, replaces the base's whole.
/// A source that `over` states names what stays inherited beside it, with the source of that.
YamlNodePtr merge(const YamlNode& base, const YamlNode& over);

/// Whether `key` says where values come from: "source", "array_source".
bool is_source(std::string_view key);

/// Whether a place is an option of the command line, not in a file.
bool is_option(const Place& place);

/// The folder that names in the file of `place` are relative to: "" is the working directory.
std::string folder_of(const Place& place);

}  // namespace mho
