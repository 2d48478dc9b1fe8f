// Runs an ONNX file with onnxruntime on the CPU as it stands, without any rewriting of the graph:
//   node codes.js MODEL INPUT OUTPUTS SHAPE NAME...
// INPUT holds the float32 values of the one input, of SHAPE (1x3x8x8); OUTPUTS receives the values of
// the outputs NAME, one after another, each as float32 whatever its type.
'use strict';
const fs = require('fs');
const ort = require('onnxruntime-node');

async function main([model, inputFile, outputFile, shape, ...names]) {
  const session = await ort.InferenceSession.create(model, {
    logSeverityLevel: 3,
    graphOptimizationLevel: process.env.MHO_OPTIMIZATION || 'disabled',
  });
  const bytes = fs.readFileSync(inputFile);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const dims = shape.split('x').filter(Boolean).map(Number);
  const feeds = { [session.inputNames[0]]: new ort.Tensor('float32', values, dims) };
  const results = await session.run(feeds, names);
  const chunks = names.map((name) => Buffer.from(Float32Array.from(results[name].data, Number).buffer));
  fs.writeFileSync(outputFile, Buffer.concat(chunks));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`onnxruntime: ${error.message}`);
  process.exit(1);
});
