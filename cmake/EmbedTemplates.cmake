# Makes one C++ source of templates/*.mustache, so that a single binary renders everything and no
# file can be missing or out of step with the code on the machine that renders.
set(PGMAHOUT_TEMPLATES_CPP ${CMAKE_BINARY_DIR}/generated/embedded_templates.cpp)
file(GLOB PGMAHOUT_TEMPLATES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/templates/*.mustache)
add_custom_command(
  OUTPUT ${PGMAHOUT_TEMPLATES_CPP}
  COMMAND ${CMAKE_COMMAND} -DOUTPUT=${PGMAHOUT_TEMPLATES_CPP}
          -DSOURCE_DIR=${CMAKE_SOURCE_DIR}/templates
          -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
  DEPENDS ${PGMAHOUT_TEMPLATES} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
  COMMENT "Embedding the templates")
