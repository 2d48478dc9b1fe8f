#include "sim/report/layers_text.hpp"

#include <algorithm>
#include <optional>

#include "sim/base/quantity.hpp"
#include "sim/report/boundary.hpp"
#include "sim/report/columns.hpp"

namespace mho {

namespace {

std::string decibels(const std::optional<double>& ratio) {
  return ratio ? fixed(*ratio, 1) + " dB" : "exact";
}

/// Room for the longest kind of layer, with one blank.
std::size_t kind_width(const Results& results) {
  std::size_t width = 13;
  for (const LayerRow& row : results.layers) width = std::max(width, row.kind.size() + 1);
  return width;
}

std::string waited(double seconds) {
  return seconds == 0 ? "-" : format_si_rounded(seconds, "s", 3);
}

std::string costs(const Results& results) {
  Columns table({{"layer", 26, false},
                 {"kind", kind_width(results), false},
                 {"MACs", 9, true},
                 {"arrays", 7, true},
                 {"copies", 7, true},
                 {"energy", 9, true},
                 {"start", 9, true},
                 {"end", 9, true},
                 {"busy", 7, true}});
  for (const LayerRow& row : results.layers)
    table.row({row.name, row.kind, some(row.macs), some(row.arrays), some(row.replicas),
               format_si_rounded(row.energy_j, "J", 3), format_si_rounded(row.start_s, "s", 3),
               format_si_rounded(row.end_s, "s", 3), fixed(100 * row.utilization, 1) + "%"});
  return table.text();
}

/// What limits each layer, and what it waited for.
std::string bounds(const Results& results) {
  const bool array = !results.mac_array.empty();
  Columns table({{"layer", 26, false},
                 {"bound", 21, false},
                 {"for inputs", 11, true},
                 {array ? "for weights" : "for a port", 13, true},
                 {array ? "for loading" : "for a unit", 13, true},
                 {array ? "for sums" : "to send", 11, true}});
  for (const LayerRow& row : results.layers)
    table.row({row.name, row.bound, waited(row.wait_input_s),
               waited(array ? row.wait_weights_s : row.wait_port_s),
               waited(array ? row.wait_load_s : row.wait_unit_s), waited(row.wait_output_s)});
  return table.text();
}

/// What the columns of waiting are.
const char* waits(const Results& results) {
  if (!results.mac_array.empty())
    return "  waits of the array: for inputs; for weights that are not in their FIFO; for weights "
           "on "
           "their way\n"
           "  into the array; for sums that are not yet finished and stored\n";
  return "  waits, added up over positions and tiles: for inputs that are not there; for a port of "
         "the "
         "input\n"
         "  buffer; for the accumulator or the vector unit; to send: for room in the network or at "
         "the reader\n";
}

}  // namespace

std::string layers_text(const Results& results) {
  return "\nLayers  (energy per inference, " + boundary(results) +
         ", without static; start and end of the first image)\n" + costs(results) +
         "\nBounds  (resource that the layer needs longest; times that it waited, per "
         "inference)\n" +
         bounds(results) + waits(results);
}

std::string signal_to_noise_text(const Results& results) {
  if (results.exact) return "";
  Columns table(
      {{"layer", 30, false}, {"its own errors", 16, true}, {"with all before", 17, true}});
  for (const LayerRow& row : results.layers)
    if (row.arrays > 0)
      table.row({row.name, decibels(row.snr_alone_db), decibels(row.snr_cumulative_db)});
  std::string of = "trial 1";
  if (const Metric* images = results.find("snr.images"))
    of += images->value > 1 ? ", test images 1 to " + count_text(images->value) : ", test image 1";
  return "\nSignal to noise  (at the output of the layers on arrays, " + of + ")\n" + table.text();
}

}  // namespace mho
