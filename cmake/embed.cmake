# Run as a script: writes OUTPUT from the *.mustache files of SOURCE_DIR.
file(GLOB templates ${SOURCE_DIR}/*.mustache)
list(SORT templates)
set(entries "")
set(count 0)
foreach(path IN LISTS templates)
  get_filename_component(name ${path} NAME_WLE)
  file(READ ${path} text)
  string(APPEND entries "    {\"${name}\", R\"__template__(${text})__template__\"},\n")
  math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUTPUT}
"#include \"render/embedded_templates.hpp\"

#include <array>

namespace pgmahout::render {

namespace {
constexpr std::array<EmbeddedTemplate, ${count}> kTemplates{{
${entries}}};
}  // namespace

std::span<const EmbeddedTemplate> embedded_templates() { return kTemplates; }

}  // namespace pgmahout::render
")
