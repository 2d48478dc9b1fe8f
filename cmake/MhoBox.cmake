option(MHO_WERROR "Treat warnings as errors (presets dev and the test presets)" OFF)

function(mho_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                         -Wold-style-cast -Woverloaded-virtual -Wdouble-promotion)
  if(MHO_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# mho_box(NAME SOURCES folder [BOXES box...] [LIBRARIES target...] [FLOORS "room..."...]): the library mho_NAME of one
# source folder. A room is a folder in it, with all below; "." are the files beside the rooms. FLOORS lists them from
# the ground up: a room may include rooms of lower floors alone (tests/layout/includes.cmake).
# Results must not depend on the instruction set: no contraction of a*b+c into one rounding.
function(mho_box name)
  cmake_parse_arguments(PARSE_ARGV 1 BOX "" "SOURCES" "BOXES;LIBRARIES;FLOORS")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${BOX_SOURCES}/*.cpp)
  if(BOX_SOURCES STREQUAL "workloads")
    list(FILTER sources EXCLUDE REGEX "/workloads/zoo/")
  endif()
  if(sources)
    add_library(mho_${name} STATIC ${sources})
    set(scope PUBLIC)
    mho_warnings(mho_${name})
    target_compile_options(mho_${name} PRIVATE -ffp-contract=off)
  else()
    add_library(mho_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(mho_${name} ${scope} ${PROJECT_SOURCE_DIR})
  list(TRANSFORM BOX_BOXES PREPEND mho_)
  target_link_libraries(mho_${name} ${scope} ${BOX_BOXES} ${BOX_LIBRARIES})
  set_property(GLOBAL APPEND PROPERTY MHO_BOXES "${name}=${BOX_SOURCES}:${BOX_BOXES}")
endfunction()
