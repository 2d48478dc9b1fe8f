// What a run emits, and the same inference on a server.
#include "sim/figures/metrics/rows.hpp"

namespace mho {

namespace {

constexpr double kGramsPerKg = 1e3;

constexpr MetricNeed kCarbon{[](const MetricInputs& run) { return run.carbon.has_value(); },
                             "a section carbon: --carbon"};
constexpr MetricNeed kLife{
    [](const MetricInputs& run) { return run.carbon && run.carbon->inferences > 0; },
    "a section carbon (--carbon), and at least one inference a day"};
constexpr MetricNeed kTraining{
    [](const MetricInputs& run) { return run.carbon && run.carbon->training; },
    "what training emitted: carbon.training"};
constexpr MetricNeed kRemote{
    [](const MetricInputs& run) { return run.carbon && run.carbon->remote; },
    "a server to compare with: carbon.remote"};

double grams(Mass mass) { return kGramsPerKg * mass.value(); }

std::optional<double> grams(const std::optional<Mass>& mass) {
  return mass ? std::optional(grams(*mass)) : std::nullopt;
}

Mass once(const CarbonFigures& figures) {
  return figures.making.all() + figures.training.value_or(Mass());
}

struct Decade {
  double inferences;
  const char* name;
  const char* how;
};
constexpr Decade kDecades[] = {
    {1, "carbon.after.1e0", "carbon.use + carbon.made + carbon.training"},
    {1e3, "carbon.after.1e3", "carbon.use + (carbon.made + carbon.training) / 1e3"},
    {1e6, "carbon.after.1e6", "carbon.use + (carbon.made + carbon.training) / 1e6"},
    {1e9, "carbon.after.1e9", "carbon.use + (carbon.made + carbon.training) / 1e9"},
    {1e12, "carbon.after.1e12", "carbon.use + (carbon.made + carbon.training) / 1e12"}};

void add_decade(std::vector<MetricRow>& rows, const Decade& decade) {
  rows.push_back({decade.name, "g",
                  "Of one inference, when making the chip, and training where it is stated, is "
                  "spread over as many inferences as the name says.",
                  decade.how, kCarbon, [inferences = decade.inferences](const MetricInputs& run) {
                    return grams(per_inference(run.carbon->use, once(*run.carbon), inferences));
                  }});
}

void add_use(std::vector<MetricRow>& rows) {
  rows.push_back({"carbon.intensity", "g/kWh",
                  "Emission of the electricity where the chip is used.",
                  "run: carbon.grid at carbon.region and carbon.year", kCarbon,
                  [](const MetricInputs& run) { return in_grams_per_kwh(run.carbon->intensity); }});
  rows.push_back({"carbon.energy", "J",
                  "Of one inference at the meter, with the time until the next where a duty cycle "
                  "is stated.",
                  "carbon.pue x duty.energy_per_inference, without a duty cycle x "
                  "energy.per_inference",
                  kCarbon, [](const MetricInputs& run) { return run.carbon->energy.value(); }});
  rows.push_back({"carbon.use", "g", "Emitted by the electricity of one inference.",
                  "carbon.energy x carbon.intensity / 3.6e6 J", kCarbon,
                  [](const MetricInputs& run) { return grams(run.carbon->use); }});
}

void add_making(std::vector<MetricRow>& rows) {
  rows.push_back({"carbon.yield", "%", "Good dies per die made.", "run: carbon.yield", kCarbon,
                  [](const MetricInputs& run) { return 100 * run.carbon->making.yield; }});
  rows.push_back({"carbon.dies", "g", "Making the dies of all chips, those that are lost included.",
                  "area.chip x emission per area of the node (run: carbon.fab) / carbon.yield",
                  kCarbon, [](const MetricInputs& run) { return grams(run.carbon->making.dies); }});
  rows.push_back({"carbon.packages", "g",
                  "Packages of all chips, with the silicon that joins chiplets.",
                  "run: carbon.fab.package_g a chip, carbon.chiplets.package", kCarbon,
                  [](const MetricInputs& run) { return grams(run.carbon->making.packages); }});
  rows.push_back({"carbon.memory", "g",
                  "Making the memory beside the chip; 0 where none is counted.",
                  "run: capacity x carbon.memory.g_per_gb", kCarbon,
                  [](const MetricInputs& run) { return grams(run.carbon->making.memory); }});
  rows.push_back({"carbon.made", "g", "Making all of it, once.",
                  "carbon.dies + carbon.packages + carbon.memory", kCarbon,
                  [](const MetricInputs& run) { return grams(run.carbon->making.all()); }});
}

void add_life(std::vector<MetricRow>& rows) {
  rows.push_back({"carbon.inferences", "", "In the life of the chip.",
                  "run: carbon.lifetime x duty.inferences_per_day; without a duty cycle, at work "
                  "without a pause, x throughput.steady, without that x throughput.average",
                  kCarbon, [](const MetricInputs& run) { return run.carbon->inferences; }});
  rows.push_back({"carbon.life", "g", "Making the chip and using it to the end of its life.",
                  "carbon.made + carbon.use x carbon.inferences; of no inference, idle energy",
                  kCarbon, [](const MetricInputs& run) { return grams(run.carbon->life()); }});
  rows.push_back(
      {"carbon.sci", "g",
       "Software Carbon Intensity (ISO/IEC 21031:2024): (E I + M) per R, with R one inference, M "
       "the "
       "making that its share of the life comes to; training is not in it.",
       "carbon.use + carbon.made / carbon.inferences", kLife, [](const MetricInputs& run) {
         const CarbonFigures& figures = *run.carbon;
         return grams(software_carbon_intensity(figures.life_energy, figures.intensity,
                                                figures.making.all(), figures.inferences));
       }});
  rows.push_back({"carbon.per_million", "g", "Of a million inferences.", "1e6 x carbon.sci", kLife,
                  [](const MetricInputs& run) {
                    return 1e6 * grams(run.carbon->life()) / run.carbon->inferences;
                  }});
  rows.push_back({"carbon.made_share", "%", "Of making in carbon.sci.",
                  "carbon.made / carbon.inferences / carbon.sci", kLife,
                  [](const MetricInputs& run) {
                    const Mass life = run.carbon->life();
                    return life.value() > 0 ? 100 * (run.carbon->making.all() / life) : 0;
                  }});
  rows.push_back({"carbon.break_even", "",
                  "Inferences after which use has emitted as much as making the chip.",
                  "carbon.made / carbon.use", kCarbon,
                  [](const MetricInputs& run) { return run.carbon->break_even; }});
}

void add_training(std::vector<MetricRow>& rows) {
  rows.push_back({"carbon.training", "g", "Training of the network, once.",
                  "run: carbon.training.emission, or its energy x pue x carbon.intensity",
                  kTraining, [](const MetricInputs& run) { return grams(run.carbon->training); }});
  rows.push_back({"carbon.training.per_inference", "g",
                  "Training, spread over the inferences that the run states for all users.",
                  "carbon.training / carbon.training.inferences", kTraining,
                  [](const MetricInputs& run) {
                    return grams(*run.carbon->training / run.found.carbon->training->inferences);
                  }});
  rows.push_back({"carbon.training.break_even", "",
                  "Inferences after which use has emitted as much as training.",
                  "carbon.training / carbon.use", kTraining,
                  [](const MetricInputs& run) { return run.carbon->training_break_even; }});
  rows.push_back({"carbon.training.per_million", "",
                  "Training over what a million inferences emit by use on this chip.",
                  "carbon.training / (1e6 x carbon.use)", kTraining,
                  [](const MetricInputs& run) -> std::optional<double> {
                    const auto even = run.carbon->training_break_even;
                    return even ? std::optional(*even / 1e6) : std::nullopt;
                  }});
}

double ratio(const MetricInputs& run, Energy link) {
  return (link + run.carbon->remote->server) / run.carbon->energy;
}

void add_remote(std::vector<MetricRow>& rows) {
  rows.push_back({"remote.bytes", "B", "Sent for one inference, there and back.",
                  "run: carbon.remote.request_bytes + answer_bytes; the network's input and output",
                  kRemote, [](const MetricInputs& run) { return run.carbon->remote->bytes; }});
  rows.push_back({"remote.link", "J", "Of the network that carries them.",
                  "remote.bytes x kwh_per_gb (run: carbon.remote.link)", kRemote,
                  [](const MetricInputs& run) { return run.carbon->remote->link.value(); }});
  rows.push_back({"remote.machine", "J", "Of the server while it works on one inference.",
                  "operations / (tops_per_joule x utilization), or as stated (run: "
                  "carbon.remote.server)",
                  kRemote,
                  [](const MetricInputs& run) { return run.carbon->remote->machine.value(); }});
  rows.push_back({"remote.server", "J", "With the server's idle time and the center's cooling.",
                  "pue x remote.machine / (1 - idle_share)", kRemote,
                  [](const MetricInputs& run) { return run.carbon->remote->server.value(); }});
  rows.push_back({"remote.energy", "J", "Of one inference that is sent away.",
                  "remote.link + remote.server", kRemote,
                  [](const MetricInputs& run) { return run.carbon->remote->energy().value(); }});
  rows.push_back({"remote.carbon", "g", "Emitted by that.",
                  "remote.energy x carbon.intensity, or carbon.remote.g_per_kwh", kRemote,
                  [](const MetricInputs& run) { return grams(run.carbon->remote->use); }});
  rows.push_back({"remote.carbon.low", "g", "The same with the network's least kWh/GB.",
                  "as remote.carbon", kRemote,
                  [](const MetricInputs& run) { return grams(run.carbon->remote->use_low); }});
  rows.push_back({"remote.carbon.high", "g", "The same with the network's most kWh/GB.",
                  "as remote.carbon", kRemote,
                  [](const MetricInputs& run) { return grams(run.carbon->remote->use_high); }});
  rows.push_back(
      {"remote.latency", "s", "Until the answer is back; the server's own time, if told.",
       "round trip + remote.bytes x 8 / bits_per_s (run: carbon.remote.link) + latency of "
       "the server",
       kRemote, [](const MetricInputs& run) { return run.carbon->remote->latency.value(); }});
  rows.push_back({"remote.ratio", "", "Energy sent away over energy here; above 1 here takes less.",
                  "remote.energy / carbon.energy", kRemote,
                  [](const MetricInputs& run) { return ratio(run, run.carbon->remote->link); }});
  rows.push_back(
      {"remote.ratio.low", "", "The same with the network's least kWh/GB.", "as remote.ratio",
       kRemote, [](const MetricInputs& run) { return ratio(run, run.carbon->remote->link_low); }});
  rows.push_back(
      {"remote.ratio.high", "", "The same with the network's most kWh/GB.", "as remote.ratio",
       kRemote, [](const MetricInputs& run) { return ratio(run, run.carbon->remote->link_high); }});
  rows.push_back(
      {"remote.even", "kWh/GB",
       "Intensity of the network at which both take the same energy; more, and here takes "
       "less. None where the server alone takes more than the device.",
       "(carbon.energy - remote.server) / remote.bytes", kRemote,
       [](const MetricInputs& run) { return run.carbon->remote->even_kwh_per_gb; }});
}

}  // namespace

void add_carbon_metrics(std::vector<MetricRow>& rows) {
  add_use(rows);
  add_making(rows);
  add_life(rows);
  for (const Decade& decade : kDecades) add_decade(rows, decade);
  add_training(rows);
  add_remote(rows);
}

}  // namespace mho
