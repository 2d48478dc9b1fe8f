#include "sim/figures/carbon.hpp"

#include <algorithm>

namespace mho {

namespace {

constexpr double kGramInKg = 1e-3;
constexpr double kGigabyte = 1e9;

/// Dies of all chips.
int dies_of(const CarbonSpec& spec, const Chip& chip) {
  return chip.spec().chips * (spec.chiplets ? spec.chiplets->number : 1);
}

Area die_area(const CarbonSpec& spec, const Chip& chip) {
  return chip.area() / static_cast<double>(dies_of(spec, chip));
}

double yield_of(const CarbonSpec& spec, const Chip& chip) {
  if (spec.yield.model == YieldModel::stated) return spec.yield.good_share;
  const auto defects = spec.defects(chip.spec().technology);
  require(defects.has_value(), "a model of yield without defects");
  return die_yield(spec.yield.model, *defects, die_area(spec, chip), spec.yield.clustering);
}

DieEmission emission_of(const CarbonSpec& spec, const Chip& chip) {
  return die_emission(spec.fab, chip.spec().technology,
                      {grams_per_kwh(spec.fab_g_per_kwh), spec.abatement, yield_of(spec, chip)});
}

Mass training_of(const TrainingSpec& training, CarbonIntensity intensity) {
  if (training.emission.value() > 0) return training.emission;
  return operational(training.pue * training.energy, intensity);
}

RemoteInference remote_inference(const RemoteSpec& spec, const CarbonInputs& inputs,
                                 const CarbonFigures& device) {
  constexpr double kBits = 8;  // of a byte
  RemoteInference remote;
  const double request = spec.request_bytes > 0 ? spec.request_bytes : inputs.input_bits / kBits;
  const double answer = spec.answer_bytes > 0 ? spec.answer_bytes : inputs.output_values;
  remote.bytes = request + answer;
  const NetworkLink& link = spec.link;
  remote.link = link.energy(remote.bytes, link.kwh_per_gb);
  remote.link_low = link.energy(remote.bytes, link.low_kwh_per_gb);
  remote.link_high = link.energy(remote.bytes, link.high_kwh_per_gb);
  remote.machine = spec.server.machine_energy(inputs.operations);
  remote.server = spec.server.center_energy(inputs.operations);
  const CarbonIntensity intensity =
      spec.g_per_kwh > 0 ? grams_per_kwh(spec.g_per_kwh) : device.intensity;
  remote.use = operational(remote.server + remote.link, intensity);
  remote.use_low = operational(remote.server + remote.link_low, intensity);
  remote.use_high = operational(remote.server + remote.link_high, intensity);
  remote.latency = link.time(remote.bytes) + spec.server.latency;
  if (remote.server < device.energy)
    remote.even_kwh_per_gb = (device.energy - remote.server) / link.energy(remote.bytes, 1);
  return remote;
}

FactorRow factor(const std::string& what, const std::string& value, const std::string& source,
                 const std::string& key) {
  return {what, value, source, "carbon." + key};
}

std::string number_text(double value, const std::string& unit) {
  return format_si_rounded(value, "", 4) + " " + unit;
}

std::string yield_text(const CarbonSpec& spec, const Chip& chip) {
  const char* words[] = {"stated", "Poisson", "Murphy", "negative binomial"};
  std::string text = words[static_cast<int>(spec.yield.model)];
  if (spec.yield.model != YieldModel::stated)
    text += ", " + number_text(spec.defects(chip.spec().technology).value(), "defects/cm2");
  return text;
}

void add_remote_factors(const RemoteSpec& remote, std::vector<FactorRow>& rows) {
  const NetworkLink& link = remote.link;
  rows.push_back(factor("network",
                        link.name + ", " + number_text(link.kwh_per_gb, "kWh/GB") + " (" +
                            number_text(link.low_kwh_per_gb, "to ") +
                            number_text(link.high_kwh_per_gb, "kWh/GB") + ")",
                        link.source, "remote.link"));
  rows.push_back(factor("server",
                        remote.server.name + ", PUE " + format_si_rounded(remote.server.pue, "", 4),
                        remote.server.source, "remote.server"));
}

}  // namespace

MakingCarbon making_carbon(const CarbonSpec& spec, const Chip& chip) {
  MakingCarbon making;
  making.yield = yield_of(spec, chip);
  making.dies = emission_of(spec, chip).per_area * chip.area();
  const double chips = chip.spec().chips;
  making.packages = from_si<Mass>(chips * spec.fab.package_g * kGramInKg);
  if (spec.chiplets) {
    const std::vector<Area> chiplets(static_cast<std::size_t>(spec.chiplets->number),
                                     die_area(spec, chip));
    making.packages += chips * package_emission(spec.chiplets->package, chiplets);
  }
  if (spec.memory && chip.spec().off_chip)
    making.memory = from_si<Mass>(static_cast<double>(chip.spec().off_chip->capacity_bytes) /
                                  kGigabyte * spec.memory->g_per_gb() * kGramInKg);
  return making;
}

CarbonFigures carbon_figures(const CarbonInputs& inputs) {
  const CarbonSpec& spec = inputs.spec;
  CarbonFigures figures;
  figures.intensity = intensity_of(spec.grid, spec.region, spec.year);
  const bool waits = inputs.duty.has_value();
  const Energy one =
      waits && inputs.duty->per_inference ? *inputs.duty->per_inference : inputs.energy;
  figures.energy = spec.pue * one;
  figures.use = operational(figures.energy, figures.intensity);
  figures.making = making_carbon(spec, inputs.chip);
  const double per_second = waits ? inputs.duty->inferences_per_day / kDaySeconds : inputs.rate;
  figures.inferences = per_second * spec.lifetime.value();
  figures.life_energy = waits
                            ? spec.pue * inputs.duty->per_day * spec.lifetime.value() / kDaySeconds
                            : figures.inferences * figures.energy;
  figures.break_even = break_even(figures.use, figures.making.all());
  if (spec.training) {
    figures.training = training_of(*spec.training, figures.intensity);
    figures.training_break_even = break_even(figures.use, *figures.training);
  }
  if (spec.remote) figures.remote = remote_inference(*spec.remote, inputs, figures);
  return figures;
}

std::vector<FactorRow> carbon_factors(const CarbonSpec& spec, const Chip& chip) {
  std::vector<FactorRow> rows;
  const GridIntensity& place = *find_intensity(spec.grid.regions, spec.region);
  const int last =
      place.by_year.empty() ? 0 : spec.grid.first_year + static_cast<int>(place.by_year.size()) - 1;
  const int year = spec.year != 0 ? spec.year : last;
  rows.push_back(factor(
      "grid", spec.grid.name + ", " + spec.region + (year != 0 ? " " + std::to_string(year) : ""),
      spec.grid.source, "grid"));
  rows.push_back(factor("fab", spec.fab.name, spec.fab.source, "fab"));
  rows.push_back(factor("yield", yield_text(spec, chip), spec.source, "yield"));
  rows.push_back(factor(
      "life", format_si_rounded(spec.lifetime.value() / (365.25 * kDaySeconds), "", 4) + " years",
      spec.source, "lifetime"));
  if (spec.chiplets)
    rows.push_back(factor("chiplets", std::to_string(spec.chiplets->number) + " a package",
                          spec.chiplets->package.source, "chiplets"));
  if (spec.memory)
    rows.push_back(factor("memory",
                          (spec.memory->kind.empty() ? "" : spec.memory->kind + ", ") +
                              number_text(spec.memory->g_per_gb(), "g/GB"),
                          spec.memory->source, "memory"));
  if (spec.training)
    rows.push_back(factor("training",
                          "over " + format_si(spec.training->inferences, "") + " inferences",
                          spec.training->source, "training"));
  if (spec.remote) add_remote_factors(*spec.remote, rows);
  return rows;
}

std::vector<std::string> notes_on_carbon(const CarbonSpec& spec, const Chip& chip) {
  std::vector<std::string> notes;
  if (const std::string told = emission_of(spec, chip).extrapolated; !told.empty())
    notes.push_back("Carbon of making is extrapolated: " + spec.fab.name + " " + told + ".");
  if (chip.spec().off_chip && !spec.memory)
    notes.push_back(
        "Carbon of making leaves out the memory beside the chip: carbon.memory is not given.");
  if (spec.year != 0 && spec.remote && spec.remote->g_per_kwh == 0)
    notes.push_back(
        "Network and server are taken to be on the run's grid; kWh/GB is an average over what "
        "networks carry, of which one byte more or less is little.");
  return notes;
}

}  // namespace mho
