# README.md's table between the two markers is what `mho validate --markdown` prints. Without the markers there is nothing to
# hold. With -DUPDATE=ON the table is written instead:
#   cmake -DSOURCE_DIR=. -DPROGRAM=build/release/mho -DUPDATE=ON -P tests/readme/validation.cmake
set(first "<!-- validation table -->\n")
set(last "<!-- end of validation table -->")
file(READ ${SOURCE_DIR}/README.md readme)
string(FIND "${readme}" "${first}" start)
string(FIND "${readme}" "${last}" end)
if(start EQUAL -1 OR end EQUAL -1)
  message(STATUS "README.md has no validation table")
  return()
endif()
string(LENGTH "${first}" length)
math(EXPR start "${start} + ${length}")
math(EXPR size "${end} - ${start}")
string(SUBSTRING "${readme}" ${start} ${size} shown)

# A figure that misses its tolerance is an exit code of 1, and a row as any other.
execute_process(COMMAND ${PROGRAM} validate --markdown OUTPUT_VARIABLE table ERROR_VARIABLE error RESULT_VARIABLE code)
if(code GREATER 1 OR NOT error STREQUAL "")
  message(FATAL_ERROR "mho validate failed with ${code}: ${error}")
endif()
if(UPDATE)
  string(SUBSTRING "${readme}" 0 ${start} before)
  string(SUBSTRING "${readme}" ${end} -1 after)
  file(WRITE ${SOURCE_DIR}/README.md "${before}\n${table}\n${after}")
elseif(NOT shown STREQUAL "\n${table}\n")
  message(FATAL_ERROR "README.md's validation table is not what mho validate --markdown prints now:\n${table}")
endif()
