# `cpack` in the build folder makes Debian packages of what `cmake --install` installs, one for each component.
set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL program development)
set(CPACK_PACKAGE_VENDOR "mho developers")
set(CPACK_PACKAGE_CONTACT "mho developers <developers@mho.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES TRUE)
set(CPACK_DEB_COMPONENT_INSTALL TRUE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME mho)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION electronics)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS TRUE)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "dataset-fashion-mnist, fonts-dejavu-core")
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "simulator of compute-in-memory accelerators
Runs a trained network (ONNX) on a machine (YAML) of crossbars, converters,
tiles and memories, and reports TOPS/J, accuracy loss and area from one run.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libmho-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
string(CONCAT CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
       "mho (= ${PROJECT_VERSION}), libboost-dev, libcairo2-dev, libcereal-dev, libcsv-dev, libeigen3-dev, libhdf5-dev, libmuparser-dev, "
       "libonnx-dev, libpagmo-dev, libpng-dev, libprotobuf-dev, libsqlite3-dev, libsystemc-dev, libxxhash-dev, "
       "libyaml-cpp-dev, libzip-dev, "
       "nlohmann-json3-dev, pkg-config, zlib1g-dev")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "library and headers of the mho simulator
For programs that run simulations of compute-in-memory accelerators themselves,
with CMake (find_package) or pkg-config.")
include(CPack)
