// Fashion-MNIST of the Debian package, pixels from 0 to 1.
#pragma once

#include <string>

#include "workloads/datasets/dataset.hpp"

namespace mho {

/// `part` is "train" or "t10k".
inline DatasetSpec fashion_mnist_spec(const std::string& part) {
  const std::string prefix = "/usr/share/datasets/fashion-mnist/" + part;
  DatasetSpec spec;
  spec.images = prefix + "-images-idx3-ubyte.gz";
  spec.labels = prefix + "-labels-idx1-ubyte.gz";
  spec.scale = 1.0 / 255;
  return spec;
}

/// The first `limit` images.
inline Dataset fashion_mnist(const std::string& part, int limit) {
  return load_dataset(fashion_mnist_spec(part), limit);
}

}  // namespace mho
