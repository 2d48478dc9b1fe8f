// Link off the chip or between chips, priced by the bit: drivers, wires or package traces and
// receivers as published for a standard. An action sends `bits`.
//
// Ignored: training, idle power and area of the PHY unless stated, encoding overhead.
#include "models/costs/gates.hpp"
#include "models/technology/technology.hpp"

namespace mho {

namespace {

enum class Standard { custom, lpddr, lpddr4, ddr3, gddr5, hbm2, hmc, hypertransport };

struct Published {
  double joule_per_bit;
  const char* source;
};

Published published(Standard standard) {
  switch (standard) {
    case Standard::custom:
      return {0, ""};
    case Standard::lpddr:
      return {40e-12, "Malladi et al., ISCA 2012"};
    case Standard::lpddr4:
      return {8e-12, "Accelergy's CACTI plug-in, \"public data\""};
    case Standard::ddr3:
      return {70e-12, "Accelergy, attributed to Chatterjee et al."};
    case Standard::gddr5:
      return {14e-12, "O'Connor et al., MICRO 2017, doi 10.1145/3123939.3124545"};
    case Standard::hbm2:
      return {3.9e-12, "O'Connor et al., MICRO 2017, doi 10.1145/3123939.3124545"};
    case Standard::hmc:
      return {4.2e-12, "doi 10.1145/3093336.3037702"};
    case Standard::hypertransport:
      // 10.4 W of four links of 6.4 GB/s.
      return {10.4 / (4 * 6.4e9 * 8),
              "Shafiee et al. (ISAAC), ISCA 2016, Table I: 10.4 W, four "
              "links of 6.4 GB/s"};
  }
  return {0, ""};
}

class Link : public CostModel {
 public:
  const char* kind() const override { return "link"; }
  Sees sees() const override { return {false, false, false}; }

  void fields(Fields& f) override {
    f.choice("standard", standard_,
             {{"custom", "as energy_per_bit says"},
              {"lpddr", "40 pJ/bit"},
              {"lpddr4", "8 pJ/bit"},
              {"ddr3", "70 pJ/bit"},
              {"gddr5", "14 pJ/bit"},
              {"hbm2", "3.9 pJ/bit"},
              {"hmc", "4.2 pJ/bit"},
              {"hypertransport", "50.8 pJ/bit, as in ISAAC"}},
             "Whose energy per bit.", Presence::optional);
    if (standard_ == Standard::custom || f.documents()) {
      f.quantity("energy_per_bit", energy_per_bit_, {0, 1e-9}, "Energy of sending one bit.",
                 f.documents() ? Presence::optional : Presence::required);
      f.text("reference", reference_, "Where energy_per_bit comes from.",
             f.documents() ? Presence::optional : Presence::required);
    }
    f.integer("bits", bits_, {0, 1000000},
              "Bits of one action; 0: those of the block that uses it.", Presence::optional);
    f.quantity("area", area_, {0, 1e-3}, "Area of the PHY; 0: not counted.", Presence::optional);
    f.quantity("idle_power", idle_power_, {0, 100}, "Power whether used or not; 0: not counted.",
               Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    const bool custom = standard_ == Standard::custom;
    const Published from = published(standard_);
    const Energy per_bit = custom ? energy_per_bit_ : from.joule_per_bit * si::joule;
    Cost cost;
    cost.energy = static_cast<double>(bits) * per_bit;
    cost.area = area_;
    cost.leakage = idle_power_;
    cost.source = "Link: " + std::to_string(bits) + " bits of " +
                  format_si_rounded(per_bit.value(), "J", 3) + " (" +
                  (custom ? reference_ : from.source) + ")";
    warn_of_no_bits(bits, "Link", cost);
    if (area_.value() == 0) cost.source += ", area not counted";
    if (idle_power_.value() == 0) cost.source += ", idle power not counted";
    return cost;
  }

 private:
  Standard standard_ = Standard::custom;
  Energy energy_per_bit_;
  std::string reference_;
  int bits_ = 0;
  Area area_;
  Power idle_power_;
};

}  // namespace

extern const Kind<CostModel> link_circuit_cost;
const Kind<CostModel> link_circuit_cost{
    "link", "Sends bits off the chip.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<Link>(); }};

}  // namespace mho
