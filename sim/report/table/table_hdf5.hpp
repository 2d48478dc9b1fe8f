// All designs of a sweep as an HDF5 file that netCDF-4 reads (NetCDF Users' Guide, appendix on file
// formats): dimensions are dimension scales, variables have units and long_name (CF conventions
// 1.10), what is missing is the _FillValue.
#pragma once

#include <string>

#include "sim/results/design_table.hpp"

namespace mho {

/// The bytes of the file; the same table, the same bytes. Dimensions: design, trial, limit (the low
/// and the high end). Variables of design: id, look, each key (a number in SI units, or text), each
/// metric, seconds, known_to_cache, problems; of design and limit METRIC.model80; of design and
/// trial accuracy. Throws InputError when HDF5 does not do it.
std::string to_hdf5(const DesignTable& table);

}  // namespace mho
