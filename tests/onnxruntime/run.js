// Runs an ONNX file with onnxruntime on the CPU:
//   node run.js MODEL INPUTS OUTPUTS SHAPE...
// INPUTS holds the float32 values of all inputs one after another, in the model's order, and each
// SHAPE (1x3x8x8) is that of an input; OUTPUTS receives the values of all outputs in the same way.
'use strict';
const fs = require('fs');
const ort = require('onnxruntime-node');

async function main([model, inputFile, outputFile, ...shapes]) {
  // Its warnings on old shape rules of ceil_mode are no errors.
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
  const bytes = fs.readFileSync(inputFile);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const feeds = {};
  let at = 0;
  session.inputNames.forEach((name, index) => {
    const shape = shapes[index].split('x').filter(Boolean).map(Number);
    const size = shape.reduce((a, b) => a * b, 1);
    feeds[name] = new ort.Tensor('float32', values.slice(at, at + size), shape);
    at += size;
  });
  if (at !== values.length) throw new Error(`${values.length} values are given, ${at} wanted`);
  const results = await session.run(feeds);
  const chunks = session.outputNames.map((name) => {
    const data = results[name].data;
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  });
  fs.writeFileSync(outputFile, Buffer.concat(chunks));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`onnxruntime: ${error.message}`);
  process.exit(1);
});
