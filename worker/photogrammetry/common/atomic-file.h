// Files that appear under their name only when complete, so that a stage that was killed leaves no half file.
#pragma once
#include <cstddef>
#include <fstream>
#include <string>

namespace scan {

class AtomicFile {
 public:
  explicit AtomicFile(const std::string& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  std::ofstream& stream() { return stream_; }
  void write(const void* data, std::size_t bytes);
  template <class T>
  void put(const T& value) {
    write(&value, sizeof value);
  }
  /** Renames to the final name. Throws std::runtime_error when anything could not be written. */
  void commit();

 private:
  const std::string path_, partial_;
  std::ofstream stream_;
  bool committed_ = false;
};

}  // namespace scan
