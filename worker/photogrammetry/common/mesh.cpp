#include "common/mesh.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <sstream>

#include "common/atomic-file.h"
#include "common/stage.h"

namespace scan {
namespace {

struct PlyHeader {
  std::size_t vertices = 0, faces = 0;
  std::vector<std::string> properties;  ///< of the vertex, "type name"
};

PlyHeader readPlyHeader(std::istream& in, const std::string& path) {
  PlyHeader header;
  std::string line, element;
  bool binary = false;
  while (std::getline(in, line) && line != "end_header") {
    std::istringstream words(line);
    std::string word;
    words >> word;
    if (line == "format binary_little_endian 1.0") binary = true;
    if (word == "element") {
      std::size_t count = 0;
      words >> element >> count;
      (element == "vertex" ? header.vertices : header.faces) = count;
    } else if (word == "property" && element == "vertex") {
      std::getline(words >> std::ws, line);
      header.properties.push_back(line);
    }
  }
  const std::size_t most = 1u << 26;
  if (!in || !binary || header.vertices > most || header.faces > most)
    throw BadInput(path + " is not a binary little-endian PLY");
  return header;
}

void expectProperties(const PlyHeader& header, const std::vector<std::string>& wanted, const std::string& path) {
  if (header.properties != wanted) throw BadInput(path + " has other vertex properties than expected");
}

std::vector<Triangle> readFaces(std::istream& in, const PlyHeader& header, std::size_t vertices,
                                const std::string& path) {
  std::vector<Triangle> faces(header.faces);
  for (auto& face : faces) {
    unsigned char corners = 0;
    in.read(reinterpret_cast<char*>(&corners), 1);
    in.read(reinterpret_cast<char*>(face.data()), sizeof face);
    const auto valid = [&](int v) { return v >= 0 && static_cast<std::size_t>(v) < vertices; };
    if (!in || corners != 3 || !std::all_of(face.begin(), face.end(), valid))
      throw BadInput(path + " has a face that is no triangle of its vertices");
  }
  return faces;
}

void writeFaces(AtomicFile& file, const std::vector<Triangle>& faces) {
  for (const auto& face : faces) {
    file.put<unsigned char>(3);
    file.put(face);
  }
}

void writeHeader(AtomicFile& file, std::size_t vertices, const char* properties, std::size_t faces) {
  file.stream() << "ply\nformat binary_little_endian 1.0\nelement vertex " << vertices << '\n'
                << properties << "element face " << faces
                << "\nproperty list uchar int vertex_indices\nend_header\n";
}

/** One vertex of unwrapped.ply as it lies in the file. */
struct SplitVertex {
  float x, y, z, u, v;
  std::int32_t source;
};
static_assert(sizeof(SplitVertex) == 24, "must match the file's layout");

}  // namespace

Eigen::Vector3f scaledNormal(const Mesh& mesh, const Triangle& t) {
  const auto& v = mesh.vertices;
  return (v[t[1]] - v[t[0]]).cross(v[t[2]] - v[t[0]]);
}

Mesh readMesh(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw BadInput("cannot open " + path);
  const PlyHeader header = readPlyHeader(in, path);
  expectProperties(header, {"float x", "float y", "float z"}, path);
  Mesh mesh;
  mesh.vertices.resize(header.vertices);
  in.read(reinterpret_cast<char*>(mesh.vertices.data()), static_cast<std::streamsize>(header.vertices * 12));
  mesh.triangles = readFaces(in, header, header.vertices, path);
  return mesh;
}

void writeMesh(const std::string& path, const Mesh& mesh) {
  AtomicFile file(path);
  writeHeader(file, mesh.vertices.size(), "property float x\nproperty float y\nproperty float z\n",
              mesh.triangles.size());
  file.write(mesh.vertices.data(), mesh.vertices.size() * sizeof(Eigen::Vector3f));
  writeFaces(file, mesh.triangles);
  file.commit();
}

UnwrappedMesh readUnwrapped(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw BadInput("cannot open " + path);
  const PlyHeader header = readPlyHeader(in, path);
  expectProperties(header, {"float x", "float y", "float z", "float u", "float v", "int source"}, path);
  std::vector<SplitVertex> split(header.vertices);
  in.read(reinterpret_cast<char*>(split.data()), static_cast<std::streamsize>(split.size() * sizeof(SplitVertex)));
  UnwrappedMesh result;
  result.corners = readFaces(in, header, header.vertices, path);
  for (const auto& s : split) {
    if (s.source < 0 || static_cast<std::size_t>(s.source) >= header.vertices)
      throw BadInput(path + " has a vertex with an impossible source");
    if (static_cast<std::size_t>(s.source) >= result.mesh.vertices.size())
      result.mesh.vertices.resize(s.source + 1, Eigen::Vector3f::Zero());
    result.mesh.vertices[s.source] = {s.x, s.y, s.z};
    result.uv.emplace_back(s.u, s.v);
  }
  for (const auto& c : result.corners)
    result.mesh.triangles.push_back({split[c[0]].source, split[c[1]].source, split[c[2]].source});
  return result;
}

void writeUnwrapped(const std::string& path, const UnwrappedMesh& unwrapped) {
  std::vector<SplitVertex> split(unwrapped.uv.size());
  for (std::size_t t = 0; t < unwrapped.corners.size(); ++t)
    for (int k = 0; k < 3; ++k) {
      const int source = unwrapped.mesh.triangles[t][k], corner = unwrapped.corners[t][k];
      const auto& p = unwrapped.mesh.vertices[source];
      split[corner] = {p.x(), p.y(), p.z(), unwrapped.uv[corner].x(), unwrapped.uv[corner].y(), source};
    }
  AtomicFile file(path);
  writeHeader(file, split.size(),
              "property float x\nproperty float y\nproperty float z\n"
              "property float u\nproperty float v\nproperty int source\n",
              unwrapped.corners.size());
  file.write(split.data(), split.size() * sizeof(SplitVertex));
  writeFaces(file, unwrapped.corners);
  file.commit();
}

void compact(Mesh& mesh) {
  std::vector<int> newIndex(mesh.vertices.size(), -1);
  std::vector<Eigen::Vector3f> kept;
  for (auto& triangle : mesh.triangles)
    for (int& v : triangle) {
      if (newIndex[v] < 0) {
        newIndex[v] = static_cast<int>(kept.size());
        kept.push_back(mesh.vertices[v]);
      }
      v = newIndex[v];
    }
  mesh.vertices = std::move(kept);
}

}  // namespace scan
