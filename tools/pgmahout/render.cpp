#include <iostream>
#include <memory>

#include "act/rendered_tree.hpp"
#include "commands.hpp"
#include "inventory/load.hpp"
#include "render/json.hpp"

namespace pgmahout::cli {

namespace {

using model::ExitCode;

struct RenderOptions {
  inventory::LoadOptions load;
  std::string host;
  std::string out;
  bool json = false;
  bool diff = false;
};

ExitCode print(const std::string& text, ExitCode code) {
  std::cout << text << std::flush;
  if (std::cout.good()) return code;
  return refuse({{.what = "cannot write to standard output", .hint = "is its disk full?"}});
}

ExitCode write(const RenderOptions& options, const std::vector<act::OutputFile>& files) {
  const auto written = act::write_output(options.out, files);
  if (!written) return refuse({written.error()});
  std::string text;
  for (const auto& path : *written) text += "wrote " + path.string() + "\n";
  text += std::to_string(written->size()) + " of " + std::to_string(files.size()) +
          " files written to " + options.out + "\n";
  return print(text, ExitCode::ok);
}

ExitCode compare(const RenderOptions& options, const std::vector<act::OutputFile>& files) {
  const auto difference = act::diff_output(options.out, files);
  if (!difference) return refuse({difference.error()});
  return print(*difference, difference->empty() ? ExitCode::ok : ExitCode::not_as_it_should_be);
}

ExitCode render_cluster(const RenderOptions& options) {
  if (options.json == !options.out.empty() || (options.diff && options.json))
    return refuse({{.kind = model::ErrorKind::usage,
                    .what = "say what to do with the files",
                    .hint = "--out DIR, --diff --out DIR, or --json"}});
  const auto loaded = inventory::load(options.load);
  if (!loaded) return refuse(loaded.error());
  for (const auto& warning : loaded->warnings) std::cerr << "pgmahout: " << warning << "\n";
  const auto hosts = render::render_hosts(loaded->cluster, options.host);
  if (!hosts) return refuse({hosts.error()});
  if (options.json) return print(to_json(loaded->cluster, *hosts).dump(2) + "\n", ExitCode::ok);
  const auto files = act::output_files(loaded->cluster, *hosts);
  if (!files) return refuse({files.error()});
  return options.diff ? compare(options, *files) : write(options, *files);
}

}  // namespace

void add_render(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("render", "Render the nodes' files from an inventory");
  const auto options = std::make_shared<RenderOptions>();
  command->add_option("-i,--inventory", options->load.inventory, "Inventory file or directory")
      ->required();
  command->add_option("--facts", options->load.facts, "Facts of the hosts (JSON), - is stdin");
  command->add_option("--vault-password-file", options->load.vault_password_file,
                      "File with the vault's password");
  command->add_option("--host", options->host, "Only this host");
  command->add_option("--out", options->out, "Write below this directory what differs there");
  command->add_flag("--diff", options->diff,
                    "Print what --out would change and write nothing; 1 when something would");
  command->add_flag("--json", options->json, "Print everything, passwords too, as JSON");
  command->callback(
      [options, &action] { action = [options] { return render_cluster(*options); }; });
}

}  // namespace pgmahout::cli
