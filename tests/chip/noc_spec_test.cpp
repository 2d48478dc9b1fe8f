// What a chip's `noc` must and must not state follows from its topology.
#include <catch2/catch.hpp>
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

TEST_CASE("a topology whose wires are priced by length needs a wire, and no other takes one") {
  const std::string mesh = "columns: 4\ntiles_per_router: 1\n";
  CHECK(complaint(mesh).empty());
  CHECK(complaint("topology: bus\n" + kWire).empty());
  CHECK(complaint("topology: h_tree\nradix: 4\n" + kWire).empty());
  CHECK(complaint("topology: point_to_point\n" + kWire).empty());
  CHECK(complaint("topology: star\n" + kWire).empty());
  const auto must = Catch::Contains(
      "wire: must be given with topology: bus, h_tree, point_to_point and star, and only then (a "
      "mesh "
      "counts its links with the router)");
  CHECK_THAT(complaint(mesh + kWire), must);
  for (const char* topology : {"bus", "h_tree\nradix: 2", "point_to_point", "star"})
    CHECK_THAT(complaint("topology: " + std::string(topology) + "\n"), must);
}

TEST_CASE("a topology takes its own keys and no other's") {
  CHECK_THAT(complaint("topology: bus\nradix: 2\n" + kWire), Catch::Contains("radix: unknown key"));
  CHECK_THAT(complaint("topology: h_tree\ncolumns: 4\n" + kWire),
             Catch::Contains("columns: unknown key") && Catch::Contains("radix: missing"));
  CHECK_THAT(complaint("topology: h_tree\nradix: 3\n" + kWire),
             Catch::Contains("radix: must be 2 or 4"));
  CHECK_THAT(complaint("topology: h_tre\n"),
             Catch::Contains("must be one of mesh, bus, h_tree, point_to_point, star, did you mean "
                             "'h_tree'?"));
}

TEST_CASE("partial sums are added on the way where there are routers to add them") {
  const std::string adding =
      "reduction: on_the_way\nrouter: {" + kCost + ", adder: {" + kCost + "}}\n";
  CHECK(complaint("columns: 4\ntiles_per_router: 1\n", adding).empty());
  CHECK(complaint("topology: h_tree\nradix: 2\n" + kWire, adding).empty());
  CHECK(complaint("topology: star\n" + kWire, adding).empty());
  for (const char* topology : {"bus", "point_to_point"})
    CHECK_THAT(
        complaint("topology: " + std::string(topology) + "\n" + kWire, adding),
        Catch::Contains("reduction: on_the_way needs routers: topology mesh, h_tree or star; "
                        "allowed here: destination"));
}

}  // namespace
}  // namespace mho
