// Where the values of an HDF5 data set are, and whether all are there: in the file, in chunks, in
// other files (external links, external storage, virtual data sets). What is missing, libhdf5 fills
// with zeros or with what stands in its memory, in silence; here it is refused.
#pragma once

#include <hdf5.h>

#include <optional>
#include <string>

namespace mho {

/// What a refusal of another file ends with.
constexpr const char* kOtherFilesRefused =
    "; other files are read only where 'other_files: true' stands in this section";

/// The external link that was met on the way to a data set, if any.
struct ExternalLink {
  bool allowed = false;  ///< to be followed
  std::string target;    ///< "FILE:NAME"; empty: none was met
};

/// Makes the access properties of a data set note external links, and stop at one that is not
/// allowed.
void note_external_links(hid_t access, ExternalLink& link);

/// Sets external storage to be looked for beside the file that names it.
void look_beside_file(hid_t access);

/// What is wrong with where the values of this data set are (integers or floats): in other files
/// that are not allowed, not all there, or numbers that reach beyond their elements.
std::optional<std::string> storage_problem(hid_t set, bool other_files_allowed);

}  // namespace mho
