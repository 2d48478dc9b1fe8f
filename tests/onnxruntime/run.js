// Runs an ONNX file with onnxruntime on the CPU:
//   node run.js MODEL INPUTS OUTPUTS SHAPE...
// INPUTS holds the values of all inputs as float32 one after another, in the model's order, and each
// SHAPE (1x3x8x8) is that of an input; OUTPUTS receives the values of all outputs in the same way, whatever their type.
'use strict';
const fs = require('fs');
const ort = require('onnxruntime-node');

async function main([model, inputFile, outputFile, ...shapes]) {
  // Its warnings on old shape rules of ceil_mode are no errors.
  const session = await ort.InferenceSession.create(model, {
    logSeverityLevel: 3,
    graphOptimizationLevel: process.env.MHO_OPTIMIZATION || 'all',
  });
  const bytes = fs.readFileSync(inputFile);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const feeds = {};
  let at = 0;
  session.inputNames.forEach((name, index) => {
    const shape = shapes[index].split('x').filter(Boolean).map(Number);
    const size = shape.reduce((a, b) => a * b, 1);
    const numbers = values.slice(at, at + size);
    feeds[name] = session.inputMetadata[index].type === 'int64'
      ? new ort.Tensor('int64', BigInt64Array.from(numbers, BigInt), shape)
      : new ort.Tensor('float32', numbers, shape);
    at += size;
  });
  if (at !== values.length) throw new Error(`${values.length} values are given, ${at} wanted`);
  const results = await session.run(feeds);
  const chunks = session.outputNames.map((name) => Buffer.from(Float32Array.from(results[name].data, Number).buffer));
  fs.writeFileSync(outputFile, Buffer.concat(chunks));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`onnxruntime: ${error.message}`);
  process.exit(1);
});
