# The .deb of the program, unpacked: it runs, and asks for the libraries that it was linked to.
set(folder ${INSTALLED}-package)
file(REMOVE_RECURSE ${folder})
execute_process(COMMAND ${CMAKE_CPACK_COMMAND} --config ${BUILD}/CPackConfig.cmake -G DEB -B ${folder}
                        -D CPACK_COMPONENTS_ALL=program
                COMMAND_ERROR_IS_FATAL ANY)
file(GLOB package ${folder}/mho_*.deb)
execute_process(COMMAND dpkg-deb --extract ${package} ${folder}/root COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${folder}/root/usr/bin/mho run quickstart --images 10 --trials 2 WORKING_DIRECTORY /
                OUTPUT_VARIABLE report COMMAND_ERROR_IS_FATAL ANY)
if(NOT report MATCHES "lenet5_fashion_mnist on edge_rram_28nm")
  message(FATAL_ERROR "The packed program reports:\n${report}")
endif()
execute_process(COMMAND dpkg-deb --field ${package} Depends OUTPUT_VARIABLE needs COMMAND_ERROR_IS_FATAL ANY)
foreach(library IN ITEMS libsystemc libonnx libhdf5 libyaml-cpp)
  if(NOT needs MATCHES "${library}")
    message(FATAL_ERROR "${library} is not among what the package needs: ${needs}")
  endif()
endforeach()
