// The ledger for people: what each action of a component costs, and how often each layer takes it.
// A ledger of millions of lines, a tile each, comes to some hundred sums.
#pragma once

#include <string>
#include <vector>

#include "sim/results/data_table.hpp"

namespace mho {

struct LedgerPrice {
  std::string component, action;
  double unit_j = 0;  ///< of one action; of static power for 1 fs
  std::string source, key, place;
};

struct LedgerSum {
  std::size_t price = 0;  ///< number in the prices
  std::string layer;      ///< "": of none
  double count = 0;
  double energy_j = 0;
};

struct LedgerSums {
  std::vector<LedgerPrice> prices;
  std::vector<LedgerSum> sums;
};

/// Of the table "ledger" of a run.
LedgerSums ledger_sums(const DataTable& ledger);

/// They refer to `sums`.
DataTable prices_table(const LedgerSums& sums);
DataTable sums_table(const LedgerSums& sums);

}  // namespace mho
