# Everything comes from the distribution. libssh, libpq and OpenSSL are linked dynamically. yaml-cpp is
# linked statically, fmt and spdlog are one source each (fmt.cpp, spdlog.cpp), and CLI11, nlohmann-json
# and mustache are headers only, because their shared libraries change their names between Debian 12,
# Debian 13 and Ubuntu 24.04, and one package shall run on all three.
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(LIBSSH REQUIRED IMPORTED_TARGET libssh)
pkg_check_modules(LIBPQ REQUIRED IMPORTED_TARGET libpq)
find_library(YAML_CPP_STATIC NAMES libyaml-cpp.a REQUIRED)
find_path(MUSTACHE_INCLUDE_DIR kainjow/mustache.hpp REQUIRED)
find_path(SPDLOG_INCLUDE_DIR spdlog/spdlog.h REQUIRED)

add_library(pgmahout_dependencies INTERFACE)
target_include_directories(pgmahout_dependencies SYSTEM INTERFACE
  ${MUSTACHE_INCLUDE_DIR} ${SPDLOG_INCLUDE_DIR})
target_compile_definitions(pgmahout_dependencies INTERFACE SPDLOG_FMT_EXTERNAL
  SPDLOG_COMPILED_LIB
  YAML_CPP_STATIC_DEFINE)
target_link_libraries(pgmahout_dependencies INTERFACE
  PkgConfig::LIBSSH PkgConfig::LIBPQ OpenSSL::Crypto Threads::Threads
  nlohmann_json::nlohmann_json CLI11::CLI11 ${YAML_CPP_STATIC})
