// The half of a reading visitor that opens sections and lists, knows which keys each may have, and
// collects everything that is wrong with them. Reader adds the values.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/config/config.hpp"
#include "sim/config/yaml_node.hpp"

namespace mho {

/// "is 'text'", "is a list": for messages.
std::string described(const YamlNode& node);

class SectionReader : public Fields {
 public:
  explicit SectionReader(const Document& document);

  bool has(const char* key) override;
  bool beside(const char* by, const char* key, bool held) override;
  bool overridden(const char* by, const std::vector<const char*>& keys) override;
  void gone(const char* key, const char* instead) override;
  /// Ends the document; throws InputError with all problems, sorted by place.
  void finish();

 protected:
  struct Section {
    const YamlNode* node;
    std::string prefix;  ///< dotted path of the section with a closing dot, or ""
    Place place;
    std::vector<std::string> known;
    std::map<std::string, std::string> gone;  ///< keys of earlier versions: what to write instead
    bool opaque = false;                      ///< not to be judged: its keys are not known
    bool troubled = false;                    ///< holds a problem
    bool kind_read = false;
  };

  Section& section() { return sections_.back(); }

  void report(const YamlNode& node, const std::string& key, std::string message);
  void report_missing(const std::string& key, std::string message);

  /// The entry of `key`; null when it is absent, empty or broken, which is reported where it is
  /// wrong.
  const YamlEntry* find(const std::string& key, Presence presence, const std::string& sentence,
                        const std::string& allowed);
  /// The same as a scalar; `plain`: without quotes.
  const YamlNode* scalar(const std::string& key, Presence presence, const std::string& sentence,
                         const std::string& allowed, bool plain);
  /// A scalar that is not empty text, unless it is optional.
  const YamlNode* filled(const std::string& key, Presence presence, const std::string& sentence,
                         const std::string& allowed);
  /// The entry of a list; each of its items is `allowed`.
  const YamlEntry* list(const std::string& key, Presence presence, const std::string& sentence,
                        const std::string& allowed);
  /// The items of a list with their names.
  static std::vector<std::pair<std::string, YamlNodePtr>> items(const YamlEntry& entry,
                                                                const std::string& key);

  void add(const Place& place, const std::string& key, std::string message,
           const std::string& assignment);
  /// Problems of a section or list as a whole stand at its key, unless it is in another file.
  static const Place& place_of(const YamlEntry& entry);

  std::size_t begin_list(const char* key, const char* sentence, Presence presence,
                         std::size_t) override;
  bool begin_item(const char* key, std::size_t item) override;
  bool begin_section(const char* key, const char* sentence, Presence presence, bool) override;
  void end_section() override;
  bool sound() override { return !section().troubled; }
  void on_rule(bool holds, const char* key, const std::string& message) override;
  void on_check(bool holds, const char* key, const std::string& message) override;
  void on_problems(const std::vector<Problem>& found) override;

 private:
  void open(const YamlNode& node, std::string prefix, Place place);
  void report_unknown_keys();
  /// Whether the section has a key of an earlier version.
  bool has_gone_key();

  std::vector<Problem> problems_;
  std::vector<Section> sections_;
};

}  // namespace mho
