# mho_catalogue(box FOLDER f HEADER h TYPE T FUNCTION fn [SUFFIX s] [FIRST NAME]): every f/NAME.cpp defines
# `const mho::Kind<mho::T> NAME_s` in namespace mho (s: kind when not given; two catalogues may each have a NAME, so one
# of them says otherwise); this writes fn(), which lists them by name, behind the one that is FIRST (the default of its
# key). Adding a kind is adding its file.
function(mho_catalogue box)
  cmake_parse_arguments(PARSE_ARGV 1 C "" "FOLDER;HEADER;TYPE;FUNCTION;SUFFIX;FIRST" "")
  if(NOT C_SUFFIX)
    set(C_SUFFIX kind)
  endif()
  file(GLOB files CONFIGURE_DEPENDS ${C_FOLDER}/*.cpp)
  list(SORT files)
  if(C_FIRST)
    list(FILTER files EXCLUDE REGEX "/${C_FIRST}\\.cpp$")
    list(PREPEND files ${C_FOLDER}/${C_FIRST}.cpp)
  endif()
  set(declarations "")
  set(entries "")
  foreach(file IN LISTS files)
    get_filename_component(kind ${file} NAME_WE)
    string(APPEND declarations "extern const Kind<${C_TYPE}> ${kind}_${C_SUFFIX};\n")
    string(APPEND entries "${kind}_${C_SUFFIX}, ")
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
  mho_unity(mho_${box} ${generated})
endfunction()
