# mho_catalogue(box FOLDER f HEADER h TYPE T FUNCTION fn): every f/NAME.cpp defines `const mho::Kind<mho::T> NAME_kind`
# in namespace mho; this writes fn(), which lists them by name. Adding a kind is adding its file.
function(mho_catalogue box)
  cmake_parse_arguments(PARSE_ARGV 1 C "" "FOLDER;HEADER;TYPE;FUNCTION" "")
  file(GLOB files CONFIGURE_DEPENDS ${C_FOLDER}/*.cpp)
  list(SORT files)
  set(declarations "")
  set(entries "")
  foreach(file IN LISTS files)
    get_filename_component(kind ${file} NAME_WE)
    string(APPEND declarations "extern const Kind<${C_TYPE}> ${kind}_kind;\n")
    string(APPEND entries "${kind}_kind, ")
  endforeach()
  set(generated ${PROJECT_BINARY_DIR}/catalogue/${C_FUNCTION}.cpp)
  file(CONFIGURE OUTPUT ${generated} CONTENT
"// Written by cmake/MhoCatalogue.cmake from the files of ${C_FOLDER}.
#include \"${C_HEADER}\"

namespace mho {

${declarations}
const std::vector<Kind<${C_TYPE}>>& ${C_FUNCTION}() {
  static const std::vector<Kind<${C_TYPE}>> kinds{${entries}};
  return kinds;
}

}  // namespace mho
" @ONLY)
  target_sources(mho_${box} PRIVATE ${generated})
endfunction()
