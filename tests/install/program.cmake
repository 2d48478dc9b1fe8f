# The installed program, started in the root folder, says what the built one says, and takes the files that came with it.
foreach(words IN ITEMS "run quickstart --images 10 --trials 2" "list workloads" "validate carbon" "new chip --kind rram")
  separate_arguments(arguments UNIX_COMMAND "${words}")
  foreach(program IN ITEMS ${PROGRAM} ${INSTALLED}/bin/mho)
    execute_process(COMMAND ${program} ${arguments} WORKING_DIRECTORY / OUTPUT_VARIABLE said_${program}
                    COMMAND_ERROR_IS_FATAL ANY)
    # Files that came with a program are in its own tree.
    string(REGEX REPLACE "[^ ]*/workloads/zoo/" "workloads/zoo/" said_${program} "${said_${program}}")
  endforeach()
  if(NOT said_${PROGRAM} STREQUAL said_${INSTALLED}/bin/mho)
    message(FATAL_ERROR "mho ${words}, installed:\n${said_${INSTALLED}/bin/mho}\nbuilt:\n${said_${PROGRAM}}")
  endif()
endforeach()
execute_process(COMMAND ${INSTALLED}/bin/mho run nowhere ERROR_VARIABLE refusal)
if(NOT refusal MATCHES "no 'nowhere' in [^ ]*installed/share/mho/configs/runs;")
  message(FATAL_ERROR "The installed program takes other files than those it came with: ${refusal}")
endif()
# A chip that it writes starts from files of the installed tree, by their names.
execute_process(COMMAND ${INSTALLED}/bin/mho new chip --kind digital --force --out ${INSTALLED}-chip.yaml COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${INSTALLED}/bin/mho run --chip ${INSTALLED}-chip.yaml --workload lenet5_fashion_mnist --images 10 --trials 1
                        --engine-images 1 --full
                WORKING_DIRECTORY / OUTPUT_VARIABLE report COMMAND_ERROR_IS_FATAL ANY)
if(NOT report MATCHES "installed/share/mho/configs/circuits/tile_of_models.yaml")
  message(FATAL_ERROR "The written chip does not start from the installed parts:\n${report}")
endif()
