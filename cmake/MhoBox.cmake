option(MHO_UNITY "Compile the files of each folder together (off: each by itself, as clang-tidy and clangd want)" ON)
option(MHO_WERROR "Treat warnings as errors (presets dev and the test presets)" OFF)

function(mho_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                         -Wold-style-cast -Woverloaded-virtual -Wdouble-promotion)
  if(MHO_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# mho_unity(TARGET SOURCE...): the sources of a folder are one unit for the compiler, as most of the time that a file
# takes goes into its headers. Files with options of their own (instruction sets) stay apart.
function(mho_unity target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${MHO_UNITY} UNITY_BUILD_MODE GROUP)
  foreach(source IN LISTS ARGN)
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
    string(MAKE_C_IDENTIFIER "${folder}" group)
    set_property(SOURCE ${source} PROPERTY UNITY_GROUP ${group})
  endforeach()
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
    mho_unity(mho_${name} ${sources})
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
