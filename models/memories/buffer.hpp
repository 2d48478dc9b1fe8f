// An on-chip memory (SRAM, eDRAM, register file), by constants or by a model. Words of `width` bits
// are interleaved over `banks`; a bank serves one access a cycle on each of its `ports`. Refresh
// takes no access of a port; an eDRAM's power of refresh is part of its leakage.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "models/costs/memory_model.hpp"
#include "sim/base/division.hpp"
#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

/// What the ports of a buffer serve.
enum class PortUse { shared, separate };

/// Which values stand beside a memory's model, and hold in the place of its own.
struct BesideMemoryModel {
  bool read_energy = false;
  bool write_energy = false;
  bool area = false;
  bool leakage = false;

  bool any() const { return read_energy || write_energy || area || leakage; }
  std::vector<std::string> keys() const;
};

struct BufferSpec {
  std::int64_t capacity_bytes = 0;
  int width_bits = 0;
  int ports = 1;  ///< of each bank; separate: for reads, and as many for writes
  PortUse port_use = PortUse::shared;  ///< do reads and writes take turns on the same ports?
  int banks = 1;                       ///< word w lies in bank w mod banks
  bool packing = false;                ///< consecutive pixels share words
  Energy read_energy;                  ///< of one access of width_bits
  Energy write_energy;                 ///< of one access of width_bits
  Time cycle;  ///< between two accesses of a port; with a model, 0: what the model says
  Area area;
  Power leakage;
  std::string source;
  std::shared_ptr<MemoryModel> model = nullptr;  ///< null: the values above hold
  /// Kind of the model that gave the values; "": they are stated.
  std::string modelled_by{};
  BesideMemoryModel beside{};  ///< with a model, or by one: which of the values above were stated

  /// Replaces the values by what the model, if there is one, says; adds its warnings, and one if
  /// it needs more than a stated cycle. What stands beside the model is not put back.
  void evaluate(const OperatingPoint& point, std::vector<std::string>& warnings);
  /// Puts back what of `stated` stands beside its model, and says so in the source.
  void keep(const BufferSpec& stated);

  /// Accesses that move `bits` which begin at the start of a word.
  std::int64_t accesses(std::int64_t bits) const { return ceil_divide(bits, width_bits); }

  /// Accesses that read `bits` of a tensor from its bit `first_bit` on. Without packing the run is
  /// a transfer of its own; with packing it is every word that the run touches.
  std::int64_t read_accesses(std::int64_t first_bit, std::int64_t bits) const {
    if (!packing || bits == 0) return accesses(bits);
    return (first_bit + bits - 1) / width_bits - first_bit / width_bits + 1;
  }

  /// The same when the tensor is read from its first bit to its last, and the last word is still at
  /// hand: the parts add up to accesses(bits of the tensor) with packing.
  std::int64_t stream_accesses(std::int64_t first_bit, std::int64_t bits) const {
    return packing ? accesses(first_bit + bits) - accesses(first_bit) : accesses(bits);
  }

  /// Accesses that write `bits` of a tensor of `tensor_bits` from its bit `first_bit` on. With
  /// packing, the words that they complete (a register in front of the memory collects them); the
  /// tensor's last bits complete its last word. So the parts of a tensor, in any order, add up to
  /// accesses(tensor_bits).
  std::int64_t write_accesses(std::int64_t first_bit, std::int64_t bits,
                              std::int64_t tensor_bits) const {
    if (!packing) return accesses(bits);
    const std::int64_t end = first_bit + bits;
    return (end == tensor_bits ? accesses(end) : end / width_bits) - first_bit / width_bits;
  }

  /// The word that holds bit `first_bit` of a tensor of pixels of `pixel_bits`, or, without
  /// packing, the first of the words that its pixel has for itself: tells the bank.
  std::int64_t word(std::int64_t pixel, std::int64_t pixel_bits) const {
    return packing ? pixel * pixel_bits / width_bits : pixel * accesses(pixel_bits);
  }

  void fields(Fields& f);

 private:
  void beside_fields(Fields& f);
};

}  // namespace mho
