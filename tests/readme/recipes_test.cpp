// Every recipe of docs/recipes.md, found there so that a new one is tested by itself,
// with fewer images and trials. What comes out is held against rules that need nothing but the
// report: rates are images over time, power is energy over time at one boundary, nothing achieved
// beats its peak without a word.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <vector>

#include "tests/cli/program.hpp"

namespace mho {

namespace {

using Json = nlohmann::json;

constexpr double kRounding = 1e-9;

/// Commands that begin with "mho ", joined where a line ends in '\', without their comments.
std::vector<std::string> recipes() {
  std::istringstream text(ScratchFolder::read(std::string(kSourceDir) + "/docs/recipes.md"));
  std::vector<std::string> found;
  bool fenced = false, goes_on = false;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("```")) fenced = !fenced;
    if (!fenced || !(goes_on || line.starts_with("mho "))) continue;
    line = line.substr(0, line.find(" # "));
    const bool continued = line.ends_with("\\");
    if (continued) line.pop_back();
    if (goes_on)
      found.back() += line;
    else
      found.push_back(line);
    goes_on = continued;
  }
  return found;
}

bool has(const std::string& command, const std::string& word) { return contains(command, word); }

/// The value of an option replaced where it stands, else the option added.
void set_option(std::string& command, const std::string& option, const std::string& value) {
  const std::regex given(option + " [^ ]+");
  if (std::regex_search(command, given))
    command = std::regex_replace(command, given, option + " " + value);
  else
    command += " " + option + " " + value;
}

/// The same with few images and trials where anything is computed.
std::string quicker(std::string command) {
  const bool runs = command.starts_with("mho run ") || command.starts_with("mho compare ") ||
                    has(command, "--run ");
  if (!runs || has(command, "--values off")) return command;
  set_option(command, "--images", "20");
  set_option(command, "--trials", "2");
  // Batches keep theirs: a run of whole batches is what they are about.
  if (!has(command, "placement.batch")) set_option(command, "--engine-images", "2");
  return command + " --set quantization.calibration_images=16";
}

class Figures {
 public:
  explicit Figures(const Json& report)
      : metrics_(report.at("metrics")), notes_(report.at("notes")) {}

  std::optional<double> find(const std::string& name) const {
    const auto at = metrics_.find(name);
    if (at == metrics_.end()) return std::nullopt;
    return at->at("value").get<double>();
  }
  double operator[](const std::string& name) const {
    INFO(name);
    REQUIRE(find(name));
    return *find(name);
  }
  bool says(const std::string& words) const { return contains(notes_.dump(), words); }

 private:
  Json metrics_, notes_;
};

/// Rule: a rate is images over time, and nothing beats its bound.
void check_rates(const Figures& of) {
  const double images = of["engine.images"], time = of["engine.time"];
  CHECK(of["throughput.average"] == Approx(images / time).epsilon(kRounding));
  const double tera_operations = 2e-12 * of["macs.per_inference"];
  CHECK(of["tops.chip.average"] ==
        Approx(tera_operations * of["throughput.average"]).epsilon(kRounding));
  CHECK(of["tops.chip.average"] <= of["tops.chip.peak"]);
  if (const auto steady = of.find("throughput.steady")) {
    CHECK(images >= 2 * of.find("reload.batch").value_or(1));
    CHECK(of["tops.chip.achieved"] == Approx(tera_operations * *steady).epsilon(kRounding));
    CHECK(of["tops.chip.achieved"] <= of["tops.chip.peak"]);
  } else {
    CHECK_FALSE(of.find("tops.chip.achieved"));
    CHECK(of.says("no steady state"));
  }
  for (const std::string level : {"macro", "tile", "chip", "system"}) {
    const auto achieved = of.find("tops_per_joule." + level + ".achieved");
    const auto peak = of.find("tops_per_joule." + level + ".peak");
    if (achieved && peak && *achieved > *peak) CHECK(of.says("Achieved is better than the peak"));
  }
}

/// Rule: one figure, one boundary.
void check_boundaries(const Figures& of) {
  const double images = of["engine.images"], time = of["engine.time"];
  const double system = of["energy.per_inference"], chip = of["energy.chip"];
  CHECK(of["power.average"] == Approx(system * images / time).epsilon(kRounding));
  CHECK(of["power.chip.average"] == Approx(chip * images / time).epsilon(kRounding));
  CHECK(system == Approx(chip + of.find("energy.off_chip").value_or(0)).epsilon(kRounding));
  const double tera_operations = 2e-12 * of["macs.per_inference"];
  CHECK(of["tops_per_joule.chip.achieved"] == Approx(tera_operations / chip).epsilon(kRounding));
  CHECK(of.find("tops_per_joule.system.achieved").has_value() ==
        of.find("energy.off_chip").has_value());
  if (const auto achieved = of.find("tops_per_joule.system.achieved")) {
    CHECK(*achieved == Approx(tera_operations / system).epsilon(kRounding));
    CHECK(of["power.system.peak"] >= of["power.chip.peak"]);
  }
}

/// The one boundary of the headline's figures is named in each of its lines.
void check_headline(const std::string& text, const Figures& of) {
  const bool memory = of.find("energy.off_chip").has_value();
  CHECK(contains(text, memory ? "  TOPS/J, chip with memory " : "  TOPS/J, chip, achieved "));
  CHECK(contains(text, memory ? "per inference, chip with memory\n" : "per inference, chip\n"));
  CHECK(contains(text, memory ? "TOPS/J, chip, achieved" : "chip with memory") == false);
  CHECK(std::count(text.begin(), text.end(), '\n') <= 30);
}

/// The headline and the lines of power name the boundary that the figures have.
void check_text(const std::string& text, const Figures& of) {
  const bool memory = of.find("energy.off_chip").has_value();
  CHECK(contains(text, memory ? "  TOPS/J, chip with memory " : "  TOPS/J, chip, achieved "));
  CHECK(contains(text, memory ? "per inference, chip with memory\n" : "per inference, chip\n"));
  CHECK(contains(text, "  power of the chip "));
  CHECK(contains(text, "  power of chip with memory ") == memory);
}

void check_run(const std::string& text, const std::string& headline, const Json& report) {
  const Figures of(report);
  check_headline(headline, of);
  check_rates(of);
  check_boundaries(of);
  check_text(text, of);
  // No layer's arrays are busy for longer than there is time, in the steady state either.
  const double image_s = of["engine.time"] / of["engine.images"];
  const double steady = of.find("throughput.steady").value_or(1 / image_s);
  for (const Json& layer : report.at("layers")) {
    const double busy = layer.at("utilization").get<double>();
    CHECK(busy <= 1 + kRounding);
    CHECK(busy * image_s * steady <= 1 + kRounding);
  }
}

void check_comparison(const Json& report) {
  for (const Json& workload : report.at("workloads"))
    for (const Json& row : workload.at("rows")) {
      if (!row.at("metrics").contains("engine.images")) continue;  // published, or did not run
      CAPTURE(row.at("machine").dump());
      check_rates(Figures(row));
      check_boundaries(Figures(row));
    }
}

/// A folder in which the recipes' names mean what they mean in a clone.
class Clone : public ScratchFolder {
 public:
  Clone() {
    for (const char* folder : {"configs", "workloads", "devices", "validation"})
      std::filesystem::create_directory_symlink(std::string(kSourceDir) + "/" + folder,
                                                file(folder));
    write("my_chip.yaml", "from: configs/chips/edge_rram_28nm.yaml\nname: my_chip\n");
  }
};

void check_recipe(const std::string& recipe) {
  const Clone clone;
  std::string command = quicker(recipe);
  const bool reports = command.starts_with("mho run ") || command.starts_with("mho compare ");
  if (reports) set_option(command, "--json", "report.json");
  if (command.starts_with("mho run ") && !has(command, "--full")) command += " --full";
  INFO(command);
  const Outcome outcome =
      mho_program(command.substr(std::string("mho ").size()), "cd '" + clone.file("") + "' && ");
  INFO(outcome.err);
  // Published figures that are missed are an exit code of 1.
  REQUIRE((outcome.code == 0 || (outcome.code == 1 && command.starts_with("mho validate"))));
  CHECK_FALSE(outcome.out.empty());
  if (!reports) return;
  const Json report = Json::parse(ScratchFolder::read(clone.file("report.json")));
  if (command.starts_with("mho run "))
    check_run(outcome.out, mho_program("report '" + clone.file("report.json") + "'").out, report);
  else
    check_comparison(report);
}

/// Every kShares-th recipe, so that several run side by side.
constexpr std::size_t kShares = 6;
void check_share(std::size_t share) {
  const std::vector<std::string> all = recipes();
  REQUIRE(all.size() > kShares);
  for (std::size_t i = share; i < all.size(); i += kShares) check_recipe(all[i]);
}

}  // namespace

TEST_CASE("the recipes hold what they promise, first share") { check_share(0); }
TEST_CASE("the recipes hold what they promise, second share") { check_share(1); }
TEST_CASE("the recipes hold what they promise, third share") { check_share(2); }
TEST_CASE("the recipes hold what they promise, fourth share") { check_share(3); }
TEST_CASE("the recipes hold what they promise, fifth share") { check_share(4); }
TEST_CASE("the recipes hold what they promise, sixth share") { check_share(5); }

TEST_CASE("recipes are found with what stands on the lines below them") {
  std::size_t joined = 0;
  for (const std::string& recipe : recipes()) {
    CHECK(recipe.find('\n') == std::string::npos);
    CHECK(recipe.find(" # ") == std::string::npos);
    joined += has(recipe, "placement.batch=16");
  }
  CHECK(joined == 1);
}

}  // namespace mho
