#pragma once

namespace pgmahout::observe {

/// Asks a server for what in its files a reload would stumble over, one row "FILE:LINE: PARAMETER:
/// WHAT" each.
/// Whether a parameter that only a restart changes has a value that is none is not told before a
/// reload: pg_file_settings says "setting could not be applied" of good ones, too
/// (ProcessConfigFile in guc-file.l).
inline constexpr const char* kErrorsBeforeReload = R"(
  SELECT coalesce(f.sourcefile, '') || ':' || coalesce(f.sourceline, 0) || ': ' ||
         coalesce(f.name || ': ', '') || f.error
    FROM pg_file_settings f LEFT JOIN pg_settings s ON s.name = f.name
   WHERE f.error IS NOT NULL AND s.context IS DISTINCT FROM 'postmaster'
  UNION ALL
  SELECT 'pg_hba.conf:' || line_number || ': ' || error
    FROM pg_hba_file_rules WHERE error IS NOT NULL)";

/// The same once the files were read: a good value that waits for a restart is no error, and
/// pg_settings.pending_restart tells it.
inline constexpr const char* kConfigErrors = R"(
  SELECT coalesce(f.sourcefile, '') || ':' || coalesce(f.sourceline, 0) || ': ' ||
         coalesce(f.name || ': ', '') || f.error
    FROM pg_file_settings f LEFT JOIN pg_settings s ON s.name = f.name
   WHERE f.error IS NOT NULL AND NOT coalesce(s.context = 'postmaster' AND s.pending_restart, false)
  UNION ALL
  SELECT 'pg_hba.conf:' || line_number || ': ' || error
    FROM pg_hba_file_rules WHERE error IS NOT NULL)";

}  // namespace pgmahout::observe
