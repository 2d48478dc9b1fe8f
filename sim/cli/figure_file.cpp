#include "sim/cli/figure_file.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/cli/output_file.hpp"
#include "sim/config/scalar.hpp"

namespace mho {

namespace {

struct FigureForm {
  const char* ending;
  std::string (*text)(const Figure& figure);
};

constexpr std::array<FigureForm, 3> kFigureForms{
    {{".svg", to_svg}, {".pdf", to_pdf}, {".tex", to_pgfplots}}};

const FigureForm* form_of(const std::string& file) {
  const std::string ending = std::filesystem::path(file).extension().string();
  const auto found = std::find_if(kFigureForms.begin(), kFigureForms.end(),
                                  [&](const FigureForm& form) { return form.ending == ending; });
  return found == kFigureForms.end() ? nullptr : found;
}

}  // namespace

void check_figure_file(const std::string& file, const std::string& option) {
  if (form_of(file) == nullptr)
    throw InputError({}, option,
                     quoted(file) + " has no ending of a figure; allowed: .svg, .pdf, .tex");
}

void write_figure(const Figure& figure, const std::string& file, const std::string& option) {
  write_file(file, form_of(file)->text(figure), option);
}

}  // namespace mho
