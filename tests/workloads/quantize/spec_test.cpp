// The keys of data sets and quantization in YAML.
#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

template <class Spec>
Spec parsed(const std::string& text) {
  return read_spec<Spec>(Document::parse(text, "test.yaml"));
}

}  // namespace

TEST_CASE("a data set and a quantization are read from YAML, and again from what is written") {
  const auto data =
      parsed<DatasetSpec>("format: idx\nimages: /data/i.gz\nlabels: /data/l.gz\nscale: 0.5\n");
  CHECK(data.format == DataFormat::idx);
  CHECK(data.labels == "/data/l.gz");
  CHECK(data.scale == 0.5);
  CHECK(parsed<DatasetSpec>(write_spec(data)).images == data.images);
  const auto q = parsed<QuantizationSpec>(
      "weight_bits: 8\nactivation_bits: 4\nrule: percentile\npercentile: 0.99\n"
      "calibration_images: 100\n");
  CHECK(q.rule == CalibrationRule::percentile);
  CHECK(q.percentile == 0.99);
  CHECK(q.activation_bits == 4);
}

TEST_CASE("rule percentile needs its percentile, the other rules refuse one below 1") {
  using Catch::Contains;
  const std::string sizes = "weight_bits: 8\nactivation_bits: 4\ncalibration_images: 100\n";
  CHECK_THROWS_WITH(parsed<QuantizationSpec>(sizes + "rule: percentile\n"),
                    Contains("percentile: missing"));
  CHECK_THROWS_WITH(parsed<QuantizationSpec>(sizes + "rule: mse\npercentile: 0.99\n"),
                    Contains("percentile: below 1 needs rule: percentile"));
  CHECK(parsed<QuantizationSpec>(sizes + "rule: mse\npercentile: 1\n").percentile == 1);
  CHECK(parsed<QuantizationSpec>(sizes + "rule: mse\n").percentile == 1);
}

TEST_CASE("a set says of NPY and HDF5 whether they are signed; other formats tell themselves") {
  const std::string npy = "format: npy\nimages: /i\nlabels: /l\nscale: 1\n";
  CHECK(parsed<DatasetSpec>(npy).sign() == InputSign::either);
  CHECK(parsed<DatasetSpec>(npy + "signed: false\n").sign() == InputSign::nonnegative);
  const std::string idx = "format: idx\nimages: /i\nlabels: /l\nscale: 1\n";
  CHECK(parsed<DatasetSpec>(idx).sign() == InputSign::nonnegative);
  CHECK_THROWS_WITH(parsed<DatasetSpec>(idx + "signed: true\n"), Catch::Contains("unknown key"));
  CHECK(parsed<DatasetSpec>(npy + "layout: channels_last\n").layout == DataLayout::channels_last);
  CHECK(write_spec(parsed<DatasetSpec>(npy)).find("signed: true\nlayout: as_network") !=
        std::string::npos);
}

TEST_CASE("names and files that a format needs or does not use are reported") {
  using Catch::Contains;
  CHECK(!parsed<DatasetSpec>("format: idx\nimages: /i\nscale: 1\n").has_labels());
  CHECK_THROWS_WITH(parsed<DatasetSpec>("format: npz\nimages: /i\nscale: 1\n"),
                    Contains("images_name: is missing"));
  CHECK_THROWS_WITH(parsed<DatasetSpec>("format: idx\nimages: /i\n"), Contains("scale"));
  CHECK(parsed<DatasetSpec>("format: csv\nimages: /i\nmean: [1, 2]\n").mean.size() == 2);
  CHECK_THROWS_WITH(
      parsed<DatasetSpec>("format: csv\nimages: /i\nmean: [1, 2]\ndeviation: [1, 2, 3]\n"),
      Contains("deviation: has another number of channels"));
  CHECK_THROWS_WITH(parsed<DatasetSpec>("format: cifar10\nimages: /i\nlabels: /l\nscale: 1\n"),
                    Contains("labels: is not used"));
  CHECK(!parsed<DatasetSpec>("format: hdf5\nimages: /i\nimages_name: x\nscale: 1\n").has_labels());
  CHECK(parsed<DatasetSpec>("format: hdf5\nimages: /i\nimages_name: x\nlabels_name: y\nscale: 1\n")
            .labels_name == "y");
  CHECK_THROWS_WITH(
      parsed<QuantizationSpec>(
          "weight_bits: -1\nactivation_bits: 17\nrule: max\ncalibration_images: 0\n"),
      Contains("weight_bits") && Contains("activation_bits") && Contains("calibration_images"));
}

}  // namespace mho
