#include "models/costs/converter_survey/published_converters.hpp"

#include <algorithm>
#include <cmath>

#include "sim/config/config.hpp"

namespace mho {

/// Written by cmake/MhoEmbed.cmake.
std::string_view published_converters_yaml();

namespace {

struct ConverterFile {
  std::vector<PublishedConverter> converters;
  void fields(Fields& f) { f.sections("converters", converters, "Published converters."); }
};

}  // namespace

void PublishedConverter::fields(Fields& f) {
  f.text("name", name, "Name of the entry: author, venue, year.");
  f.flag("measured", measured, "Was it built and measured?");
  f.quantity("node", node, {1e-9, 10e-6}, "Technology node.");
  f.number("enob", enob, {0.5, 24}, "Effective number of bits.");
  f.quantity("rate", rate, {1, 1e12}, "Samples per second.");
  f.quantity("energy", energy, {1e-18, 1e-3}, "Energy of a conversion: power over rate.");
  f.quantity("area", area, {1e-14, 1e-2}, "Area.");
  f.text("source", source, "Paper.");
}

const std::vector<PublishedConverter>& published_converters() {
  static const std::vector<PublishedConverter> converters =
      read_spec<ConverterFile>(Document::parse(std::string(published_converters_yaml()),
                                               "configs/circuits/published_converters.yaml"))
          .converters;
  return converters;
}

double distance(const PublishedConverter& converter, const ConverterDemand& demand) {
  const double bits = converter.enob - demand.enob;
  const double decades = std::log10(converter.rate / demand.rate);
  const double octaves = std::log2(converter.node / demand.node);
  return std::sqrt(bits * bits + decades * decades + octaves * octaves);
}

const PublishedConverter& nearest(std::span<const PublishedConverter> converters,
                                  const ConverterDemand& demand) {
  require(!converters.empty(), "no published converters to choose from");
  const bool any_measured =
      std::any_of(converters.begin(), converters.end(), [](const auto& c) { return c.measured; });
  const PublishedConverter* best = nullptr;
  for (const PublishedConverter& converter : converters) {
    if (any_measured && !converter.measured) continue;
    if (!best || distance(converter, demand) < distance(*best, demand)) best = &converter;
  }
  return *best;
}

}  // namespace mho
