# The page of `--html` is made of web/ while mho is built: npm installs what its lock file names, esbuild puts all into one
# file, and html_page() in mho_report is its text. Where npm is absent or fails, mho is built without, and says so when it
# is asked for a page.
#
# Configuring includes this file; the build runs it as a script, with FOLDER, NODE, NPM, OUTPUT and SOURCE.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  find_program(MHO_NODE node)
  find_program(MHO_NPM npm)

  # mho_page(box): std::string_view mho::html_page() in mho_box.
  function(mho_page box)
    set(page ${PROJECT_BINARY_DIR}/embedded/html_page.cpp)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS web/src/*)
    if(NOT MHO_NODE OR NOT MHO_NPM)
      message(STATUS "No node or npm: mho is built without the page of --html")
    endif()
    add_custom_command(
      OUTPUT ${page}
      COMMAND ${CMAKE_COMMAND} -DFOLDER=${PROJECT_BINARY_DIR}/web -DNODE=${MHO_NODE} -DNPM=${MHO_NPM} -DOUTPUT=${page}
              -DSOURCE=${PROJECT_SOURCE_DIR}/web -P ${PROJECT_SOURCE_DIR}/cmake/MhoPage.cmake
      DEPENDS ${sources} ${PROJECT_SOURCE_DIR}/web/bundle.js ${PROJECT_SOURCE_DIR}/web/package-lock.json
              ${PROJECT_SOURCE_DIR}/cmake/MhoPage.cmake
      COMMENT "Making the page of --html" VERBATIM)
    target_sources(mho_${box} PRIVATE ${page})
  endfunction()
  return()
endif()

# install_packages(OK): unless they are there as the lock file names them.
function(install_packages ok)
  set(${ok} TRUE PARENT_SCOPE)
  file(SHA256 ${FOLDER}/package-lock.json wanted)
  set(stamp ${FOLDER}/installed)
  if(EXISTS ${stamp})
    file(READ ${stamp} installed)
    if(installed STREQUAL wanted)
      return()
    endif()
  endif()
  execute_process(COMMAND ${NPM} ci --no-audit --no-fund --fetch-retries 1 WORKING_DIRECTORY ${FOLDER} RESULT_VARIABLE result
                  OUTPUT_FILE ${FOLDER}/npm.log ERROR_FILE ${FOLDER}/npm.log)
  if(result EQUAL 0)
    file(WRITE ${stamp} ${wanted})
  else()
    set(${ok} FALSE PARENT_SCOPE)
    message(WARNING "npm ci failed (${FOLDER}/npm.log): mho is built without the page of --html")
  endif()
endfunction()

set(text "")
if(NODE AND NPM)
  file(COPY ${SOURCE}/ DESTINATION ${FOLDER} PATTERN node_modules EXCLUDE)
  install_packages(installed)
  if(installed)
    execute_process(COMMAND ${NODE} ${FOLDER}/bundle.js ${FOLDER}/page.html RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
      message(FATAL_ERROR "the page of --html cannot be made of ${SOURCE}")
    endif()
    file(READ ${FOLDER}/page.html text)
  endif()
endif()
file(WRITE ${OUTPUT} "// Written by cmake/MhoPage.cmake from web/.
#include <string_view>

namespace mho {

std::string_view html_page();
std::string_view html_page() {
  return R\"mho_page(${text})mho_page\";
}

}  // namespace mho
")
