# One interface target that every target of ours links: warnings and sanitizers in one place.
add_library(pgmahout_options INTERFACE)
# Designated initializers name what differs from the defaults; the rest is meant to be left out.
target_compile_options(pgmahout_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wpedantic -Wno-missing-field-initializers)
if(PGMAHOUT_WERROR)
  target_compile_options(pgmahout_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports std::string and std::variant internals as maybe-uninitialized and overlapping
  # when it inlines them under the sanitizers (GCC bugs 105562 and 105651): not our code.
  target_compile_options(pgmahout_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # std::ranges::stable_sort of libstdc++ 12 calls what the same library calls deprecated.
  target_compile_options(pgmahout_options INTERFACE -Wno-deprecated-declarations)
endif()
if(PGMAHOUT_SANITIZE)
  # float-cast-overflow is undefined behaviour that "undefined" leaves out.
  target_compile_options(pgmahout_options INTERFACE
    -fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(pgmahout_options INTERFACE -fsanitize=address,undefined)
endif()
