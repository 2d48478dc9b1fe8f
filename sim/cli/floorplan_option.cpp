#include "sim/cli/floorplan_option.hpp"

#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/cli/output_file.hpp"
#include "sim/report/floorplan/floorplan_files.hpp"

namespace mho {

namespace {

struct FloorplanForm {
  const char* ending;
  std::string (*text)(const Floorplan& plan);
};

constexpr FloorplanForm kFloorplanForms[] = {
    {".svg", floorplan_svg}, {".gds", floorplan_gds}, {".def", floorplan_def}};

const FloorplanForm& floorplan_form_of(const std::string& file) {
  const std::string ending = std::filesystem::path(file).extension().string();
  for (const FloorplanForm& form : kFloorplanForms)
    if (ending == form.ending) return form;
  throw InputError({"mho run", 0}, "--floorplan",
                   "'" + file + "' is no file of a floorplan; allowed: .svg, .gds, .def");
}

}  // namespace

void check_floorplan(const Arguments& arguments) {
  if (const auto file = arguments.value("floorplan")) floorplan_form_of(*file);
}

void write_floorplan(const Arguments& arguments, const Results& results) {
  if (const auto file = arguments.value("floorplan"))
    write_file(*file, floorplan_form_of(*file).text(floorplan_of(results, "--floorplan")),
               "--floorplan");
}

}  // namespace mho
