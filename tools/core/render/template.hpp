#pragma once

#include <kainjow/mustache.hpp>
#include <string>

namespace pgmahout::render {

/// What a template is filled with.
using TemplateData = kainjow::mustache::data;

/// The embedded template of that name (file name without ".mustache"), filled. Values go in as they
/// are: quoting belongs to the format and is done before. A missing or broken template is a fault
/// of ours and throws std::logic_error.
[[nodiscard]] std::string fill(std::string_view name, const TemplateData& data);

}  // namespace pgmahout::render
