#include "sim/chip/components/components.hpp"

#include "sim/base/error.hpp"
#include "sim/chip/chip_spec.hpp"

namespace mho {

const char* name_of(Level level) {
  switch (level) {
    case Level::macro:
      return "macro";
    case Level::tile:
      return "tile";
    case Level::chip:
      return "chip";
    case Level::off_chip:
      return "off_chip";
  }
  throw Bug("a level without a name");
}

void list_components(ChipSpec& chip, Components& c) {
  for (int kind = 0; kind < chip.kinds(); ++kind) {
    c.enter(kind);
    chip.tile_kind(kind).components(c);
  }
  c.enter({});
  chip.components(c);
}

std::string section_of(std::optional<int> kind) {
  if (!kind) return "";
  return *kind == 0 ? "tile" : "other_tiles[" + std::to_string(*kind - 1) + "].tile";
}

std::string prefix_of(std::optional<int> kind) { return kind ? section_of(kind) + "." : ""; }

std::vector<ListedAction> accesses(const std::string& section, const BufferSpec& buffer,
                                   Action read, Action write) {
  return {{read, "read", "one access", buffer.read_energy, {section + ".read_energy"}},
          {write, "write", "one access", buffer.write_energy, {section + ".write_energy"}}};
}

std::vector<ListedAction> with_toggles(ListedAction action, ListedAction toggle,
                                       const Component& part, double rate) {
  if (!part.follows_operands()) return {std::move(action)};
  action.energy = part.energy * part.idle_share;
  toggle.energy = part.energy * (part.toggle_share * rate);
  return {std::move(action), std::move(toggle)};
}

std::vector<std::string> memory_sizes(const std::string& section) {
  std::vector<std::string> sizes;
  for (const char* size : {"capacity", "width", "ports", "port_use", "banks"})
    sizes.push_back(section + "." + size);
  return sizes;
}

}  // namespace mho
