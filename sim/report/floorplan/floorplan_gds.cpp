// A record is its length, type and kind of data, then the data, all big-endian.
#include <array>
#include <cmath>
#include <cstdint>

#include "sim/report/floorplan/floorplan_files.hpp"

namespace mho {

namespace {

/// Type and kind of data.
enum class Record : std::uint16_t {
  header = 0x0002,
  begin_library = 0x0102,
  library_name = 0x0206,
  units = 0x0305,
  end_library = 0x0400,
  begin_structure = 0x0502,
  structure_name = 0x0606,
  end_structure = 0x0700,
  boundary = 0x0800,
  text = 0x0C00,
  layer = 0x0D02,
  data_type = 0x0E02,
  coordinates = 0x1003,
  end_element = 0x1100,
  text_type = 0x1602,
  string = 0x1906
};

constexpr int kDie = 0, kTile = 1, kBeside = 2;  // layers

template <class T>
void put_big_endian(std::string& out, T value) {
  for (int shift = 8 * (static_cast<int>(sizeof value) - 1); shift >= 0; shift -= 8)
    out += static_cast<char>(static_cast<std::uint64_t>(value) >> shift);
}

void put_record(std::string& out, Record record, const std::string& data = "") {
  const bool is_odd = data.size() % 2 != 0;
  put_big_endian(out, static_cast<std::uint16_t>(4 + data.size() + is_odd));
  put_big_endian(out, static_cast<std::uint16_t>(record));
  out += data;
  if (is_odd) out += '\0';
}

template <class T, std::size_t count>
std::string numbers(const std::array<T, count>& values) {
  std::string data;
  for (const T value : values) put_big_endian(data, value);
  return data;
}

/// Excess-64, base 16, 56 bits of a fraction in [1/16, 1).
std::uint64_t gds_real(double value) {
  int exponent = 0;
  std::frexp(value, &exponent);
  const int sixteens = static_cast<int>(std::ceil(exponent / 4.0));
  const double fraction = std::ldexp(value, -4 * sixteens);
  return static_cast<std::uint64_t>(64 + sixteens) << 56 |
         static_cast<std::uint64_t>(std::llround(std::ldexp(fraction, 56)));
}

std::string layer(int number) { return numbers(std::array{static_cast<std::int16_t>(number)}); }

/// GDSII's y points up: the first row of tiles is on top, as on the page.
struct Corners {
  std::int32_t left, bottom, right, top;
};

Corners corners(const Floorplan& plan, const FloorplanBlock& block) {
  const auto low = static_cast<std::int32_t>(plan.height_nm - block.y_nm - block.height_nm);
  const auto left = static_cast<std::int32_t>(block.x_nm);
  return {left, low, static_cast<std::int32_t>(left + block.width_nm),
          static_cast<std::int32_t>(low + block.height_nm)};
}

void put_rectangle(std::string& out, int number, const Corners& at, const std::string& name) {
  put_record(out, Record::boundary);
  put_record(out, Record::layer, layer(number));
  put_record(out, Record::data_type, layer(0));
  put_record(out, Record::coordinates,
             numbers(std::array{at.left, at.bottom, at.right, at.bottom, at.right, at.top, at.left,
                                at.top, at.left, at.bottom}));
  put_record(out, Record::end_element);
  put_record(out, Record::text);
  put_record(out, Record::layer, layer(number));
  put_record(out, Record::text_type, layer(0));
  put_record(out, Record::coordinates,
             numbers(std::array{at.left + (at.right - at.left) / 2,
                                at.bottom + (at.top - at.bottom) / 2}));
  put_record(out, Record::string, name);
  put_record(out, Record::end_element);
}

}  // namespace

std::string floorplan_gds(const Floorplan& plan) {
  // Made and seen: the same bytes for the same run, whenever.
  const std::string times = numbers(std::array<std::int16_t, 12>{1970, 1, 1, 0, 0, 0,  //
                                                                 1970, 1, 1, 0, 0, 0});
  std::string out;
  put_record(out, Record::header, layer(600));
  put_record(out, Record::begin_library, times);
  put_record(out, Record::library_name, "MHO");
  put_record(out, Record::units, numbers(std::array{gds_real(1e-3), gds_real(1e-9)}));
  put_record(out, Record::begin_structure, times);
  put_record(out, Record::structure_name, "FLOORPLAN");
  put_rectangle(out, kDie, corners(plan, {"", 0, 0, plan.width_nm, plan.height_nm, 0, false}),
                "die");
  for (const FloorplanBlock& block : plan.blocks)
    put_rectangle(out, block.is_tile ? kTile : kBeside, corners(plan, block), block.name);
  put_record(out, Record::end_structure);
  put_record(out, Record::end_library);
  return out;
}

}  // namespace mho
