#include "sim/chip/mover.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "models/technology/leakage.hpp"
#include "models/technology/technology.hpp"
#include "models/technology/wires.hpp"
#include "sim/base/error.hpp"
#include "sim/chip/evaluation.hpp"

namespace mho {

namespace {

constexpr Sees kSeesNothing{false, false, false};

Time* delay_of(Component&) { return nullptr; }
Time* delay_of(TimedComponent& component) { return &component.delay; }

}  // namespace

Mover::Mover(const OperatingPoint& nominal, const OperatingPoint& point)
    : nominal_(nominal), point_(point), moves_(moved(nominal, point)) {
  if (nominal.node.value() > 0)
    for (std::string& warning : node_warnings(nominal.node)) warn("", std::move(warning));
  if (!moves_) return;
  logic_energy_ = energy_factor(nominal, point);
  delay_ = delay_factor(nominal, point);
  leakage_ = leakage_factor(nominal, point);
  voltage_ = point.supply / nominal.supply;
  for (const OperatingPoint& each : {nominal, point})
    for (std::string& warning : range_warnings(each)) warn("", std::move(warning));
}

void Mover::enter(std::string section, std::string label) {
  section_ = std::move(section);
  label_ = std::move(label);
}

void Mover::circuit(const std::string& path, Component& block, Circuit kind, const Use& use) {
  price(path, block, kind, use);
}

void Mover::circuit(const std::string& path, TimedComponent& block, Circuit kind, const Use& use) {
  price(path, block, kind, use);
}

void Mover::memory(const std::string& path, BufferSpec& buffer) {
  move(buffer.cycle);
  if (buffer.model) {
    BufferSpec stated = buffer;
    buffer.evaluate(point_, found_);
    move_costs(stated);
    buffer.keep(stated);
    return warn_of_found(path);
  }
  move_costs(buffer);
}

void Mover::move_costs(BufferSpec& buffer) const {
  if (!moves_) return;
  buffer.read_energy *= logic_energy_;
  buffer.write_energy *= logic_energy_;
  buffer.leakage *= leakage_;
  tell(buffer.source, {{"energy", logic_energy_, buffer.read_energy.value() > 0},
                       {"cycle", delay_, buffer.model == nullptr},
                       {"static", leakage_, buffer.leakage.value() > 0}});
}

void Mover::cell(CellCost& cell) const {
  if (!moves_) return;
  const double write = cell.is_volatile ? voltage_ * voltage_ : 1;
  cell.write_energy *= write;
  cell.leakage *= leakage_;
  tell(cell.source, {{"write energy", write, cell.write_energy.value() > 0},
                     {"static", leakage_, cell.leakage.value() > 0}});
}

void Mover::array_read(AnalogMacroSpec& macro) const {
  if (!moves_) return;
  const bool timed = macro.read_energy != ReadEnergy::ohmic;
  macro.array_read *= voltage_ * voltage_;
  tell(macro.array_source, {{"energy", voltage_ * voltage_, macro.array_read.value() > 0},
                            {"integration", delay_, timed && macro.integration.value() > 0}});
}

void Mover::charges(ArrayChargeSpec& charge) const {
  if (charge.model == ChargeModel::geometry) take_geometry(charge);
  if (!moves_) return;
  charge.row_voltage *= voltage_;
  charge.column_supply *= voltage_;
  charge.column_swing *= voltage_;
  tell(charge.source, {{"voltages", voltage_, true}});
}

/// Wires over the cells' edges, and a transistor two nodes wide at each: its gate on the row, its
/// drain, which it shares with its neighbor, on the column. A cell's capacitor hangs on the column,
/// too, which is set back before each pass.
void Mover::take_geometry(ArrayChargeSpec& charge) const {
  const double transistor = 2 * kGateFaradPerMeter * nominal_.node.value();
  // Bit cells stand side by side, each with columns of its own.
  const double bits = charge.bit_cells;
  const double width = array_.cell_width.value() * std::sqrt(bits);
  const double height = array_.cell_height.value() / std::sqrt(bits);
  charge.row = from_si<Capacitance>(kWireFaradPerMeter * width + bits * transistor);
  charge.column =
      charge.cell + from_si<Capacitance>(bits * (kWireFaradPerMeter * height + transistor / 2));
  for (Voltage* each : {&charge.row_voltage, &charge.column_supply, &charge.column_swing})
    if (each->value() == 0) *each = nominal_.supply;
  charge.source += std::string(charge.source.empty() ? "" : "; ") + "row " +
                   format_si_rounded(charge.row.value(), "F", 3) + ", column " +
                   format_si_rounded(charge.column.value(), "F", 3) +
                   " a cell: 0.2 fF/um of wire (Ho, Mai and Horowitz 2001), a gate or half a drain "
                   "two nodes wide at 1 fF/um (Weste and Harris 2011)";
  charge.model = ChargeModel::stated;
  charge.modelled_by = "geometry";
  charge.bit_cells = 1;
}

void Mover::clocked(PowerSpec& spec) const {
  if (!moves_) return;
  spec.power *= logic_energy_ / delay_;
  tell(spec.source, {{"power", logic_energy_ / delay_, spec.power.value() > 0}});
}

void Mover::waking(PowerGatingSpec& gating) const {
  if (!moves_) return;
  gating.wake_energy *= logic_energy_;
  gating.wake_time *= delay_;
  tell(gating.source, {{"wake energy", logic_energy_, gating.wake_energy.value() > 0},
                       {"wake time", delay_, gating.wake_time.value() > 0}});
}

void Mover::move(Time& time) const {
  if (moves_) time *= delay_;
}

void Mover::move(Frequency& clock) const {
  if (moves_) clock /= delay_;
}

void Mover::warn(const std::string& path, std::string text) {
  const auto same = std::find_if(warnings_.begin(), warnings_.end(),
                                 [&](const Warning& each) { return each.text == text; });
  std::vector<std::string> blocks;
  if (!path.empty()) blocks.push_back(name_of(path));
  if (same == warnings_.end()) return warnings_.push_back({std::move(text), std::move(blocks)});
  // What is said of the chip as a whole holds for its blocks.
  if (same->blocks.empty() || blocks.empty()) return same->blocks.clear();
  if (std::find(same->blocks.begin(), same->blocks.end(), blocks[0]) == same->blocks.end())
    same->blocks.push_back(std::move(blocks[0]));
}

std::vector<std::string> Mover::warnings() const {
  std::vector<std::string> texts;
  for (const Warning& warning : warnings_) {
    std::string blocks;
    for (const std::string& block : warning.blocks) blocks += (blocks.empty() ? "" : ", ") + block;
    texts.push_back(blocks + (blocks.empty() ? "" : ": ") + warning.text);
  }
  return texts;
}

template <class Block>
void Mover::price(const std::string& path, Block& block, Circuit kind, const Use& use) {
  if (!block.model) return move(block, kind, kSeesNothing);
  if (!use.caution.empty()) warn(path, use.caution);
  Block stated = block;
  try {
    evaluate(block, kind, use);
  } catch (const InputError& error) {
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems)
      problem.key = "chip." + section_ + path + ".model." + problem.key;
    throw InputError(std::move(problems));
  }
  block.energy /= use.actions;
  block.area *= use.copies;
  block.leakage *= use.copies;
  // What stands beside a model is of the block as a whole, and moves as constants do.
  move(stated, kind, kSeesNothing);
  block.keep(stated);
  warn_of_found(path);
}

/// The model in place of the values: what follows the supply at the chip's point, the rest at the
/// nominal one and moved.
template <class Block>
void Mover::evaluate(Block& block, Circuit kind, const Use& use) {
  Duty there;
  there.point = nominal_;
  there.design = nominal_;
  there.bits = use.bits;
  there.other_bits = use.other_bits;
  there.time = use.time;
  there.array = array_;
  there.row_is_priced = use.row_is_priced;
  there.swing = use.swing;
  there.hold = use.hold;
  there.noise = use.noise;
  there.speedup = use.speedup;
  there.abuts = use.abuts;
  if (!moves_ || kind == Circuit::link) return block.evaluate(there, found_);
  const Sees sees = block.model->sees();
  Duty here = there;
  here.point = point_;
  move(here.time);
  Block at_point = block;
  if (Time* const delay = delay_of(at_point)) move(*delay);
  if (sees.energy && sees.delay && sees.leakage) {
    at_point.evaluate(here, found_);
    block = std::move(at_point);
    return;
  }
  block.evaluate(there, found_);
  std::vector<std::string> said_already;
  at_point.evaluate(here, said_already);
  if (sees.energy) block.energy = at_point.energy;
  if (sees.leakage) block.leakage = at_point.leakage;
  if (Time* const delay = delay_of(block); delay && sees.delay) *delay = *delay_of(at_point);
  move(block, kind, sees);
}

template <class Block>
void Mover::move(Block& block, Circuit kind, const Sees& sees) const {
  if (!moves_ || kind == Circuit::link) return;
  const bool is_logic = kind == Circuit::logic;
  const double energy = sees.energy ? 1 : is_logic ? logic_energy_ : voltage_ * voltage_;
  // What an analog circuit takes at rest is bias: a current that its design holds.
  const double leakage = sees.leakage ? 1 : is_logic ? leakage_ : voltage_;
  const double delay = sees.delay ? 1 : delay_;
  Time* const time = delay_of(block);
  block.energy *= energy;
  block.leakage *= leakage;
  if (time) *time *= delay;
  tell(block.source, {{"energy", energy, block.energy.value() > 0},
                      {"delay", delay, time && time->value() > 0},
                      {"static", leakage, block.leakage.value() > 0}});
}

void Mover::tell(std::string& source, std::initializer_list<Factor> factors) const {
  const auto text = [](const OperatingPoint& point) {
    return format_si_rounded(point.supply.value(), "V", 3) + ", " +
           format_si_rounded(point.temperature.value(), "K", 3);
  };
  std::string moves;
  for (const Factor& each : factors)
    if (each.is_there && (each.factor < 1 || each.factor > 1))
      moves += std::string(moves.empty() ? "" : ",") + ' ' + each.what + " x " +
               format_si_rounded(each.factor, "", 3);
  if (moves.empty()) return;
  if (source.ends_with('.')) source.pop_back();
  source += "; moved from " + text(nominal_) + " to " + text(point_) + ':' + moves;
}

std::string Mover::name_of(const std::string& path) const {
  constexpr std::string_view kMacro = "macro.";
  return label_ + (path.starts_with(kMacro) ? path.substr(kMacro.size()) : path);
}

void Mover::warn_of_found(const std::string& path) {
  for (std::string& warning : std::exchange(found_, {})) warn(path, std::move(warning));
}

}  // namespace mho
