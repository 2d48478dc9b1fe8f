// Text -> YamlNode, through yaml-cpp's events: they carry the place of every key, and a limit can
// stop the parser before it has built anything. yaml-cpp itself takes duplicate keys, several
// documents and a quote that is never closed; the checks here do not.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <set>
#include <sstream>

#include "sim/config/yaml_node.hpp"

namespace mho {

namespace {

/// Closes on every way out.
struct OpenFile {
  explicit OpenFile(const std::string& file)
      : descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor >= 0) ::close(descriptor);
  }
  int descriptor;
};

/// Length of the UTF-8 character at `at`, 0 when it is none. Overlong forms and surrogates pass:
/// they are wrong, but do no harm here.
std::size_t utf8_length(const std::string& text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xc2 ? 0
                             : first < 0xe0 ? 2
                             : first < 0xf0 ? 3
                             : first < 0xf5 ? 4
                                            : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
  return length;
}

/// What is wrong with the bytes, before YAML is asked.
void check_text(const std::string& text, const std::string& file) {
  if (text.size() > kMaxFileBytes)
    throw InputError({file, 0}, "", "is over 1 MiB, the most that is read");
  int line = 1;
  bool indentation = true;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const std::size_t length = utf8_length(text, at);
    if (length == 0) throw InputError({file, line}, "", "is not UTF-8 text");
    const auto code = static_cast<unsigned char>(c);
    if ((code < 0x20 && c != '\t' && c != '\n' && c != '\r') || code == 0x7f)
      throw InputError({file, line}, "", "holds a control character: not a text file");
    if (c == '\t' && indentation)
      throw InputError({file, line}, "", "is indented with a tab; YAML allows only blanks");
    if (c == '\n') {
      ++line;
      indentation = true;
    } else if (c != ' ') {
      indentation = false;
    }
    at += length;
  }
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
    return {root_, std::move(problems_)};
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
    throw InputError(place(mark), "", "a key must be a word: no list, map, alias or anchor");
  }

  void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag == "?" || tag == "!" || tag.empty()) return;
    problems_.push_back({place(mark), "", "the tag '" + tag + "' is not allowed, no tag is"});
  }

  void check_quote(const YAML::Mark& mark) const {
    const auto at = static_cast<std::size_t>(mark.pos);
    if (at < text_.size() && (text_[at] == '\'' || text_[at] == '"') && !is_closed(text_, at))
      throw InputError(place(mark), "", "is not valid YAML: the quote is never closed");
  }

  void take_key(const YAML::Mark& mark, const std::string& key) {
    Open& map = open_.back();
    map.has_key = true;
    map.key = key;
    map.key_place = place(mark);
    const auto [first, is_new] = map.lines.emplace(key, map.key_place.line);
    map.drops_value = !is_new || key == "<<";
    if (key == "<<") map.node->incomplete = true;
    if (key == "<<")
      problems_.push_back({map.key_place, "", "merge keys '<<' are not allowed; use 'from: FILE'"});
    else if (!is_new)
      problems_.push_back({map.key_place, dotted(),
                           "is given twice, first in line " + std::to_string(first->second)});
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
  check_text(text, file);
  TreeBuilder builder(text, file, assignment);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    // The second call finds a second document, or what is wrong behind the first.
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
  } catch (const YAML::Exception& error) {
    throw InputError(error.mark.is_null() ? Place{file, 0} : builder.place(error.mark), "",
                     "is not valid YAML: " + error.msg);
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

std::string read_yaml_text(const std::string& file) {
  const auto fail = [&](const std::string& what) { throw InputError({file, 0}, "", what); };
  const OpenFile open(file);
  if (open.descriptor < 0)
    fail(errno == ENOENT ? "there is no such file"
                         : std::string("cannot be read: ") + std::strerror(errno));
  struct stat status {};
  if (::fstat(open.descriptor, &status) != 0)
    fail(std::string("cannot be read: ") + std::strerror(errno));
  if (S_ISDIR(status.st_mode)) fail("is a folder, not a file");
  if (!S_ISREG(status.st_mode)) fail("is not a regular file");
  if (status.st_size > static_cast<off_t>(kMaxFileBytes))
    fail("is over 1 MiB, the most that is read");
  std::string text(kMaxFileBytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t count = ::read(open.descriptor, text.data() + size, text.size() - size);
    if (count < 0) fail(std::string("cannot be read: ") + std::strerror(errno));
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  text.resize(size);
  return text;
}

YamlTree parse_yaml(const std::string& text, const std::string& file) {
  return parse(text, file, "");
}

YamlTree parse_assigned(const std::string& value, const std::string& assignment) {
  return parse(value, "--set", assignment);
}

}  // namespace mho
