// What a run's carbon is counted with: grid, fab, life, training, the way to a server. Nothing that
// is simulated depends on it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/carbon_service.hpp"
#include "models/chiplet_package.hpp"
#include "models/die_yield.hpp"
#include "models/energy_label.hpp"
#include "sim/chip/chip_spec.hpp"

namespace mho {

struct YieldSpec {
  YieldModel model = YieldModel::stated;
  double good_share = 0;       ///< stated
  double defects_per_cm2 = 0;  ///< 0: the fab's table
  double clustering = 10;

  void fields(Fields& f);
};

/// One die of a chip cut into equal ones.
struct ChipletsSpec {
  int number = 1;
  ChipletPackage package;

  void fields(Fields& f);
};

/// A kind of memory, and what making it emits.
struct MemoryKind {
  std::string name;
  double g_per_gb = 0;  ///< 1e9 bytes

  void fields(Fields& f);
};

/// Making the memory beside the chip: stated, or of a table of kinds.
struct MemoryMakingSpec {
  std::vector<MemoryKind> kinds;
  std::string kind;            ///< of these
  double stated_g_per_gb = 0;  ///< in the place of a kind
  std::string source;

  void fields(Fields& f);
  double g_per_gb() const;
};

/// Training of the network, once for all who use it.
struct TrainingSpec {
  Mass emission;  ///< 0: of the energy
  Energy energy;  ///< at the plug of the machines
  double pue = 1;
  double inferences = 0;  ///< that it is spread over
  std::string source;

  void fields(Fields& f);
};

/// The same inference sent away.
struct RemoteSpec {
  double request_bytes = 0;  ///< 0: the network's input at its bits
  double answer_bytes = 0;   ///< 0: the network's output, one byte a value
  NetworkLink link;
  Server server;
  std::optional<ChipSpec> chip;  ///< simulated in the place of the server's energy and latency
  int batch = 1;                 ///< inferences that this chip takes at once
  double g_per_kwh = 0;          ///< of network and server; 0: the run's grid

  void fields(Fields& f);
};

struct CarbonSpec {
  Grid grid;
  std::string region;
  int year = 0;
  double pue = 1;  ///< of the place where the chip is used
  Fab fab;
  double fab_g_per_kwh = 0;
  double abatement = 0;
  YieldSpec yield;
  std::optional<ChipletsSpec> chiplets;
  std::optional<MemoryMakingSpec> memory;
  Time lifetime;
  std::optional<TrainingSpec> training;
  std::optional<RemoteSpec> remote;
  std::optional<LabelScale> label;
  std::string source;

  void fields(Fields& f);
  /// Per cm2 at that node; empty where neither the run nor the fab's table says.
  std::optional<double> defects(Length node) const;
};

}  // namespace mho
