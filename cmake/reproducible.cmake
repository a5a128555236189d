# Read by cpack itself. The same files make the same package, byte for byte: nodes that have it are
# left alone when somebody only packs again.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  set(ENV{SOURCE_DATE_EPOCH} 1767225600)
endif()
