// What a machine consists of, each component written once. A spec that has components names them in
// a member function `void components(Components&)`, in this folder a file for each level of the
// machine. Visitors of these lists put numbers in the place of models (evaluation.hpp), lay a macro
// out (floorplan.hpp), make the table of parts with their prices (chip.hpp), time an MVM
// (mvm_timing.hpp), and tell which constants follow which sizes (sim/figures/constant_costs.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "devices/cell_cost.hpp"
#include "models/adcs/adc.hpp"
#include "models/costs/component.hpp"
#include "models/memories/buffer.hpp"
#include "models/memories/dram.hpp"
#include "sim/chip/action.hpp"

namespace mho {

struct ArrayChargeSpec;
struct ChipSpec;
struct PowerSpec;

/// A level of the machine; off_chip: beside the chip.
enum class Level { macro, tile, chip, off_chip };
const char* name_of(Level level);

/// How the costs of a circuit move with supply and temperature (evaluation.hpp).
enum class Circuit { logic, analog, link };

/// Where the instances of a macro's component lie in its outline.
enum class Lies { in_corner, in_cell, at_columns, at_rows };

/// The stage of an MVM that the delay of a component belongs to: of a drive (drive, sample), or of
/// a code (select, convert, shift_add).
enum class Stage { none, drive, sample, select, convert, shift_add };
inline constexpr std::size_t kStages = static_cast<std::size_t>(Stage::shift_add) + 1;

/// What a component draws while the chip waits for its next inference (power_states.hpp).
enum class Waiting {
  leaks,          ///< as ever, less what the power gates take away
  stops,          ///< nothing where the clock is gated
  keeps_weights,  ///< as `leaks`, or enough to keep what it holds
  stays_on        ///< as ever, beyond the power gates
};

/// Where the costs of one instance stand in the spec. A model in their place is of a circuit or of
/// a memory; a charged array has no costs of its own.
using Costs = std::variant<Component*, TimedComponent*, std::shared_ptr<Adc>*, BufferSpec*,
                           CellCost*, ArrayChargeSpec*, PowerSpec*, DramSpec*>;

/// What a model is evaluated for.
struct Use {
  int bits = 0;        ///< that the component is as wide as
  double copies = 1;   ///< of what a model describes make up one instance
  int other_bits = 0;  ///< of a second operand
  Time time = Time();  ///< that an action of a block without a delay may take, when nominal
  int actions = 1;     ///< that the model's energy is of
  bool row_is_priced = false;
  Voltage swing{};        ///< of a row at full scale
  Time hold{};            ///< that a row is driven for, at most
  double noise = 0;       ///< of a converter, share of full scale
  double speedup = 1;     ///< that it is built with, beyond what `time` asks for
  bool abuts = false;     ///< drawn with the cells, without white space
  std::string caution{};  ///< said where a model is in use
};

/// One thing that a component does.
struct ListedAction {
  Action action;
  const char* name;                  ///< "convert"
  const char* sentence;              ///< what one is
  std::optional<Energy> energy{};    ///< of one; absent: the costs' energy
  std::vector<std::string> keys{};   ///< that the energy is made of, itself first; none: its key
  std::string source{};              ///< "": that of the costs
  std::vector<std::string> sizes{};  ///< that a constant energy of its own is of
};

struct ListedComponent {
  const char* name;     ///< "adc"
  std::string section;  ///< of its costs: "macro.adc" of a tile, "noc.router" of the chip
  Level level;          ///< what holds it
  Costs costs;
  std::int64_t instances = 1;     ///< in one holder
  std::string how_many{};         ///< where `instances` follow from the number of tiles: how
  double instances_per_cost = 1;  ///< the costs are of so many instances
  Circuit circuit = Circuit::logic;
  Use use{};
  std::vector<std::string> sizes{};        ///< that costs and models are of
  std::vector<std::string> other_sizes{};  ///< that no model follows
  std::vector<ListedAction> actions{};
  Stage stage = Stage::none;
  Lies lies = Lies::in_corner;
  double serves = 1;  ///< in_cell, at_columns, at_rows: cells, columns or rows for one instance
  Waiting waiting = Waiting::leaks;
  std::optional<Level> counts_for{};  ///< level that its energy counts for; absent: its holder's
  bool is_shared_by_tiles = false;    ///< of the chip, but a tile counts its share of them
};

/// A time of a machine that belongs to no component's action.
struct ListedTime {
  std::string key;  ///< of its tile's YAML, or of the chip's
  std::variant<Time*, Frequency*> value;
  std::string source{};
  bool moves = true;       ///< with the supply, as logic does
  bool is_of_mvm = false;  ///< the interval of MVMs is made of it
};

/// Visits the lists of a machine.
class Components {
 public:
  virtual ~Components() = default;

  /// What is added from here on is of this kind of tile; without one: of the chip.
  virtual void enter(std::optional<int> kind) = 0;
  virtual void add(ListedComponent component) = 0;
  virtual void add_time(ListedTime /*time*/) {}
};

/// All of a machine: kind of tile after kind, then the chip.
void list_components(ChipSpec& chip, Components& c);

/// Section of a kind of tile in the chip's YAML: "tile", "other_tiles[0].tile"; of the chip: "".
/// And how keys in it begin.
std::string section_of(std::optional<int> kind);
std::string prefix_of(std::optional<int> kind);

/// Reads and writes of a memory; `section` as that of its component.
std::vector<ListedAction> accesses(const std::string& section, const BufferSpec& buffer,
                                   Action read, Action write);
/// The action of a part, and where its energy follows the operands what of it goes with `toggle`, a
/// count of which is `rate` of its inputs' toggle rate.
std::vector<ListedAction> with_toggles(ListedAction action, ListedAction toggle,
                                       const Component& part, double rate);
/// The sizes that decide what a memory costs.
std::vector<std::string> memory_sizes(const std::string& section);

}  // namespace mho
