set(CPACK_PACKAGE_NAME pgmahout)
set(CPACK_PACKAGE_VENDOR "pgmahout")
set(CPACK_PACKAGE_CONTACT "the pgmahout maintainers <maintainers@pgmahout.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
find_program(RPMBUILD rpmbuild)
if(RPMBUILD)
  list(APPEND CPACK_GENERATOR RPM)
endif()

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "https://pgmahout.invalid")
# Written out, not taken from dpkg-shlibdeps: Ubuntu 24.04 and Debian 13 renamed libssh-4 and
# libssl3 for the 64-bit time_t transition, and the shared objects' names stayed the same.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "libc6 (>= 2.36), libstdc++6 (>= 12), libssh-4 (>= 0.10) | libssh-4t64, libpq5 (>= 13), libssl3 | libssl3t64")
set(CPACK_RPM_PACKAGE_LICENSE PostgreSQL)
set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
include(CPack)
