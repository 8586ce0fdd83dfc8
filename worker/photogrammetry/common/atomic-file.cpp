#include "common/atomic-file.h"

#include <cstdio>
#include <stdexcept>

namespace scan {

AtomicFile::AtomicFile(const std::string& path)
    : path_(path), partial_(path + ".partial"), stream_(partial_, std::ios::binary) {
  if (!stream_) throw std::runtime_error("cannot write " + path);
}

AtomicFile::~AtomicFile() {
  if (!committed_) std::remove(partial_.c_str());
}

void AtomicFile::write(const void* data, std::size_t bytes) {
  stream_.write(static_cast<const char*>(data), static_cast<std::streamsize>(bytes));
}

void AtomicFile::commit() {
  stream_.close();
  if (!stream_ || std::rename(partial_.c_str(), path_.c_str()) != 0)
    throw std::runtime_error("cannot write " + path_ + " to the end; is the disk full?");
  committed_ = true;
}

}  // namespace scan
