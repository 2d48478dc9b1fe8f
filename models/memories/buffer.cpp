#include "models/memories/buffer.hpp"

#include "models/costs/component.hpp"

namespace mho {

namespace {

constexpr const char* kReadSentence = "Energy of reading one access.";
constexpr const char* kWriteSentence = "Energy of writing one access.";
constexpr const char* kAreaSentence = "Area of the whole memory.";
constexpr const char* kLeakageSentence = "Power whether used or not.";
constexpr const char* kSourceSentence = "Where the values come from.";

}  // namespace

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

std::vector<std::string> BesideMemoryModel::keys() const {
  std::vector<std::string> keys;
  if (read_energy) keys.emplace_back("read_energy");
  if (write_energy) keys.emplace_back("write_energy");
  if (area) keys.emplace_back("area");
  if (leakage) keys.emplace_back("leakage");
  return keys;
}

void BufferSpec::keep(const BufferSpec& stated) {
  if (!beside.any()) return;
  if (beside.read_energy) read_energy = stated.read_energy;
  if (beside.write_energy) write_energy = stated.write_energy;
  if (beside.area) area = stated.area;
  if (beside.leakage) leakage = stated.leakage;
  source = source_beside(beside.keys(), stated.source, source);
}

void BufferSpec::beside_fields(Fields& f) {
  const auto take = [&](const char* key, bool& stands, auto& value, Range range,
                        const char* sentence) {
    stands = f.beside("model", key, stands);
    if (stands) f.quantity(key, value, range, sentence);
  };
  take("read_energy", beside.read_energy, read_energy, {0, 1e-6}, kReadSentence);
  take("write_energy", beside.write_energy, write_energy, {0, 1e-6}, kWriteSentence);
  take("area", beside.area, area, {0, 1e-2}, kAreaSentence);
  take("leakage", beside.leakage, leakage, {0, 100}, kLeakageSentence);
  if (f.beside("model", "source", !source.empty())) f.text("source", source, kSourceSentence);
  if (!model) return;
  const bool all = beside.read_energy && beside.write_energy && beside.area && beside.leakage;
  f.rule(!all || cycle.value() == 0, "model",
         "says nothing, where all that it gives is stated beside it; allowed: not all of it, or, "
         "with its source, without a model");
  f.rule(beside.any() || source.empty(), "source",
         "is that of the model; allowed: beside a stated energy, area or leakage");
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
           "A model of the memory, in place of energies, area, leakage and source; what is stated "
           "beside it holds.",
           Presence::optional);
  const bool replaced = !overridden && f.has("model");
  const bool constants = !replaced && (!model || f.documents());
  f.quantity("cycle", cycle, {0, 1e-3},
             "Time between two accesses of a port; with a model optional, 0: what the model says.",
             model || replaced || f.documents() ? Presence::optional : Presence::required);
  f.rule(model || cycle.value() >= 1e-12, "cycle", "must be at least 1 ps");
  if (!constants) return beside_fields(f);
  f.quantity("read_energy", read_energy, {0, 1e-6}, kReadSentence);
  f.quantity("write_energy", write_energy, {0, 1e-6}, kWriteSentence);
  f.quantity("area", area, {0, 1e-2}, kAreaSentence);
  f.quantity("leakage", leakage, {0, 100}, kLeakageSentence);
  f.text("source", source, kSourceSentence);
}

}  // namespace mho
