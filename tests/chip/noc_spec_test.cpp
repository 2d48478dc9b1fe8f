// What a chip's `noc` must and must not state follows from its topology.
#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "sim/base/error.hpp"
#include "sim/chip/chip_spec.hpp"
#include "sim/config/config.hpp"

namespace mho {
namespace {

const std::string kCost = "energy: 5 pJ, area: 1 mm2, leakage: 1 uW, source: test";
const std::string kRouter = "router: {" + kCost + "}\n";
const std::string kWire =
    "wire: {length: 8 mm, energy: 1 pJ, area: 1 um2, leakage: 1 nW, source: test}\n";

/// What is said of a network that states these lines beside what all state; empty: nothing.
std::string complaint(const std::string& lines, const std::string& router = kRouter) {
  const std::string common =
      "flit_bits: 64\nclock: 1 GHz\nrouter_cycles: 2\nbuffer_flits: 32\n" + router;
  try {
    read_spec<NocSpec>(Document::parse(common + lines, "test"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

/// Lines of `noc` that choose a topology, which has the smallest of its keys.
std::string chosen(const Topology& topology) {
  static const std::map<std::string, std::string> keys{
      {"mesh", "columns: 4\ntiles_per_router: 1\n"}, {"h_tree", "radix: 2\n"}};
  const auto own = keys.find(topology.kind());
  return "topology: " + std::string(topology.kind()) + "\n" +
         (own == keys.end() ? "" : own->second);
}

TEST_CASE("a topology whose wires are priced by length needs a wire, and no other takes one") {
  for (const Kind<Topology>& kind : topology_kinds()) {
    INFO(kind.name);
    const auto topology = kind.make();
    const std::string without = chosen(*topology), with = without + kWire;
    const bool needs = topology->wire_length() != nullptr;
    CHECK(complaint(needs ? with : without).empty());
    CHECK_THAT(complaint(needs ? without : with),
               Catch::Contains("wire: must be given with topology: ") &&
                   Catch::Contains(" and only then (a mesh counts its links with the router)"));
  }
  const std::string words = complaint("columns: 4\ntiles_per_router: 1\n" + kWire);
  for (const Kind<Topology>& kind : topology_kinds()) {
    INFO(kind.name);
    const bool named = words.substr(0, words.find(", and only then")).find(kind.name) != words.npos;
    CHECK(named == (kind.make()->wire_length() != nullptr));
  }
}

TEST_CASE("a topology takes its own keys and no other's") {
  CHECK_THAT(complaint("topology: bus\nradix: 2\n" + kWire), Catch::Contains("radix: unknown key"));
  CHECK_THAT(complaint("topology: h_tree\ncolumns: 4\n" + kWire),
             Catch::Contains("columns: unknown key") && Catch::Contains("radix: missing"));
  CHECK_THAT(complaint("topology: h_tree\nradix: 3\n" + kWire),
             Catch::Contains("radix: must be 2 or 4"));
  CHECK_THAT(complaint("topology: h_tre\n"),
             Catch::Contains("must be one of mesh, bus, h_tree, point_to_point, ") &&
                 Catch::Contains(", did you mean 'h_tree'?"));
}

TEST_CASE("partial sums are added on the way where there are routers to add them") {
  const std::string adding =
      "reduction: on_the_way\nrouter: {" + kCost + ", adder: {" + kCost + "}}\n";
  for (const Kind<Topology>& kind : topology_kinds()) {
    INFO(kind.name);
    const auto topology = kind.make();
    const std::string words =
        complaint(chosen(*topology) + (topology->wire_length() ? kWire : ""), adding);
    if (topology->adds_on_the_way())
      CHECK(words.empty());
    else
      CHECK_THAT(words, Catch::Contains("reduction: on_the_way needs routers: topology mesh, ") &&
                            Catch::Contains("; allowed here: destination"));
  }
}

}  // namespace
}  // namespace mho
