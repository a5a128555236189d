// fmt's own implementation, compiled once into our library. Debian has fmt as headers and as a
// shared library whose name changes from release to release, but not as a static one; with
// FMT_HEADER_ONLY each source that formats would compile all of this again.
#include <fmt/format-inl.h>

// fmt/format.h promises these elsewhere: two by "extern template", and the last,
// which formatting a time needs, by not defining it.
template fmt::detail::thousands_sep_result<char> fmt::detail::thousands_sep_impl<char>(
    fmt::detail::locale_ref);
template char fmt::detail::decimal_point_impl<char>(fmt::detail::locale_ref);
template std::locale fmt::detail::locale_ref::get<std::locale>() const;
