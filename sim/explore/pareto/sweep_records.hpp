// The designs of a sweep, from its journal.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "sim/explore/design/record.hpp"
#include "sim/explore/design/sweep_spec.hpp"

namespace mho {

struct SweepRecords {
  std::vector<Record> records;  ///< that are of this sweep as its file is now, every look
  std::size_t others = 0;       ///< of the same folder, left out: other looks, values, or files
};

/// A key and the label that it must have: "workload", "lenet5_fashion_mnist".
using KeyLabels = std::vector<std::pair<std::string, std::string>>;

/// Leaves those of the designs that have these labels. Throws InputError at the option "--where"
/// for a key that does not vary, or a label that it does not have.
void take_only(const KeyLabels& labels, const SweepSpec& spec, SweepRecords& records);

/// What of a record is kept: all, or of the metrics those that goals name and intervals over chips
/// and images, and no keys, which the choice tells: a twentieth of it.
enum class RecordPart { all, goals };

/// Throws InputError, at the folder, when there is none at all.
SweepRecords records_of(const SweepSpec& spec, const std::filesystem::path& folder,
                        RecordPart part);

/// The look of a sweep in words, "2000 images, 4 trials"; empty where it has one look alone.
std::string look_text(const SweepSpec& spec, int look);

}  // namespace mho
