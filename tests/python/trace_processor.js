// Perfetto's own trace processor (WebAssembly) as a filter: requests on standard input, replies on standard output, both
// streams of TraceProcessorRpc (protos/perfetto/trace_processor/trace_processor.proto of Perfetto). The program is the
// engine of Perfetto's web page, which expects to be a browser's worker: what of one it needs is given here.
//
// Usage: node trace_processor.js FOLDER_OF_THE_PAGE
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');

const folder = process.argv[2];

class XMLHttpRequest {
  open(method, url) { this.file = path.join(folder, path.basename(url)); }
  send() {
    const bytes = fs.readFileSync(this.file);
    this.status = 200;
    this.response = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  }
}

globalThis.self = globalThis;
globalThis.importScripts = () => {};
globalThis.location = {href: 'worker/'};
globalThis.XMLHttpRequest = XMLHttpRequest;
globalThis.WorkerGlobalScope = Object;
console.log = console.error;
// To its authors Node is no worker, whatever else is there.
const node = process;
delete globalThis.process;
vm.runInThisContext(fs.readFileSync(path.join(folder, 'engine_bundle.js'), 'utf8'), {filename: 'engine_bundle.js'});
globalThis.process = node;

const port = {
  postMessage(bytes) {
    for (let written = 0; written < bytes.length;) written += fs.writeSync(1, bytes, written);
  }
};
globalThis.onmessage({data: port});
const requests = fs.readFileSync(0);
setTimeout(() => port.onmessage({data: new Uint8Array(requests)}), 0);
