#include "sim/cli/published_macros.hpp"

#include "sim/config/config.hpp"
#include "sim/config/config_folder.hpp"
#include "validation/scatter_spec.hpp"

namespace mho {

namespace fs = std::filesystem;

fs::path validation_folder() { return config_folder().parent_path() / "validation"; }

Scatter published_macros() {
  const fs::path file = validation_folder() / "scatter.yaml";
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return {};
  return published_scatter(read_spec<ScatterSpec>(Document::load(file.string())).published);
}

}  // namespace mho
