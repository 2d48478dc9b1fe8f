// A spec with every type of field, for the tests of reading, writing and describing.
#pragma once

#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/config/fields.hpp"

namespace mho {

enum class Color { red, green, blue };

struct Shape {
  virtual ~Shape() = default;
  virtual const char* kind() const = 0;
  virtual void fields(Fields& f) = 0;
};

struct Circle : Shape {
  Length radius;
  const char* kind() const override { return "circle"; }
  void fields(Fields& f) override {
    f.quantity("radius", radius, {0, 1e-3}, "Radius of the circle.");
  }
};

struct Square : Shape {
  Length side;
  bool hollow = false;
  const char* kind() const override { return "square"; }
  void fields(Fields& f) override {
    f.quantity("side", side, {0, 1e-3}, "Side of the square.");
    f.flag("hollow", hollow, "Whether only the border is there.", Presence::optional);
  }
};

inline const std::vector<Kind<Shape>>& shapes() {
  static const std::vector<Kind<Shape>> kinds{
      {"circle", "A round one.",
       []() -> std::shared_ptr<Shape> { return std::make_shared<Circle>(); }},
      {"square", "One with corners.",
       []() -> std::shared_ptr<Shape> { return std::make_shared<Square>(); }}};
  return kinds;
}

struct PartSpec {
  int low = 0;
  int high = 0;

  void fields(Fields& f) {
    f.integer("low", low, {0, 100}, "Lower end.");
    f.integer("high", high, {0, 100}, "Upper end.");
    f.rule(low <= high, "high", "is below low");
  }
};

struct EveryFieldSpec {
  std::string name;
  std::string note = "none";
  std::string file;
  std::string extra_file;
  bool fast = false;
  int bits = 0;
  int trials = 5;
  std::int64_t images = 0;
  double fraction = 0;
  Frequency clock;
  Energy energy;
  Area area;
  Voltage offset;
  std::int64_t capacity = 0;
  Color color = Color::red;
  std::map<std::string, int> copies;
  std::vector<double> curve;
  std::vector<Energy> steps;
  std::vector<std::string> labels;
  std::vector<PartSpec> spans;
  PartSpec part;
  std::optional<PartSpec> spare;
  std::shared_ptr<Shape> shape;

  void fields(Fields& f) {
    f.text("name", name, "Name of the thing.");
    f.text("note", note, "Remark.", Presence::optional);
    f.path("file", file, "Where the data is.");
    f.path("extra_file", extra_file, "Where more data is.", Presence::optional);
    f.flag("fast", fast, "Whether it is fast.");
    f.integer("bits", bits, {1, 8}, "Bits of the thing.");
    f.integer("trials", trials, {1, 1e12}, "How often it is tried.", Presence::optional);
    f.integer("images", images, {0, std::numeric_limits<double>::infinity()},
              "How many images there are.");
    f.number("fraction", fraction, {0, 1}, "Part of the whole.");
    f.quantity("clock", clock, {1e6, 1e10}, "Cycles per second.");
    f.quantity("energy", energy, {0, 1e-9}, "Energy of one step.");
    f.quantity("area", area, {0, 1e-3}, "Area of the thing.");
    f.quantity("offset", offset, {-1, 1}, "Offset of the thing.");
    f.bytes("capacity", capacity, {1, 1e9}, "Size of the memory.");
    f.choice("color", color,
             {{"red", "Like blood."}, {"green", "Like grass."}, {"blue", "Like the sky."}},
             "Color of the thing.");
    f.integers_by_name("copies", copies, {1, 64}, "Copies by layer.");
    f.numbers("curve", curve, {-1, 1}, "Coefficients of a curve.", Presence::optional);
    f.quantities("steps", steps, {0, 1e-9}, "Energies of the steps.", Presence::optional);
    f.texts("labels", labels, "Names of the steps.", Presence::optional);
    f.sections("spans", spans, "Parts in turn.", Presence::optional);
    f.section("part", part, "A part.");
    f.section("spare", spare, "A spare part.");
    f.kind("shape", shape, shapes(), "Form of the thing.");
    f.rule(bits != 7 || !fast, "bits", "is 7, which fast does not allow");
  }
};

/// A text from which EveryFieldSpec can be read, without what is optional.
inline const std::string kEveryField = R"(name: thing
file: data.bin
fast: true
bits: 4
images: 10000
fraction: 0.25
clock: 1.2 GHz
energy: "3 pJ"
area: 83000 um2
offset: -50 mV
capacity: 64 KiB
color: green
part: {low: 1, high: 2}
shape:
  kind: circle
  radius: 5 um
)";

}  // namespace mho
