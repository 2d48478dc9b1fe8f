#include "sim/run/carbon_spec.hpp"

#include <algorithm>

#include "sim/base/text.hpp"

namespace mho {

void YieldSpec::fields(Fields& f) {
  f.choice("model", model,
           {{"stated", "good_share, whatever the die"},
            {"poisson", "exp(-x), x = defects x area of a die"},
            {"murphy", "((1 - exp(-x)) / x)^2"},
            {"negative_binomial", "(1 + x / clustering)^-clustering"}},
           "How many dies are good.");
  f.number("good_share", good_share, {0, 1}, "Good dies per die made, where it is stated.",
           Presence::optional);
  f.number("defects_per_cm2", defects_per_cm2, {0, 100},
           "Defects that kill a die, per cm2; 0: what the fab's table says of the node.",
           Presence::optional);
  f.number("clustering", clustering, {0.01, 1e6}, "Of negative_binomial.", Presence::optional);
  f.rule(model != YieldModel::stated || good_share > 0, "good_share",
         "is needed above 0 for the model stated");
}

void ChipletsSpec::fields(Fields& f) {
  f.integer("number", number, {2, 1000}, "Equal dies that each chip is cut into.");
  f.section("package", package, "What joins them.");
}

namespace {

const MemoryKind* find_kind(const std::vector<MemoryKind>& kinds, const std::string& name) {
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const MemoryKind& each) { return each.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

/// "is none of ddr3_50nm, ..."; empty for a kind that the table has, and for none.
std::string problem_with_kind(const std::vector<MemoryKind>& kinds, const std::string& name) {
  if (name.empty() || find_kind(kinds, name) != nullptr) return "";
  std::vector<std::string> names;
  std::string allowed;
  for (const MemoryKind& kind : kinds) {
    names.push_back(kind.name);
    allowed += (allowed.empty() ? "" : ", ") + kind.name;
  }
  return "'" + name + "' is not in the table" + did_you_mean(name, names) +
         (allowed.empty() ? " (which has none)" : " (there are " + allowed + ")");
}

}  // namespace

void MemoryKind::fields(Fields& f) {
  f.text("name", name, "Of the technology.");
  f.number("g_per_gb", g_per_gb, {0, 1e6}, "Emission per capacity, g CO2e per 1e9 bytes.");
}

void MemoryMakingSpec::fields(Fields& f) {
  f.sections("kinds", kinds, "A data set's kinds of memory.", Presence::optional);
  f.text("kind", kind, "Which of them the memory is.", Presence::optional);
  f.number("g_per_gb", stated_g_per_gb, {0, 1e6},
           "Emission per capacity, g CO2e per 1e9 bytes, in the place of a kind.",
           Presence::optional);
  f.text("source", source, "Where the figures were read.");
  const std::string wrong_kind = problem_with_kind(kinds, kind);
  f.rule(wrong_kind.empty(), "kind", wrong_kind);
  f.rule(kind.empty() == f.has("g_per_gb"), "kind", "is needed, or g_per_gb in its place");
}

double MemoryMakingSpec::g_per_gb() const {
  const MemoryKind* found = find_kind(kinds, kind);
  return found != nullptr ? found->g_per_gb : stated_g_per_gb;
}

void TrainingSpec::fields(Fields& f) {
  f.quantity("emission", emission, {0, 1e12}, "CO2e of training, once.", Presence::optional);
  f.quantity("energy", energy, {0, 1e18},
             "Of the machines that trained, in the place of emission: at the run's grid.",
             Presence::optional);
  f.number("pue", pue, {1, 10}, "Of the data center that `energy` was taken in.",
           Presence::optional);
  f.number("inferences", inferences, {1, 1e24}, "Of all users, that it is spread over.");
  f.text("source", source, "Where the figure was read.");
  f.rule((emission.value() > 0) != (energy.value() > 0), "inferences",
         "needs an emission or an energy of training beside it, one of them");
}

void RemoteSpec::fields(Fields& f) {
  f.number("request_bytes", request_bytes, {0, 1e15},
           "Sent for one inference; 0: the network's input at the bits of activations.",
           Presence::optional);
  f.number("answer_bytes", answer_bytes, {0, 1e15},
           "Sent back; 0: the network's output, a byte a value.", Presence::optional);
  f.section("link", link, "The network between device and server.");
  f.section("server", server, "The machine in the data center.");
  f.section(
      "chip", chip,
      "A machine of configs/chips that computes there: the run's network is run on it, of "
      "counts alone, and its energy and time stand in the place of the server's; PUE and idle "
      "share are still the server's. Absent: all is.");
  f.integer("batch", batch, {1, 1e6}, "Inferences that `chip` takes at once.", Presence::optional);
  f.number("g_per_kwh", g_per_kwh, {0, 1e4},
           "Of the electricity of network and server, g CO2e/kWh; 0: the run's grid.",
           Presence::optional);
}

void CarbonSpec::fields(Fields& f) {
  f.section("grid", grid, "Emissions of electricity by place and year.");
  f.text("region", region, "Where the chip is used: a place of the grid's data set.");
  f.integer("year", year, {0, 2200}, "Of the grid; 0: its last, or only, one.", Presence::optional);
  f.number("pue", pue, {1, 10},
           "Electricity at the meter over that of the chip: power supply and cooling where it is "
           "used.");
  f.section("fab", fab, "Emissions of making dies by node.");
  f.number("fab_g_per_kwh", fab_g_per_kwh, {0, 1e4},
           "Of the fab's electricity, g CO2e/kWh; unused where its table has totals.");
  f.number("abatement", abatement, {0.95, 0.99},
           "Share of the fab's gases that are destroyed; unused where its table has totals.");
  f.section("yield", yield, "Good dies per die made.");
  f.section("chiplets", chiplets, "Each chip cut into equal dies in one package; absent: one die.");
  f.section("memory", memory, "Making the memory beside the chip; absent: it is not counted.");
  f.quantity("lifetime", lifetime, {1, 1e10}, "From the first inference to the last.");
  f.section("training", training, "Training of the network; absent: it is not counted.");
  f.section("remote", remote, "The same inference on a server; absent: it is not compared.");
  f.section("label", label, "Classes of the energy label.");
  f.text("source", source, "Of the factors that have no source of their own.");
  const std::string wrong_region = problem_with_region(grid, region);
  f.rule(wrong_region.empty(), "region", wrong_region);
  const std::string wrong_year = problem_with_year(grid, region, year);
  f.rule(wrong_year.empty(), "year", wrong_year);
}

std::optional<double> CarbonSpec::defects(Length node) const {
  if (yield.defects_per_cm2 > 0) return yield.defects_per_cm2;
  return fab.nodes.empty() ? std::nullopt : defects_of(fab, node);
}

}  // namespace mho
