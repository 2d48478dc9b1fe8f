// The file formats of data sets, each as a dense array of numbers. Private to the data set reader.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mho {

class ByteSource;

/// What a file holds, in C order: the whole shape as stated, the values of the first entries (axis
/// 0) only, as many as were asked for.
struct NumberArray {
  std::string source;  ///< file (and name inside), for messages
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

/// Largest number of values read into memory (2 GiB of floats); more is refused, not attempted.
constexpr std::int64_t kMostValues = std::int64_t{1} << 29;

/// Values in the first `limit` entries (0 = all) of an array of this shape. Throws InputError when
/// an axis is empty or negative, or the values exceed kMostValues.
std::int64_t values_to_read(const std::string& source, const std::vector<std::int64_t>& shape,
                            int limit);

/// Bytes that a whole array of this shape takes; the largest number there is where it is beyond.
std::int64_t stated_bytes(const std::vector<std::int64_t>& shape, int bytes_each);

/// Readers of the first `limit` entries (0 = all). Throw InputError.
NumberArray read_idx(const std::string& file, int limit);
NumberArray read_npy(const std::string& file, int limit);
NumberArray read_npy(ByteSource& source, const std::string& name, int limit);
/// One array of an NPZ file (of numpy.savez or savez_compressed).
NumberArray read_npz(const std::string& file, const std::string& name, int limit);
/// `other_files`: what the file names in others is read, too.
NumberArray read_hdf5(const std::string& file, const std::string& name, int limit,
                      bool other_files);

/// A table of numbers, [rows][columns]; and of its columns the one that `label` names, if any, by
/// itself, [rows]. A first line that holds anything else has the columns' names; else they are
/// numbered from 0.
struct CsvTable {
  NumberArray columns, labels;
};
CsvTable read_csv(const std::string& file, const std::string& label, int limit);

/// A folder of PNG images of one size, [n][channels][height][width]: gray where the first is, else
/// red, green and blue. With folders in it the images of each are a class, numbered in the order of
/// the folders' names; images come one of each class in turn, each in the order of their names, so
/// that the first ones are of all classes. Without folders there are no labels.
struct PngFolder {
  NumberArray images, labels;
};
PngFolder read_png_folder(const std::string& folder, int limit);

/// CIFAR-10 binary: images [n][3][32][32] and labels [n].
struct Cifar10 {
  NumberArray images, labels;
};
Cifar10 read_cifar10(const std::string& file, int limit);

}  // namespace mho
