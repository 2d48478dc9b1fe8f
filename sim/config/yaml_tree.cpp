// Text -> YamlNode, through yaml-cpp's events: they carry the place of every key, and a limit can
// stop the parser before it has built anything. yaml-cpp itself takes duplicate keys, several
// documents and a quote that is never closed; the checks here do not.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <string_view>

#include "sim/config/yaml_node.hpp"
#include "sim/config/yaml_text.hpp"

namespace mho {

namespace {

/// What yaml-cpp says, and what that means to who wrote the file.
struct Syntax {
  std::string_view said;
  std::string_view meant;
};

constexpr std::array<Syntax, 5> kSyntax{
    {{"end of map flow not found", "a '{' is never closed, or a ',' is missing"},
     {"end of sequence flow not found", "a '[' is never closed, or a ',' is missing"},
     {"illegal map value",
      "a ':' where none is allowed: wrong indentation, or text with ': ' that needs quotes"},
     {"end of map not found", "wrong indentation, or text behind a value"},
     {"end of sequence not found", "wrong indentation, or text behind a value"}}};

std::string meaning(const std::string& said) {
  for (const Syntax& each : kSyntax)
    if (each.said == said) return std::string(each.meant);
  return said;
}

/// True when the quoted text that begins at `at` ends before the file does.
bool is_closed(const std::string& text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || at + 1 >= text.size() || text[at + 1] != quote) return true;
      ++at;
    }
  }
  return false;
}

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& text, std::string file, std::string assignment)
      : text_(text), file_(std::move(file)), assignment_(std::move(assignment)) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (root_) throw InputError(place(mark), "", "begins a second document; one is allowed");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (expects_key()) throw InputError(place(mark), "", "a key is empty");
    check_blank();
    add(leaf(mark, YamlNode::Type::empty), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (expects_key()) refuse_key(mark);
    const auto node = anchors_.find(anchor);
    if (node == anchors_.end())
      throw InputError(place(mark), "", "an alias stands inside the value that it repeats");
    add(node->second, 0);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_tag(mark, tag);
    check_quote(mark);
    // Escapes in quotes ("\x1b") can make what no text may hold.
    if (holds_control(value)) throw InputError(place(mark), "", "holds a control character");
    if (expects_key()) {
      take_key(mark, value);
      if (anchor != 0) refuse_key(mark);
      return;
    }
    auto node = leaf(mark, YamlNode::Type::scalar);
    node->text = value;
    node->plain = tag != "!";
    add(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(mark, tag, anchor, YamlNode::Type::list);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(mark, tag, anchor, YamlNode::Type::map);
  }
  void OnMapEnd() override { end(); }

  YamlTree tree() {
    if (!root_) {
      auto empty = std::make_shared<YamlNode>();
      empty->place = {file_, 0};
      empty->assignment = assignment_;
      root_ = empty;
    }
    return {root_, std::move(problems_), {}};
  }

  Place place(const YAML::Mark& mark) const {
    return {file_, assignment_.empty() ? mark.line + 1 : 0};
  }

 private:
  /// A list or map that is not closed yet.
  struct Open {
    std::shared_ptr<YamlNode> node;
    YAML::anchor_t anchor = 0;
    std::map<std::string, int> lines;  ///< of the keys so far
    bool has_key = false;
    bool drops_value = false;
    std::string key;
    Place key_place;
  };

  bool expects_key() const {
    return !open_.empty() && open_.back().node->type == YamlNode::Type::map &&
           !open_.back().has_key;
  }

  [[noreturn]] void refuse_key(const YAML::Mark& mark) const {
    throw InputError(
        place(mark), "",
        "a key must be a word: no list, map, alias or anchor (is a bracket never closed?)");
  }

  void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag == "?" || tag == "!" || tag.empty()) return;
    problems_.push_back({place(mark), "", "the tag '" + tag + "' is not allowed, no tag is"});
  }

  void check_quote(const YAML::Mark& mark) const {
    auto at = static_cast<std::size_t>(mark.pos);
    // A value's anchor and tag stand before its text.
    while (at < text_.size() && (text_[at] == '&' || text_[at] == '!'))
      at = text_.find_first_not_of(" \r\n", text_.find_first_of(" \r\n", at));
    if (at < text_.size() && (text_[at] == '\'' || text_[at] == '"') && !is_closed(text_, at))
      throw InputError(place(mark), "", "is not valid YAML: the quote is never closed");
  }

  /// In braces, 'kind:survey' is a key without a value.
  void check_blank() {
    if (open_.empty() || open_.back().node->type != YamlNode::Type::map) return;
    Open& map = open_.back();
    const std::size_t colon = map.key.find(':');
    if (colon == std::string::npos || map.drops_value) return;
    problems_.push_back({map.key_place, dotted(),
                         "needs a blank behind the ':', as in '" + map.key.substr(0, colon) + ": " +
                             map.key.substr(colon + 1) + "'"});
    map.drops_value = true;
    map.node->incomplete = true;
  }

  void take_key(const YAML::Mark& mark, const std::string& key) {
    Open& map = open_.back();
    map.has_key = true;
    map.key = key;
    map.key_place = place(mark);
    const auto [first, is_new] = map.lines.emplace(key, map.key_place.line);
    map.drops_value = !is_new || key == "<<";
    if (key == "<<") {
      map.node->incomplete = true;
      problems_.push_back({map.key_place, "", "merge keys '<<' are not allowed; use 'from: FILE'"});
    } else if (!is_new) {
      // All of a --set is in line 0.
      const int line = first->second;
      const std::string where = line > 0 ? ", first in line " + std::to_string(line) : "";
      problems_.push_back({map.key_place, dotted(), "is given twice" + where});
    }
  }

  /// The keys from the root to the one at hand; places in lists are left out.
  std::string dotted() const {
    std::string path;
    for (const Open& open : open_)
      if (open.node->type == YamlNode::Type::map) path += (path.empty() ? "" : ".") + open.key;
    return path;
  }

  std::shared_ptr<YamlNode> leaf(const YAML::Mark& mark, YamlNode::Type type) const {
    auto node = std::make_shared<YamlNode>();
    node->type = type;
    node->place = place(mark);
    node->assignment = assignment_;
    return node;
  }

  void begin(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             YamlNode::Type type) {
    check_tag(mark, tag);
    if (expects_key()) refuse_key(mark);
    if (open_.size() >= static_cast<std::size_t>(kMaxDepth))
      throw InputError(place(mark), "",
                       "is nested deeper than " + std::to_string(kMaxDepth) + " levels");
    Open open;
    open.node = leaf(mark, type);
    open.anchor = anchor;
    open_.push_back(std::move(open));
  }

  void end() {
    const Open closed = std::move(open_.back());
    open_.pop_back();
    add(closed.node, closed.anchor);
  }

  void add(YamlNodePtr node, YAML::anchor_t anchor) {
    if (anchor != 0) anchors_[anchor] = node;
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    // Also what is dropped counts: it was work.
    parent.node->count(*node);
    if (parent.node->type == YamlNode::Type::list) {
      parent.node->items.push_back(std::move(node));
      return;
    }
    // An empty value has the place of its key: the parser notices it only later.
    if (node->type == YamlNode::Type::empty) node = at_place(*node, parent.key_place);
    if (!parent.drops_value)
      parent.node->entries.push_back({parent.key, parent.key_place, std::move(node)});
    parent.has_key = false;
  }

  static YamlNodePtr at_place(YamlNode node, const Place& place) {
    node.place = place;
    return std::make_shared<YamlNode>(std::move(node));
  }

  const std::string& text_;
  std::string file_;
  std::string assignment_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, YamlNodePtr> anchors_;
  YamlNodePtr root_;
  std::vector<Problem> problems_;
};

YamlTree parse(std::string text, const std::string& file, const std::string& assignment) {
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
  check_yaml_text(text, file);
  TreeBuilder builder(text, file, assignment);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    // The second call finds a second document, or what is wrong behind the first.
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
  } catch (const YAML::Exception& error) {
    throw InputError(error.mark.is_null() ? Place{file, 0} : builder.place(error.mark), "",
                     "is not valid YAML: " + meaning(error.msg));
  }
  return builder.tree();
}

}  // namespace

const YamlEntry* YamlNode::find(std::string_view key) const {
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [&](const YamlEntry& each) { return each.key == key; });
  return entry == entries.end() ? nullptr : &*entry;
}

void YamlNode::count(const YamlNode& child) {
  size += child.size;
  height = std::max(height, child.height + 1);
  if (size > kMaxNodes)
    throw InputError(place, "",
                     "holds more than " + std::to_string(kMaxNodes) +
                         " values, with aliases and included files expanded");
  if (height > kMaxDepth)
    throw InputError(place, "", "is nested deeper than " + std::to_string(kMaxDepth) + " levels");
}

YamlTree parse_yaml(const std::string& text, const std::string& file) {
  return parse(text, file, "");
}

YamlTree parse_assigned(const std::string& value, const std::string& option,
                        const std::string& assignment) {
  return parse(value, option, assignment);
}

}  // namespace mho
