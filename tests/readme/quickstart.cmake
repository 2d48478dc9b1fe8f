# The report in README.md is what the program prints today.
execute_process(COMMAND ${PROGRAM} run ${SOURCE_DIR}/configs/runs/quickstart.yaml
                OUTPUT_VARIABLE printed RESULT_VARIABLE code)
if(code)
  message(FATAL_ERROR "mho run quickstart ended with ${code}")
endif()
file(READ ${SOURCE_DIR}/README.md readme)
string(FIND "${readme}" "${printed}" at)
if(at EQUAL -1)
  message(FATAL_ERROR "README.md does not show what the quickstart prints:\n${printed}")
endif()
