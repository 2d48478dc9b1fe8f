# What `cmake --install` puts where, in two components:
#   program      the program, the shipped data (share/mho), the license and what has changed
#   development  the library (one archive of all boxes), its headers, mhoConfig.cmake, mho.pc, examples
# A library that was built with sanitizers would ask for them in every program that links it, so nothing is installed there.
if(CMAKE_CXX_FLAGS MATCHES "sanitize|coverage")
  return()
endif()
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The library: the boxes' objects in one archive, with what the boxes ask of those who link them. mhoConfig.cmake makes the
# targets of SystemC, HDF5 and ONNX: none of them has a CMake package that works in every project.
get_property(boxes GLOBAL PROPERTY MHO_BOXES)
list(FILTER boxes INCLUDE REGEX "=")
list(TRANSFORM boxes REPLACE "^([^=]*)=.*" "mho_\\1")
add_library(mho_library STATIC)
set_target_properties(mho_library PROPERTIES LINKER_LANGUAGE CXX OUTPUT_NAME mho EXPORT_NAME mho)
foreach(box IN LISTS boxes)
  target_sources(mho_library PRIVATE $<TARGET_OBJECTS:${box}>)
  get_target_property(libraries ${box} INTERFACE_LINK_LIBRARIES)
  list(REMOVE_ITEM libraries ${boxes})
  list(TRANSFORM libraries REPLACE "^PkgConfig::SYSTEMC$" "$<INSTALL_INTERFACE:mho::systemc>")
  list(TRANSFORM libraries REPLACE "^PkgConfig::CAIRO$" "$<INSTALL_INTERFACE:PkgConfig::MHO_CAIRO>")
  list(REMOVE_ITEM libraries hdf5::hdf5_hl)  # of mho::hdf5
  list(TRANSFORM libraries REPLACE "^hdf5::hdf5$" "$<INSTALL_INTERFACE:mho::hdf5>")
  list(TRANSFORM libraries REPLACE "^mho_onnx$" "$<INSTALL_INTERFACE:mho::onnx>")
  list(APPEND mho_libraries ${libraries})
  get_target_property(options ${box} INTERFACE_LINK_OPTIONS)
  if(options)
    target_link_options(mho_library INTERFACE ${options})
  endif()
endforeach()
list(REMOVE_DUPLICATES mho_libraries)
target_link_libraries(mho_library INTERFACE ${mho_libraries})
target_compile_features(mho_library INTERFACE cxx_std_20)
file(GLOB_RECURSE headers CONFIGURE_DEPENDS devices/*.hpp models/*.hpp sim/*.hpp validation/*.hpp workloads/*.hpp)
list(APPEND headers ${PROJECT_SOURCE_DIR}/mho.hpp)
list(FILTER headers EXCLUDE REGEX "/sim/cli/")
target_sources(mho_library PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${headers})

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/mho)
set(mho_data ${CMAKE_INSTALL_DATADIR}/mho)
configure_package_config_file(cmake/mhoConfig.cmake.in mhoConfig.cmake INSTALL_DESTINATION ${package} PATH_VARS mho_data)
write_basic_package_version_file(mhoConfigVersion.cmake COMPATIBILITY SameMinorVersion)
file(RELATIVE_PATH mho_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" mho_prefix ${mho_prefix})
configure_file(cmake/mho.pc.in mho.pc @ONLY)

install(TARGETS mho_library EXPORT mho ARCHIVE COMPONENT development
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/mho COMPONENT development)
install(EXPORT mho NAMESPACE mho:: FILE mhoTargets.cmake DESTINATION ${package} COMPONENT development)
install(FILES ${PROJECT_BINARY_DIR}/mhoConfig.cmake ${PROJECT_BINARY_DIR}/mhoConfigVersion.cmake DESTINATION ${package}
        COMPONENT development)
install(FILES ${PROJECT_BINARY_DIR}/mho.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(DIRECTORY examples/embed examples/foreign_memory DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples COMPONENT development)

# The shipped data name each other by relative paths, so they keep the source tree's order.
install(TARGETS mho RUNTIME COMPONENT program)
# Manual pages and completion, made by the program of its own help.
set(manual ${PROJECT_BINARY_DIR}/manual)
add_custom_command(OUTPUT ${manual}/man1/mho.1 COMMAND mho manual --write ${manual} DEPENDS mho)
add_custom_target(mho_manual ALL DEPENDS ${manual}/man1/mho.1)
install(DIRECTORY ${manual}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT program)
install(FILES ${manual}/bash/mho DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
install(FILES ${manual}/zsh/_mho DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT program)
install(FILES ${manual}/fish/mho.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
install(DIRECTORY configs DESTINATION ${mho_data} COMPONENT program)
install(DIRECTORY workloads/zoo DESTINATION ${mho_data}/workloads COMPONENT program FILES_MATCHING PATTERN *.onnx PATTERN *.yaml
        PATTERN train EXCLUDE)
install(DIRECTORY validation DESTINATION ${mho_data} COMPONENT program FILES_MATCHING PATTERN *.yaml
        PATTERN simulations EXCLUDE)
install(FILES README.md CHANGELOG.md CITATION.cff DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(FILES examples/measured_cells.csv DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples COMPONENT program)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
file(READ LICENSE license)
file(WRITE ${PROJECT_BINARY_DIR}/copyright "Copyright The mho developers\n${license}")
install(FILES ${PROJECT_BINARY_DIR}/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)

include(MhoPackage)
