// A spec's numbers as a list, and a spec with one of them changed.
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/config/config.hpp"

namespace mho {

namespace {

struct Form {
  virtual ~Form() = default;
  virtual const char* kind() const = 0;
  virtual void fields(Fields& f) = 0;
};

struct Disk final : Form {
  Length radius;
  const char* kind() const override { return "circle"; }
  void fields(Fields& f) override { f.quantity("radius", radius, {0, 1}, "Radius."); }
};

std::shared_ptr<Form> make_disk() { return std::make_shared<Disk>(); }

struct Item {
  Energy energy;
  void fields(Fields& f) { f.quantity("energy", energy, {0, 1}, "Energy."); }
};

struct Example {
  int rows = 0;
  double ratio = 0;
  std::int64_t bytes = 0;
  std::optional<Item> absent;
  std::vector<Item> items;
  std::shared_ptr<Form> shape;

  void fields(Fields& f) {
    static const std::vector<Kind<Form>> kinds{{"circle", "Round.", make_disk}};
    f.integer("rows", rows, {1, 10}, "Rows.");
    f.number("ratio", ratio, {0, 1}, "A ratio.");
    f.bytes("bytes", bytes, {0, 100}, "Capacity.");
    f.section("absent", absent, "An item.");
    f.sections("items", items, "Items.");
    f.kind("shape", shape, kinds, "A shape.");
    f.rule(items.empty() || items[0].energy.value() < 0.5, "items", "must be cheap");
  }
};

Example example() {
  return read_spec<Example>(Document::parse(
      "rows: 3\nratio: 0.25\nbytes: 8 B\nitems:\n  - energy: 1 pJ\n  - energy: 2 pJ\n"
      "shape:\n  kind: circle\n  radius: 1 mm\n",
      "example.yaml"));
}

}  // namespace

TEST_CASE("numbers of a spec are those that are not whole by nature, with key, value and unit") {
  const auto numbers = numbers_of(example());
  REQUIRE(numbers.size() == 4);
  CHECK(numbers[0].key == "ratio");
  CHECK(numbers[0].unit.empty());
  CHECK(numbers[1].key == "items[0].energy");
  CHECK(numbers[2].key == "items[1].energy");
  CHECK(numbers[2].value_si == 2e-12);
  CHECK(numbers[2].unit == "J");
  CHECK(numbers[3].key == "shape.radius");
}

TEST_CASE("a spec with another number differs in it alone, and shares nothing with the first") {
  const Example before = example();
  const Example after = with_number(before, "items[1].energy", 3e-12);
  CHECK(after.items[1].energy.value() == 3e-12);
  CHECK(after.items[0].energy.value() == 1e-12);
  CHECK(after.rows == 3);
  const Example larger = with_number(before, "shape.radius", 2e-3);
  CHECK(static_cast<const Disk&>(*larger.shape).radius.value() == 2e-3);
  CHECK(static_cast<const Disk&>(*before.shape).radius.value() == 1e-3);
}

TEST_CASE("a changed number is held to its range and to the rules") {
  CHECK_THROWS_AS(with_number(example(), "ratio", 1.01), InputError);
  CHECK_NOTHROW(with_number(example(), "ratio", 1));
  CHECK_THROWS_AS(with_number(example(), "items[0].energy", 0.6), InputError);
  CHECK_THROWS_AS(with_number(example(), "rows", 4), Bug);
}

}  // namespace mho
