#include "inventory/fixture.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace pgmahout::inventory::test {

namespace fs = std::filesystem;

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (fs::temp_directory_path() / "pgmahout-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a directory");
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path TemporaryDirectory::write(const std::string& name, const std::string& content) const {
  const fs::path path = path_ / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

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
