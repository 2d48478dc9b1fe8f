// node bundle.js FILE: one page of the sources in src and of the charts of ECharts that they use, with "@DATA@" where
// the data goes.
import {readFileSync, writeFileSync} from 'node:fs';
import {build} from 'esbuild';

const source = (name) => readFileSync(new URL(`src/${name}`, import.meta.url), 'utf8');
const bundled = async (name) => {
  const {outputFiles} = await build({
    entryPoints: [new URL(`src/${name}`, import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2021',
    charset: 'ascii',
    legalComments: 'none',
  });
  return outputFiles[0].text.trim();
};
const {version} = JSON.parse(
  readFileSync(new URL('node_modules/echarts/package.json', import.meta.url), 'utf8'),
);
const parts = {
  STYLE: await bundled('page.css'),
  ECHARTS: version,
  SCRIPT: (await bundled('page.js')).replaceAll('</script', '<\\/script'),
};
writeFileSync(
  process.argv[2],
  source('page.html').replace(/@(STYLE|ECHARTS|SCRIPT)@/g, (_, name) => parts[name]),
);
