#include "models/memories/buffer.hpp"

#include "models/costs/component.hpp"

namespace mho {

void BufferSpec::evaluate(const OperatingPoint& point, std::vector<std::string>& warnings) {
  if (!model) return;
  const int all_ports = port_use == PortUse::separate ? 2 * ports : ports;
  MemoryCost cost = model->cost({point, capacity_bytes, width_bits, all_ports, banks});
  read_energy = cost.read_energy;
  write_energy = cost.write_energy;
  warn_if_shorter(cycle, cost.cycle, cost.warnings);
  if (cycle.value() == 0) cycle = cost.cycle;
  area = cost.area;
  leakage = cost.leakage;
  source = std::move(cost.source);
  modelled_by = model->is_of_constants() ? "" : model->kind();
  model = nullptr;
  for (std::string& warning : cost.warnings) warnings.push_back(std::move(warning));
}

void BufferSpec::fields(Fields& f) {
  f.bytes("capacity", capacity_bytes, {1, 1e12}, "What the memory holds.");
  f.integer("width", width_bits, {1, 65536}, "Bits of one access.");
  f.integer("ports", ports, {1, 64},
            "Accesses that a bank serves in one cycle; of port_use separate: reads, and as many "
            "writes.",
            Presence::optional);
  f.choice("port_use", port_use,
           {{"shared", "reads and writes take turns on the same ports"},
            {"separate", "reads and writes have ports of their own"}},
           "What the ports serve.", Presence::optional);
  f.integer("banks", banks, {1, 1024},
            "Banks over which consecutive words are interleaved; transfers in different banks "
            "proceed at the same time, those that meet in one wait.",
            Presence::optional);
  f.rule(static_cast<double>(banks) * width_bits <= 8 * static_cast<double>(capacity_bytes),
         banks > 1 ? "banks" : "width",
         "hold more than capacity, " + format_si(static_cast<double>(capacity_bytes), "B") +
             ", with one access (width) each; allowed: at most that");
  f.flag("packing", packing,
         "Consecutive pixels share words; otherwise each pixel begins a word of its own.",
         Presence::optional);
  const std::vector<const char*> stated{"read_energy", "write_energy", "area", "leakage", "source"};
  const bool overridden = f.overridden("model", stated);
  if (!overridden)
    f.kind("model", model, memory_model_kinds(),
           "A model of the memory, in place of energies, area, leakage and source.",
           Presence::optional);
  const bool replaced = !overridden && f.replaced("model", stated);
  const bool constants = !replaced && (!model || f.documents());
  f.quantity("cycle", cycle, {0, 1e-3},
             "Time between two accesses of a port; with a model optional, 0: what the model says.",
             model || replaced || f.documents() ? Presence::optional : Presence::required);
  f.rule(model || cycle.value() >= 1e-12, "cycle", "must be at least 1 ps");
  if (!constants) return;
  f.quantity("read_energy", read_energy, {0, 1e-6}, "Energy of reading one access.");
  f.quantity("write_energy", write_energy, {0, 1e-6}, "Energy of writing one access.");
  f.quantity("area", area, {0, 1e-2}, "Area of the whole memory.");
  f.quantity("leakage", leakage, {0, 100}, "Power whether used or not.");
  f.text("source", source, "Where the values come from.");
}

}  // namespace mho
