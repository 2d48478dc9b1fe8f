# Installs the built tree to one folder and moves it to another: nothing in it may know where it was installed to.
file(REMOVE_RECURSE ${INSTALLED} ${INSTALLED}-before)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${INSTALLED}-before
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(RENAME ${INSTALLED}-before ${INSTALLED})
