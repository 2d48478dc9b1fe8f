#include "sim/report/html/front_html.hpp"

#include <algorithm>
#include <ostream>

#include "sim/base/text.hpp"
#include "sim/report/front/front_json.hpp"
#include "sim/report/html/page.hpp"
#include "sim/report/json_values.hpp"

namespace mho {

namespace {

/// Drawn at most, unless more are near the front: a page stays below 2.5 MB.
constexpr std::size_t kMostDesigns = 2000;

bool is_near_front(const Json& design) {
  return design["standing"] == name_of(Standing::front) ||
         design["standing"] == name_of(Standing::unresolved);
}

/// All near the front, and of the others every so many.
Json thinned(const Json& designs) {
  const auto near =
      static_cast<std::size_t>(std::count_if(designs.begin(), designs.end(), is_near_front));
  const std::size_t others = designs.size() - near;
  const std::size_t room = kMostDesigns > near ? kMostDesigns - near : 1;
  const std::size_t step = (others + room - 1) / room;
  Json kept = Json::array();
  std::size_t other = 0;
  for (const Json& design : designs)
    if (is_near_front(design) || other++ % step == 0) kept.push_back(design);
  return kept;
}

}  // namespace

void write_html(const DesignFront& front, const std::string& folder, std::ostream& out) {
  Json json = Json::parse(to_json(front));
  const std::size_t all = json["designs"].size();
  json["designs"] = thinned(json["designs"]);
  const Json data{{"kind", "front"},
                  {"folder", as_utf8(folder)},
                  {"left_out", all - json["designs"].size()},
                  {"front", std::move(json)}};
  write_page([&](std::ostream& stream) { stream << data; }, out);
}

}  // namespace mho
