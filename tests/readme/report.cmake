# README.md shows the headline that the quickstart prints, docs/report.md all of its report.
# shown_in(FILE OUT): the report's block in a file.
function(shown_in file out)
  file(READ ${SOURCE_DIR}/${file} text)
  if(NOT text MATCHES "```text\n(mho [^`]*)```")
    message(FATAL_ERROR "${file} shows no report")
  endif()
  set(${out} "${CMAKE_MATCH_1}" PARENT_SCOPE)
endfunction()

# holds(FILE [OPTION]): its block is what the quickstart prints with the option.
function(holds file)
  execute_process(COMMAND ${PROGRAM} run ${SOURCE_DIR}/configs/runs/quickstart.yaml ${ARGN} --cache ${CACHE}
                  OUTPUT_VARIABLE printed RESULT_VARIABLE code)
  if(code)
    message(FATAL_ERROR "mho run quickstart ended with ${code}")
  endif()
  shown_in(${file} shown)
  if(NOT shown STREQUAL printed)
    message(FATAL_ERROR "${file} does not show what the quickstart prints:\n${printed}")
  endif()
endfunction()

file(REMOVE_RECURSE ${CACHE})
holds(docs/report.md --full)
holds(README.md)
