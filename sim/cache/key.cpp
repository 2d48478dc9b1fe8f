// Specs are hashed through their field lists: names and values of all fields, in order. A path is
// hashed as the content of its file, wherever that lies.
#include "sim/cache/key.hpp"

#include <dlfcn.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <functional>
#include <tuple>
#include <vector>

#include "sim/base/error.hpp"

namespace mho {

struct KeyHasher::State {
  XXH3_state_t* xxh = XXH3_createState();

  State() { XXH3_128bits_reset(xxh); }
  ~State() { XXH3_freeState(xxh); }
  State(const State&) = delete;
};

namespace {

class SpecHasher final : public Fields {
 public:
  explicit SpecHasher(KeyHasher& to) : to_(to) {}

 private:
  void on_flag(const char* key, bool& value, const char*, Presence) override { to_(key, value); }
  void on_integer(const char* key, std::int64_t& value, Range, const char*, Presence) override {
    to_(key, value);
  }
  void on_quantity(const char* key, double& value_si, std::string_view, Range, const char*,
                   Presence) override {
    to_(key, value_si);
  }
  void on_text(const char* key, std::string& value, const char*, Presence) override {
    to_(key, value);
  }
  void on_path(const char* key, std::string& value, const char*, Presence) override {
    to_(key, value.empty() ? Key{} : key_of_file(value));
  }
  void on_choice(const char* key, int& index, const std::vector<Word>&, const char*,
                 Presence) override {
    to_(key, index);
  }
  void on_integers_by_name(const char* key, std::map<std::string, int>& value, Range,
                           const char*) override {
    to_(key, value);
  }
  void on_quantities(const char* key, std::vector<double>& values_si, std::string_view, Range,
                     const char*, Presence) override {
    to_(key, values_si);
  }
  void on_texts(const char* key, std::vector<std::string>& values, const char*, Presence) override {
    to_(key, values);
  }
  std::size_t begin_list(const char* key, const char*, Presence, std::size_t present) override {
    to_(key, present);
    return present;
  }
  bool begin_item(const char*, std::size_t) override { return begin(); }
  bool begin_section(const char* key, const char*, Presence, bool present) override {
    to_(key, present);
    return present && begin();
  }
  void end_section() override {
    kind_hashed_.pop_back();
    to_("end");
  }
  bool on_kind(const std::vector<Word>& words, int& index) override {
    if (kind_hashed_.back()) return false;
    kind_hashed_.back() = true;
    to_(words.at(static_cast<std::size_t>(index)).name);
    return true;
  }
  void on_rule(bool, const char*, const std::string&) override {}

  bool begin() {
    kind_hashed_.push_back(false);
    return true;
  }

  KeyHasher& to_;
  std::vector<bool> kind_hashed_;
};

/// Names and contents of all that is in a folder.
Key content_of_folder(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error))
    if (at->is_regular_file(error)) files.push_back(at->path());
  std::sort(files.begin(), files.end());
  KeyHasher hasher;
  for (const std::filesystem::path& file : files)
    hasher(file.lexically_relative(folder).string(), key_of_file(file));
  return hasher("a folder").key();
}

Key content_of(const std::filesystem::path& file) {
  KeyHasher hasher;
  std::ifstream in(file, std::ios::binary);
  if (!in) return hasher("a file that cannot be read", file.string()).key();
  std::array<char, 1 << 16> block{};
  while (in.read(block.data(), block.size()), in.gcount() > 0)
    hasher(std::string_view(block.data(), static_cast<std::size_t>(in.gcount())));
  return hasher.key();
}

}  // namespace

std::string Key::text() const {
  std::array<char, 33> digits{};
  std::snprintf(digits.data(), digits.size(), "%016" PRIx64 "%016" PRIx64, high, low);
  return digits.data();
}

KeyHasher::KeyHasher() : state_(std::make_unique<State>()) {}
KeyHasher::~KeyHasher() = default;

Key KeyHasher::key() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_->xxh);
  return {hash.high64, hash.low64};
}

void KeyHasher::add_bytes(const void* data, std::size_t size) {
  XXH3_128bits_update(state_->xxh, data, size);
}

void KeyHasher::add_visited(const std::function<void(Fields&)>& visit) {
  SpecHasher hasher(*this);
  visit(hasher);
}

Key key_of_file(const std::filesystem::path& file) {
  using Stamp = std::tuple<std::filesystem::path, std::uintmax_t, std::filesystem::file_time_type>;
  static std::map<Stamp, Key> known;
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) return content_of_folder(file);
  const Stamp stamp{file, std::filesystem::file_size(file, error),
                    std::filesystem::last_write_time(file, error)};
  if (error) return content_of(file);
  const auto found = known.find(stamp);
  return found != known.end() ? found->second
                              : known.emplace(stamp, content_of(file)).first->second;
}

Key key_of_program() {
  static const Key key = [] {
    Dl_info object{};
    require(dladdr(reinterpret_cast<const void*>(&key_of_file), &object) != 0,
            "code that is in no file");
    KeyHasher hasher;
    hasher(key_of_file("/proc/self/exe"));
    // Of code in the program itself the name is how the program was called, which need not lead to
    // a file; a library's does.
    if (const std::string name = object.dli_fname; name.find(".so") != std::string::npos)
      hasher(key_of_file(name));
    return hasher.key();
  }();
  return key;
}

}  // namespace mho
