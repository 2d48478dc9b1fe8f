# mho_embed(box FILE f FUNCTION fn): std::string_view mho::fn() in mho_box is the text of the file f.
function(mho_embed box)
  cmake_parse_arguments(PARSE_ARGV 1 E "" "FILE;FUNCTION" "")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${E_FILE})
  file(READ ${E_FILE} text)
  set(generated ${PROJECT_BINARY_DIR}/embedded/${E_FUNCTION}.cpp)
  file(CONFIGURE OUTPUT ${generated} CONTENT
"// Written by cmake/MhoEmbed.cmake from ${E_FILE}.
#include <string_view>

namespace mho {

std::string_view @E_FUNCTION@();
std::string_view @E_FUNCTION@() {
  return R\"text(@text@)text\";
}

}  // namespace mho
" @ONLY)
  target_sources(mho_${box} PRIVATE ${generated})
  mho_unity(mho_${box} ${generated})
endfunction()
