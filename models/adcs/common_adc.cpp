#include "models/adcs/common_adc.hpp"

namespace mho {

void CommonAdc::begin_fields(Fields& f, Range bits) {
  f.integer("bits", bits_, bits, "Resolution.");
  range_.fields(f);
  f.number("offset", offset_, {0, 0.5},
           "Standard deviation of the offset between converters, as a share of full scale.",
           Presence::optional);
  f.number("noise", noise_, {0, 0.5},
           "Standard deviation of one conversion's input-referred noise, as a share of full scale.",
           Presence::optional);
}

void CommonAdc::end_fields(Fields& f) {
  f.rule(!has_mismatch() || bits_ <= 14, "bits",
         "must be 14 or less with offset or component errors");
  cost_.fields(f, converter_cost_kinds());
}

void CommonAdc::early_termination_field(Fields& f, const char* sentence) {
  f.section("early_termination", early_, sentence);
  f.rule(!early_ || bits_ <= 14, "bits", "must be 14 or less with early_termination");
}

void CommonAdc::deviate(const Stream& instance, std::span<double> thresholds) const {
  if (has_component_errors()) deviate_components(instance.child(1), thresholds);
  const double offset = offset_ * codes() * standard_normals(instance.child(0), 1)[0];
  for (double& threshold : thresholds) threshold += offset;
}

std::vector<double> standard_normals(const Stream& stream, std::size_t count) {
  std::vector<float> single(count);
  stream.normals(0, single);
  return {single.begin(), single.end()};
}

}  // namespace mho
