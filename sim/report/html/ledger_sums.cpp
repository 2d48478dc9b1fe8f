#include "sim/report/html/ledger_sums.hpp"

#include <bit>
#include <cstdlib>
#include <map>
#include <unordered_map>

namespace mho {

namespace {

/// A column of the ledger; empty values where a file of another mho does not have it.
class Cells {
 public:
  Cells(const DataTable& ledger, const char* name) : column_(ledger.find(name)) {}

  bool is_there(std::size_t row) const { return !std::holds_alternative<std::monostate>(at(row)); }
  std::string text(std::size_t row) const {
    const Datum cell = at(row);
    const auto* text = std::get_if<std::string>(&cell);
    return text ? *text : "";
  }
  double number(std::size_t row) const {
    const Datum cell = at(row);
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
    const auto* number = std::get_if<double>(&cell);
    return number ? *number : 0;
  }

 private:
  Datum at(std::size_t row) const { return column_ ? column_->at(row) : Datum(); }

  const DataColumn* column_;
};

constexpr double kQuecto = 1e-30;

/// JSON of older versions has digits of 1e-30 J alone.
class Joules {
 public:
  Joules(const DataTable& ledger, const char* name, const char* digits)
      : joules_(ledger, name), digits_(ledger, digits) {}

  double at(std::size_t row) const {
    if (joules_.is_there(row)) return joules_.number(row);
    return kQuecto * std::strtod(digits_.text(row).c_str(), nullptr);
  }

 private:
  Cells joules_, digits_;
};

}  // namespace

LedgerSums ledger_sums(const DataTable& ledger) {
  const Cells component(ledger, "component"), action(ledger, "action"), layer(ledger, "layer"),
      count(ledger, "count"), source(ledger, "source"), key(ledger, "key"), place(ledger, "place");
  const Joules unit(ledger, "unit_j", "unit_qj"), energy(ledger, "energy_j", "energy_qj");
  LedgerSums found;
  std::unordered_map<std::string, std::size_t> prices;
  std::map<std::pair<std::size_t, std::string>, std::size_t> sums;
  for (std::size_t row = 0; row < ledger.rows; ++row) {
    LedgerPrice price{component.text(row), action.text(row), unit.at(row), "", key.text(row), ""};
    const std::string name = price.component + '\n' + price.action + '\n' + price.key + '\n' +
                             std::to_string(std::bit_cast<std::uint64_t>(price.unit_j));
    const auto [priced, new_price] = prices.try_emplace(name, found.prices.size());
    if (new_price) {
      price.source = source.text(row);
      price.place = place.text(row);
      found.prices.push_back(std::move(price));
    }
    const auto [summed, new_sum] =
        sums.try_emplace({priced->second, layer.text(row)}, found.sums.size());
    if (new_sum) found.sums.push_back({priced->second, summed->first.second});
    LedgerSum& sum = found.sums[summed->second];
    sum.count += count.number(row);
    sum.energy_j += energy.at(row);
  }
  return found;
}

DataTable prices_table(const LedgerSums& sums) {
  return TableOf<LedgerPrice>("prices", "price", "What an action costs.", sums.prices)
      .text("component", "Name of the component.", &LedgerPrice::component)
      .text("action", "What it does.", &LedgerPrice::action)
      .column("unit_j", "J", "Price of one action; of static power for 1 fs.", &LedgerPrice::unit_j)
      .text("source", "Where the price is from.", &LedgerPrice::source)
      .text("key", "Keys of the run's YAML that state it.", &LedgerPrice::key)
      .text("place", "Where those keys stand, file:line.", &LedgerPrice::place);
}

DataTable sums_table(const LedgerSums& sums) {
  return TableOf<LedgerSum>("sums", "sum", "Actions and energy of all images by price and layer.",
                            sums.sums)
      .column("price", "", "Number in the prices.", &LedgerSum::price)
      .text("layer", "Name of the layer; empty: for none.", &LedgerSum::layer)
      .column("count", "", "Actions; of static power femtoseconds.", &LedgerSum::count)
      .column("energy_j", "J", "Of all images.", &LedgerSum::energy_j);
}

}  // namespace mho
