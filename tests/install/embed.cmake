# examples/embed, built with the installed tree alone, prints what `mho run` writes as JSON for the same runs. HOW it finds the
# library: cmake (find_package) or pkg-config.
set(sources ${INSTALLED}/share/doc/mho/examples/embed)
set(folder ${INSTALLED}-embed-${HOW})
file(REMOVE_RECURSE ${folder})
file(MAKE_DIRECTORY ${folder})
if(HOW STREQUAL "cmake")
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${sources} -B ${folder} -G Ninja -DCMAKE_CXX_COMPILER=${CXX}
                          -DCMAKE_PREFIX_PATH=${INSTALLED}
                  COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${folder} COMMAND_ERROR_IS_FATAL ANY)
else()
  set(ENV{PKG_CONFIG_PATH} ${INSTALLED}/lib/pkgconfig)
  execute_process(COMMAND sh -c "${CXX} -std=c++20 -DCONFIGS='\"'$(pkg-config --variable=configs mho)'\"' main.cpp \
                                 $(pkg-config --cflags --libs mho) -o ${folder}/embed"
                  WORKING_DIRECTORY ${sources} COMMAND_ERROR_IS_FATAL ANY)
endif()
execute_process(COMMAND ${folder}/embed WORKING_DIRECTORY / OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)

set(expected "")
foreach(bits IN ITEMS 8 4)
  execute_process(COMMAND ${PROGRAM} run quickstart --images 100 --trials 2 --set quantization.activation_bits=${bits}
                          --json ${folder}/run.json
                  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  file(READ ${folder}/run.json json)
  string(JSON version GET "${json}" mho)
  string(APPEND expected "mho ${version}, activations of ${bits} bits: lenet5_fashion_mnist on edge_rram_28nm\n")
  foreach(name IN ITEMS accuracy.analog.mean tops_per_joule.chip.achieved latency.first area.chip)
    string(JSON value GET "${json}" metrics ${name} value)
    string(JSON unit GET "${json}" metrics ${name} unit)
    execute_process(COMMAND printf "  %-30s %.6g %s\\n" ${name} ${value} ${unit} OUTPUT_VARIABLE line
                    COMMAND_ERROR_IS_FATAL ANY)
    string(APPEND expected "${line}")
  endforeach()
endforeach()
if(NOT said STREQUAL expected)
  message(FATAL_ERROR "The embedding program says:\n${said}\nmho run reports:\n${expected}")
endif()
