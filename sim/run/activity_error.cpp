#include "sim/run/activity_error.hpp"

#include "sim/chip/macro_actions.hpp"
#include "sim/results/ledger.hpp"

namespace mho {

namespace {

/// Of one layer's MVMs, what depends on data.
ExactEnergy data_energy(const Chip& chip, const LayerPlacement& layer,
                        const MvmActivity& activity) {
  const AnalogMacroSpec* macro = chip.kind(layer.tile_kind).macro().analog();
  if (macro == nullptr) return 0;
  const ActionCounts counts = macro_actions(activity, *macro, 0, 0);
  ExactEnergy energy = 0;
  for (std::size_t i = 0; i < kActions; ++i) {
    const Action action = static_cast<Action>(i);
    const bool decided = action == Action::cell_read || action == Action::row_charge ||
                         action == Action::adc_step || macro->zero_skipping != ZeroSkipping::none;
    if (decided && counts[action] != 0)
      energy += to_exact(chip.kind(layer.tile_kind).price(action).energy) * counts[action];
  }
  return energy;
}

ExactEnergy data_energy(const ProgrammedNetwork& network,
                        const std::vector<MvmActivity>& activity) {
  const std::vector<LayerPlacement>& layers = network.placement().layers;
  ExactEnergy energy = 0;
  for (std::size_t slot = 0; slot < layers.size(); ++slot)
    energy += data_energy(network.chip(), layers[slot], activity[slot]);
  return energy;
}

}  // namespace

double activity_error(const ProgrammedNetwork& network, const MvmStatistics& statistics,
                      std::span<const IntTensor> images, int threads) {
  ExactEnergy executed = 0;
  for (std::size_t i = 0; i < images.size(); ++i)
    executed += data_energy(
        network, executed_activity(network, images[i], static_cast<std::uint32_t>(i), threads));
  const ExactEnergy estimated = data_energy(network, estimated_activity(network, statistics)) *
                                static_cast<std::int64_t>(images.size());
  if (executed == 0) return 0;
  return to_energy(estimated).value() / to_energy(executed).value() - 1;
}

}  // namespace mho
