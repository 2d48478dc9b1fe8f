#include "sim/explore/published_device.hpp"

#include "sim/base/prefixes.hpp"

#include <algorithm>

namespace mho {

namespace {

constexpr double kHighestBits = 32;

void status_field(Fields& f, FigureStatus& status) {
  f.choice("status", status,
           {{"seen", "read in the paper or in the vendor's own text"},
            {"seen_second_hand", "read in another's table or text"},
            {"derived", "arithmetic on figures that were read"}},
           "How sure these figures are.");
}

void bits_fields(Fields& f, int& weight_bits, int& activation_bits) {
  f.integer("weight_bits", weight_bits, {1, kHighestBits}, "Bits of a weight, an integer.");
  f.integer("activation_bits", activation_bits, {1, kHighestBits},
            "Bits of an activation, an integer.");
}

const char* words_of(FigureStatus status) {
  switch (status) {
    case FigureStatus::seen:
      return "as published";
    case FigureStatus::seen_second_hand:
      return "second hand";
    case FigureStatus::derived:
      return "derived";
  }
  throw Bug("a figure of no status");
}

/// As runs write it.
std::string precision_of(int weight_bits, int activation_bits) {
  return std::to_string(weight_bits) + "-bit weights x " + std::to_string(activation_bits) +
         "-bit activations";
}

std::string source_of(FigureStatus status, const std::string& source) {
  return std::string("published, not simulated; ") + words_of(status) + ": " + source;
}

/// Adds metrics that share what they measure and where they come from.
class Figures {
 public:
  Figures(ComparedRow& row, std::string measures, std::string source)
      : row_(row), measures_(std::move(measures)), source_(std::move(source)) {}

  void add(const std::string& name, double value, const std::string& unit) {
    if (value > 0) row_.metrics.push_back({name, value, unit, measures_, source_});
  }

 private:
  ComparedRow& row_;
  std::string measures_;
  std::string source_;
};

void say(ComparedRow& row, const std::string& what) {
  row.change += (row.change.empty() ? "" : "; ") + what;
}

void add_die(ComparedRow& row, const PublishedDie& die) {
  row.technology_m = die.technology.value();
  Figures(row, "Area of the die.", source_of(die.status, die.source))
      .add("area.chip", die.area.value() / kMm2, "mm2");
}

/// TOPS/J at the figure's bits, and in operations of 8 x 8 and of 1 x 1 bit.
void add_efficiency(Figures& figures, const std::string& name, double tops_per_joule,
                    int bit_products) {
  constexpr double kProductsOf8Bits = 64;
  figures.add(name, tops_per_joule, "TOPS/J");
  figures.add(name + ".normalized_8b", tops_per_joule * bit_products / kProductsOf8Bits,
              "8b-TOPS/J");
  figures.add(name + ".normalized", tops_per_joule * bit_products, "1b-TOPS/J");
}

void add_peak(ComparedRow& row, const PublishedPeak& peak, const PublishedDevice& device) {
  row.peak_precision = precision_of(peak.weight_bits, peak.activation_bits);
  Figures figures(row, peak.measures, source_of(peak.status, peak.source));
  const double per_joule = peak.power.value() > 0 ? peak.tops / peak.power.value() : 0;
  add_efficiency(figures, "tops_per_joule.chip.peak", per_joule,
                 peak.weight_bits * peak.activation_bits);
  figures.add("tops.chip.peak", peak.tops, "TOPS");
  if (device.die && device.die->area.value() > 0)
    figures.add("tops_per_mm2.chip.peak", peak.tops / (device.die->area.value() / kMm2),
                "TOPS/mm2");
  say(row, "peak: " + peak.measures);
}

void add_run(ComparedRow& row, const PublishedRun& run) {
  row.precision = precision_of(run.weight_bits, run.activation_bits);
  Figures figures(row, run.measures, source_of(run.status, run.source));
  if (run.power.value() > 0 && run.tops > 0) {
    add_efficiency(figures, "tops_per_joule.chip.achieved", run.tops / run.power.value(),
                   run.weight_bits * run.activation_bits);
  }
  figures.add("tops.chip.achieved", run.tops, "TOPS");
  figures.add("power.average", run.power.value(), "W");
  if (run.throughput > 0)
    figures.add("energy.per_inference", run.power.value() / run.throughput, "J");
  if (run.batch == 1) figures.add("latency.first", run.latency.value(), "s");
  figures.add("throughput.steady", run.throughput, "images/s");
  say(row, run.network + ", batch " + std::to_string(run.batch) + ": " + run.measures);
}

bool any_at(const std::vector<ComparedRow>& rows, std::string ComparedRow::*precision,
            const std::string& wanted) {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const ComparedRow& row) { return row.*precision == wanted; });
}

}  // namespace

void PublishedDie::fields(Fields& f) {
  f.quantity("technology", technology, {0, 1e-6}, "Technology node.", Presence::optional);
  f.quantity("area", area, {0, 1e-1}, "Area of the die.", Presence::optional);
  status_field(f, status);
  f.text("source", source, "Where the figures were read.");
}

void PublishedPeak::fields(Fields& f) {
  f.number("tops", tops, {1e-6, 1e9},
           "Tera-operations per second, 2 per multiply-accumulate, all operands counted (dense).");
  f.quantity("power", power, {0, 1e6}, "Power that the peak is divided by; 'measures' names it.",
             Presence::optional);
  bits_fields(f, weight_bits, activation_bits);
  f.text("measures", measures, "What these figures measure, and what of the device they include.");
  status_field(f, status);
  f.text("source", source, "Where the figures were read.");
}

void PublishedRun::fields(Fields& f) {
  f.text("network", network, "The network and its input, as published.");
  f.texts("workloads", workloads,
          "Names of workloads (key 'name' of their files) that are this network.");
  bits_fields(f, weight_bits, activation_bits);
  f.integer("batch", batch, {1, 1e6}, "Inputs that are computed together.");
  f.quantity("latency", latency, {0, 1e4}, "Time of one batch.", Presence::optional);
  f.number("throughput", throughput, {0, 1e12}, "Inputs per second.", Presence::optional);
  f.number("tops", tops, {0, 1e9},
           "Tera-operations per second achieved, 2 per multiply-accumulate.", Presence::optional);
  f.quantity("power", power, {0, 1e6}, "Power while it runs.", Presence::optional);
  f.text("measures", measures, "What these figures measure, and what of the device they include.");
  status_field(f, status);
  f.text("source", source, "Where the figures were read.");
  f.rule(latency.value() > 0 || throughput > 0 || tops > 0, "network",
         "needs one of latency, throughput, tops");
}

void PublishedDevice::fields(Fields& f) {
  f.text("name", name, "Name of the device, as tables print it.");
  f.text("device", device, "What it is, in a phrase.");
  f.text("remark", remark, "Published figures that fit no key, such as ratios.",
         Presence::optional);
  f.section("die", die, "The chip itself.");
  f.section("peak", peak, "Its peak.");
  f.sections("runs", runs, "Networks that were measured on it.", Presence::optional);
}

ComparedRow published_row(const PublishedDevice& device, const std::string& workload,
                          const std::vector<ComparedRow>& rows) {
  ComparedRow row;
  row.kind = RowKind::published;
  row.machine = device.name;
  say(row, device.device);
  if (device.die) add_die(row, *device.die);
  if (device.peak && any_at(rows, &ComparedRow::peak_precision,
                            precision_of(device.peak->weight_bits, device.peak->activation_bits)))
    add_peak(row, *device.peak, device);
  for (const PublishedRun& run : device.runs) {
    const bool same =
        std::find(run.workloads.begin(), run.workloads.end(), workload) != run.workloads.end();
    if (!same ||
        !any_at(rows, &ComparedRow::precision, precision_of(run.weight_bits, run.activation_bits)))
      continue;
    add_run(row, run);
    break;
  }
  if (!device.remark.empty()) say(row, device.remark);
  return row;
}

}  // namespace mho
