// A table of measured macros in the columns of the UIUC survey (Shanbhag, Roy, Ou, "Comprehending
// In-memory Computing Trends via Proper Benchmarking", IEEE CICC 2022): a design point a row.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mho {

/// What the table states of a design point; what it does not is empty. Figures are per operation of
/// 1 b x 1 b, of which a multiply-accumulate of bw x bx bits has 2 bw bx.
struct MeasuredMacro {
  int index = 0;  ///< of the macro: its design points share it
  std::string title;
  int year = 0;
  double node_nm = 0;
  std::string architecture;   ///< SRAM, eNVM, eDRAM, eFlash
  std::string cell;           ///< "8T1C", "ReRAM+Par", "6T+D"
  std::string compute_model;  ///< QS, QR, IS, DIMC and what is between them
  bool is_processor = false;  ///< its figures are of a chip, else of a bank
  double cores = 1;           ///< banks
  std::optional<double> core_kb, bank_rows, bank_columns, supply;
  double input_bits = 0, weight_bits = 0;  ///< of one array invocation
  std::optional<double> converter_bits;
  std::optional<double> sum_bits;            ///< B_pre-ADC: of the largest sum
  std::optional<double> columns_per_output;  ///< C_C: cells of a row behind one conversion
  std::optional<double> converters;          ///< N_ADC, in parallel
  std::optional<double> dot_products_rows;   ///< N: length of a dot product
  double invocations = 1;                    ///< alpha: for all bits of an input
  std::optional<double> invocation_ns;       ///< T_core
  std::optional<double> tops_per_watt, tops, chip_tops, tops_per_mm2;

  bool is_digital() const;
  /// Of the figures' level, in mm2: the throughput over its density.
  std::optional<double> area_mm2() const;
  /// "7, Xin Si et al., 2019": how a table names it.
  std::string name() const;
  std::string authors;
};

/// Throws InputError with file:line where the table lacks a column, or a cell is no number.
std::vector<MeasuredMacro> read_measured_macros(const std::string& file);

}  // namespace mho
