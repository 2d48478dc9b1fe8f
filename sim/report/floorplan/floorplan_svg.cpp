#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "sim/base/quantity.hpp"
#include "sim/report/floorplan/floorplan_files.hpp"
#include "sim/report/svg.hpp"

namespace mho {

namespace {

constexpr double kDrawn = 640, kEdge = 24, kFoot = 64;
constexpr double kLetters = 0.6;  ///< width over size of a letter, about

double density(const FloorplanBlock& block) { return block.power_w / block.area_m2(); }

/// White to dark red with power density.
std::string heat(double share) {
  constexpr std::array<double, 3> kCold{255, 247, 236}, kHot{179, 0, 0};
  std::array<char, 8> text{};
  std::array<int, 3> mixed{};
  for (std::size_t i = 0; i < 3; ++i)
    mixed[i] = static_cast<int>(kCold[i] + share * (kHot[i] - kCold[i]));
  std::snprintf(text.data(), text.size(), "#%02x%02x%02x", mixed[0], mixed[1], mixed[2]);
  return text.data();
}

/// The longest of the names that fits; none if none does.
void draw_name(Svg& svg, const FloorplanBlock& block, const std::array<double, 4>& place,
               bool is_dark) {
  const auto [x, y, width, height] = place;
  const std::string number = block.name.substr(block.name.rfind(' ') + 1);
  for (const std::string& name : {block.name, block.is_tile ? number : block.name}) {
    const double size = std::min(
        {13.0, 0.8 * height, 0.92 * width / (kLetters * static_cast<double>(name.size()))});
    if (size < (name == block.name && block.is_tile ? 9 : 5)) continue;
    svg.words(x + width / 2, y + height / 2 + size / 3, name, "middle", size,
              is_dark ? "white" : "#222222", false);
    return;
  }
}

}  // namespace

std::string floorplan_svg(const Floorplan& plan) {
  const double per_nm = kDrawn / static_cast<double>(std::max(plan.width_nm, plan.height_nm));
  const double width = per_nm * static_cast<double>(plan.width_nm);
  const double height = per_nm * static_cast<double>(plan.height_nm);
  Svg svg(std::max(width, 420.0) + 2 * kEdge, height + 2 * kEdge + kFoot);
  double most = 0;
  for (const FloorplanBlock& block : plan.blocks) most = std::max(most, density(block));
  svg.rectangle(kEdge - 1, kEdge - 1, width + 2, height + 2, "#444444");
  svg.rectangle(kEdge, kEdge, width, height, "#d8d8d8");
  for (const FloorplanBlock& block : plan.blocks) {
    const double share = most > 0 ? density(block) / most : 0;
    const std::array<double, 4> place{kEdge + per_nm * static_cast<double>(block.x_nm),
                                      kEdge + per_nm * static_cast<double>(block.y_nm),
                                      per_nm * static_cast<double>(block.width_nm),
                                      per_nm * static_cast<double>(block.height_nm)};
    const double line = std::min(0.5, 0.05 * std::min(place[2], place[3]));
    svg.rectangle(place[0] + line, place[1] + line, place[2] - 2 * line, place[3] - 2 * line,
                  heat(share).c_str());
    draw_name(svg, block, place, share > 0.6);
  }
  const double foot = kEdge + height + 24;
  const auto size = [](std::int64_t nm) {
    return format_si_rounded(1e-9 * static_cast<double>(nm), "m", 4);
  };
  svg.words(kEdge, foot, plan.chip + ", " + size(plan.width_nm) + " x " + size(plan.height_nm),
            "start", 14, "#222222", true);
  svg.words(kEdge, foot + 20,
            "average power density, white: 0, dark red: " + format_si_rounded(1e-6 * most, "W", 3) +
                " per mm2",
            "start", 12, "#555555", false);
  svg.words(kEdge, foot + 37, "true to scale; places are not those of a layout", "start", 12,
            "#555555", false);
  return svg.finish();
}

}  // namespace mho
