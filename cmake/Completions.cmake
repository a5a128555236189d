# What a shell needs to complete the commands, made by the program itself, so that it knows every option.
function(install_completion shell folder name)
  set(script ${CMAKE_CURRENT_BINARY_DIR}/completion.${shell})
  add_custom_command(OUTPUT ${script} COMMAND pgmahout completion ${shell} > ${script} DEPENDS pgmahout VERBATIM)
  add_custom_target(completion_${shell} ALL DEPENDS ${script})
  install(FILES ${script} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder} RENAME ${name})
endfunction()

install_completion(bash bash-completion/completions pgmahout)
install_completion(zsh zsh/vendor-completions _pgmahout)
install_completion(fish fish/vendor_completions.d pgmahout.fish)
