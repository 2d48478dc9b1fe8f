#include "sim/explore/sweep/manifest.hpp"

#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

#include "sim/base/error.hpp"
#include "sim/config/yaml_node.hpp"
#include "sim/explore/design/tree_key.hpp"

namespace mho {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

/// Problems that are told, of any number.
constexpr std::size_t kMostTold = 5;

fs::path file_of(const fs::path& folder) { return folder / "sweep.json"; }

/// Every scalar of a tree by its path.
void flatten(const YamlNode& node, const std::string& path, Json& into) {
  if (node.is_scalar()) into[path] = node.text;
  for (std::size_t i = 0; i < node.items.size(); ++i)
    flatten(*node.items[i], path + '[' + std::to_string(i) + ']', into);
  for (const YamlEntry& entry : node.entries)
    flatten(*entry.value, path.empty() ? entry.key : path + '.' + entry.key, into);
}

/// By its path: a key may vary below several alternatives.
void add_parameters(const Space& space, const std::vector<int>& numbers, const std::string& below,
                    Json& into) {
  for (const int number : numbers) {
    const Parameter& parameter = space.parameters[static_cast<std::size_t>(number)];
    Json values = Json::array();
    for (const SweptValue& value : parameter.values) {
      values.push_back({value.label, value.content.text()});
      add_parameters(space, value.parameters, below + parameter.key + '=' + value.label + ", ",
                     into);
    }
    into[below + parameter.key] = std::move(values);
  }
}

Json manifest_of(const SweepSpec& spec, const std::string& sweep_file) {
  Json manifest{{"mho sweep", 1}, {"file", fs::absolute(sweep_file).lexically_normal().string()}};
  flatten(*spec.run.root(), "", manifest["run"] = Json::object());
  manifest["content"] = key_of_tree(*spec.run.root()).text();
  add_parameters(spec.space, spec.space.roots, "", manifest["vary"] = Json::object());
  manifest["tie"] = Json::object();
  for (const Tie& tie : spec.ties) manifest["tie"][tie.key] = tie.expression;
  return manifest;
}

Json read_manifest(const fs::path& folder) {
  const fs::path file = file_of(folder);
  std::ifstream in(file);
  if (!in) throw InputError(Place{file.string(), 0}, "", "is not there: no folder of a sweep");
  try {
    return Json::parse(in);
  } catch (const Json::exception&) {
    throw InputError(Place{file.string(), 0}, "", "is damaged; allowed: as 'mho sweep' wrote it");
  }
}

std::string text_in(const Json& values, const std::string& key) {
  return values.contains(key) ? "'" + values[key].get<std::string>() + "'" : "not there";
}

class Differences {
 public:
  explicit Differences(const SweepSpec& spec) : spec_(spec) {}

  void compare_texts(const Json& now, const Json& before, const std::string& section) {
    for (const auto& [key, value] : now.items())
      if (!before.contains(key) || before[key] != value) add(now, before, section, key);
    for (const auto& [key, value] : before.items())
      if (!now.contains(key)) add(now, before, section, key);
  }

  void compare_values(const Json& now, const Json& before) {
    for (const auto& [key, values] : before.items()) {
      if (!now.contains(key)) {
        tell({}, "vary." + key, "does not vary any more");
        continue;
      }
      // Values may be added at the end.
      for (std::size_t i = 0; i < values.size(); ++i)
        if (i >= now[key].size() || now[key][i] != values[i])
          tell(place_of(key), "vary." + key,
               "has not '" + values[i][0].get<std::string>() + "' as its value number " +
                   std::to_string(i + 1) + " any more, or that says something else");
    }
    for (const auto& [key, values] : now.items())
      if (!before.contains(key)) tell(place_of(key), "vary." + key, "did not vary");
  }

  void tell(const Place& place, const std::string& key, const std::string& what) {
    problems_.push_back({place, key, what});
  }

  void throw_if_any(const fs::path& folder) {
    if (problems_.empty()) return;
    if (problems_.size() > kMostTold) {
      const std::size_t more = problems_.size() - kMostTold;
      problems_.resize(kMostTold);
      problems_.push_back({{}, "", "and " + std::to_string(more) + " differences more"});
    }
    problems_.push_back({Place{folder.string(), 0}, "",
                         "has the designs of another sweep; allowed: the sweep as it was, another "
                         "--out, or values added at the ends of lists"});
    throw InputError(std::move(problems_));
  }

 private:
  void add(const Json& now, const Json& before, const std::string& section,
           const std::string& key) {
    tell(spec_.run.place_of(key).value_or(Place{}), section + key,
         "is " + text_in(now, key) + ", and was " + text_in(before, key) +
             " when the folder was begun");
  }
  Place place_of(const std::string& key) const {
    for (const Parameter& parameter : spec_.space.parameters)
      if (key.ends_with(parameter.key)) return parameter.place;
    return {};
  }

  const SweepSpec& spec_;
  std::vector<Problem> problems_;
};

}  // namespace

void check_manifest(const SweepSpec& spec, const std::string& sweep_file, const fs::path& folder) {
  const Json now = manifest_of(spec, sweep_file);
  const fs::path file = file_of(folder);
  if (fs::exists(file)) {
    const Json before = read_manifest(folder);
    Differences differences(spec);
    try {
      differences.compare_texts(now["run"], before.at("run"), "");
      differences.compare_texts(now["tie"], before.at("tie"), "tie.");
      differences.compare_values(now["vary"], before.at("vary"));
      if (now["run"] == before["run"] && now["content"] != before.at("content"))
        differences.tell({}, "", "a data file that the run names is not what it was");
    } catch (const Json::exception&) {
      throw InputError(Place{file.string(), 0}, "", "is damaged; allowed: as 'mho sweep' wrote it");
    }
    differences.throw_if_any(folder);
    if (now == before) return;
  }
  std::error_code error;
  fs::create_directories(folder, error);
  const fs::path unfinished = file.string() + '.' + std::to_string(getpid());
  errno = 0;
  std::ofstream out(unfinished);
  out << now.dump(1) << '\n';
  out.close();
  if (!out) error.assign(errno != 0 ? errno : EIO, std::generic_category());
  if (!error) fs::rename(unfinished, file, error);
  if (!error) return;
  std::error_code ignored;
  fs::remove(unfinished, ignored);
  throw InputError(Place{file.string(), 0}, "", "cannot be written: " + error.message());
}

std::string sweep_file_of(const fs::path& folder) {
  try {
    return read_manifest(folder).at("file").get<std::string>();
  } catch (const Json::exception&) {
    throw InputError(Place{file_of(folder).string(), 0}, "",
                     "is damaged; allowed: as 'mho sweep' wrote it");
  }
}

}  // namespace mho
