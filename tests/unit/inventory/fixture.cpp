#include "inventory/fixture.hpp"

namespace pgmahout::inventory::test {

std::string text_of(const Sample& sample) {
  return "---\n"
         "all:\n"
         "  vars:\n"
         "    pgmahout_network: 10.0.0.0/24\n"
         "    pgmahout_vip: 10.0.0.180\n"
         "    pgmahout_postgres_password: correct horse\n"
         "    pgmahout_replication_password: battery staple\n"
         "    pgmahout_pgpool_password: tr0ub4dor and 3\n"
         "    pgmahout_watchdog_key: 5f2c81ab90de\n"
         "    pgmahout_password_key: key of the passwords\n"
         "postgres:\n"
         "  hosts:\n" +
         sample.hosts + "  vars:\n" + sample.variables;
}

std::expected<Loaded, model::Errors> load_sample(const Sample& sample) {
  const TemporaryDirectory directory;
  return load({.inventory = directory.write("hosts.yml", text_of(sample))});
}

std::string errors_of(const Sample& sample) {
  const auto loaded = load_sample(sample);
  std::string text;
  if (loaded) return text;
  for (const auto& error : loaded.error()) text += to_string(error) + "\n";
  return text;
}

}  // namespace pgmahout::inventory::test
