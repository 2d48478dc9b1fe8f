// node page_test.js CHROMIUM MHO SOURCE SCRATCH: the pages of a run and of a front in a real
// browser. No error on the console, nothing asked of a network, each chart's numbers equal to those
// of the JSON that the same command wrote, every chart reached by the keyboard, light and dark.
// Exit code 1 with the reasons. MHO_PICTURES: a folder for pictures of the pages.
'use strict';
const {execFileSync} = require('node:child_process');
const {mkdirSync, readFileSync, writeFileSync, rmSync} = require('node:fs');
const path = require('node:path');
const {Browser} = require('./browser.js');

const [chromium, mho, source, scratch] = process.argv.slice(2);
const failures = [];

function check(what, holds) {
  if (!holds) failures.push(what);
}

/** Sums may be taken in another order; all else is the same double. */
function same(what, found, wanted) {
  const near = (a, b) =>
    a === b ||
    (typeof a === 'number' &&
      typeof b === 'number' &&
      Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b)));
  check(
    `${what}: ${JSON.stringify(found)?.slice(0, 200)} in the page, ${JSON.stringify(wanted)?.slice(0, 200)} in the JSON`,
    Array.isArray(found) &&
      Array.isArray(wanted) &&
      wanted.length > 0 &&
      found.length === wanted.length &&
      found.every((each, at) => near(each ?? null, wanted[at] ?? null)),
  );
}

function run(...words) {
  execFileSync(mho, words, {
    cwd: scratch,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {...process.env, MHO_CONFIGS: path.join(source, 'configs')},
  });
}

const read = (name) => JSON.parse(readFileSync(path.join(scratch, name), 'utf8'));
const value = (each) =>
  each !== null && typeof each === 'object' && !Array.isArray(each) ? each.value : each;
const sum = (list) => list.reduce((all, each) => all + each, 0);

/** What a series of a chart is drawn from: numbers alone, times `factor`. */
async function drawn(page, chart, series, at, factor = 1) {
  const data = await page.run(
    `window.mhoCharts[${JSON.stringify(chart)}]?.option.series[${series}].data`,
  );
  return (data ?? [])
    .map(value)
    .map((each) => (at === undefined ? each : each[at]))
    .map((each) => (each === null ? null : each * factor));
}

/** The unit at the end of an axis' name, as a factor: "time, \u00b5s" is 1e-6. */
async function factorOf(page, chart) {
  const name = await page.run(`window.mhoCharts[${JSON.stringify(chart)}].option.xAxis.name`);
  return {'': 1, m: 1e-3, '\u00b5': 1e-6, n: 1e-9, p: 1e-12, f: 1e-15}[
    name.replace(/.*, /, '').replace(/[sJ]$/, '')
  ];
}

async function checkRun(page, json) {
  const {metrics, layers, components} = json;
  const metric = (name) => metrics[name].value;
  const levels = ['macro', 'tile', 'chip'];
  same(
    'TOPS/W, peak',
    await drawn(page, 'efficiency', 0),
    levels.map((each) => metric(`tops_per_joule.${each}.peak`)),
  );
  same(
    'TOPS/W, achieved',
    await drawn(page, 'efficiency', 1),
    levels.map((each) => metric(`tops_per_joule.${each}.achieved`)),
  );
  same(
    'interval of the peaks',
    await drawn(page, 'efficiency', 2, 1),
    levels.map((each) => metrics[`tops_per_joule.${each}.peak`].interval[0]),
  );
  same(
    'converters',
    (await drawn(page, 'adc_models', 0)).reverse(),
    json.adc_models.map((each) => each.chip_achieved_tops_per_joule),
  );
  same(
    'energy of layers',
    await drawn(page, 'layer_energy', 0, undefined, await factorOf(page, 'layer_energy')),
    layers.map((each) => each.energy_j),
  );
  same(
    'time of layers',
    await drawn(page, 'layer_time', 0, undefined, await factorOf(page, 'layer_time')),
    layers.map((each) => each.end_s - each.start_s),
  );
  same(
    'utilization',
    await drawn(page, 'layer_utilization', 0),
    layers.map((each) => 100 * each.utilization),
  );
  same(
    'signal to noise',
    await drawn(page, 'layer_snr', 0),
    layers.map((each) => each.snr_cumulative_db),
  );
  const microseconds = await factorOf(page, 'timeline');
  same(
    'start',
    await drawn(page, 'timeline', 0, undefined, microseconds),
    layers.map((each) => each.start_s),
  );
  same(
    'duration',
    await drawn(page, 'timeline', 1, undefined, microseconds),
    layers.map((each) => each.end_s - each.start_s),
  );
  same(
    'trials',
    await drawn(page, 'trials', 1, 1),
    json.judged.trials.map((each) => each.accuracy_percent),
  );
  const [box] = await page.run('window.mhoCharts.trials.option.series[0].data');
  const ordered = json.judged.trials.map((each) => each.accuracy_percent).sort((a, b) => a - b);
  same('ends of the box', [box[0], box[4]], [ordered[0], ordered.at(-1)]);
  same(
    'ages',
    await drawn(page, 'ages', 0, 1),
    json.ages.map((each) => each.accuracy_percent.mean),
  );
  same(
    'intervals of ages',
    await drawn(page, 'ages', 1, 2),
    json.ages
      .filter((each) => each.accuracy_percent.ci95)
      .map((each) => each.accuracy_percent.ci95.high),
  );
  same(
    'loss by source',
    await drawn(page, 'sources', 0),
    json.ablations.map((each) => each.alone_points.mean),
  );
  same(
    'saved by source',
    await drawn(page, 'sources', 1),
    json.ablations.map((each) => each.removed_points.mean),
  );
  same(
    'classes',
    await drawn(page, 'classes', 1),
    json.classes.map((each) => each.analog_percent),
  );
  same(
    'area',
    (await drawn(page, 'area', 0)).sort((a, b) => b - a),
    components
      .map((each) => each.area_m2 * 1e6)
      .filter((each) => each > 0)
      .sort((a, b) => b - a),
  );

  const images = metric('engine.images');
  const byComponent = new Map();
  for (const {component, energy_j} of json.ledger)
    byComponent.set(component, (byComponent.get(component) ?? 0) + energy_j / images);
  const sunburst = await page.run('window.mhoCharts.energy.option.series[0].data');
  same(
    'energy of components',
    sunburst.map((each) => each.value).sort(),
    [...byComponent.values()].filter((each) => each > 0).sort(),
  );
  same(
    'energy of all',
    [sum(sunburst.flatMap((each) => each.children.map((below) => below.value)))],
    [metric('energy.per_inference')],
  );
  const ofAdc = sunburst.find((each) => each.name === 'adc').children;
  for (const {name, value: energy} of ofAdc.filter((each) =>
    layers.some((layer) => layer.name === each.name),
  ))
    same(
      `energy of the converters for ${name}`,
      [energy],
      [
        sum(
          json.ledger
            .filter((each) => each.component === 'adc' && each.layer === name)
            .map((each) => each.energy_j),
        ) / images,
      ],
    );
  same(
    'components',
    (await drawn(page, 'components', 1, undefined, await factorOf(page, 'components'))).sort(),
    components
      .filter((each) => each.energy_j > 0)
      .map((each) => each.static_j)
      .sort(),
  );

  const plan = await page.run('window.mhoCharts.floorplan.option.series[0].data');
  same(
    'area of the floorplan',
    [sum(plan.map((each) => each[2] * each[3]))],
    [metric('area.chip')],
  );
  const power = (at) =>
    json.tiles.find((each) => each.tile === at).energy_j / metric('engine.time');
  same('power of tile 0', [(plan[0][4] * plan[0][2] * plan[0][3]) / 1e3], [power(0)]);
  same(
    'power of the chip',
    [sum(plan.map((each) => each[4] * each[2] * each[3])) / 1e3],
    [metric('power.chip.average')],
  );

  const onArrays = layers.filter((each) => each.macs > 0 && each.arrays > 0);
  same(
    'rates of layers',
    await drawn(page, 'roofline', 0, 1),
    onArrays.map((each) => (2 * each.macs) / (each.end_s - each.start_s) / 1e12),
  );
  same('published', (await page.run('window.mhoCharts.published.option.series[1].data'))[0], [
    json.technology_nm,
    metric('tops_per_joule.macro.peak'),
  ]);
  check('there are no published macros', (await drawn(page, 'published', 0, 1)).length > 20);

  check(
    'the headline lacks the loss',
    (
      await page.run('document.querySelector(\'[data-metric="accuracy.loss.mean"]\').textContent')
    ).endsWith('points'),
  );
  // From a figure down to the source of a price.
  const source = await page.run(`(async () => {
    const open = async (details) => { details.open = true; await new Promise((done) => setTimeout(done, 30)); return details; };
    const named = (below, text) => [...below.querySelectorAll(':scope > .branch > details, :scope > details')]
      .find((each) => each.querySelector('summary span').textContent.startsWith(text));
    let at = await open(named(document.getElementById('provenance'), 'energy.per_inference'));
    for (const text of ['ledger', 'adc', 'convert']) at = await open(named(at, text));
    return at.textContent;
  })()`);
  const price = json.ledger.find((each) => each.component === 'adc' && each.action === 'convert');
  check(
    'the provenance of a conversion lacks its key, place or source',
    [price.key, price.place, price.source].every((each) => each && source.includes(each)),
  );
}

/** Tab goes to every chart, behind each is a table, arrows show a point's figures. */
async function checkKeyboard(page, name) {
  const all = await page.run('Object.keys(window.mhoCharts).map((each) => `chart-${each}`)');
  check(`${name}: no charts`, all.length > 2);
  const reached = new Set();
  await page.run('document.activeElement.blur()');
  for (let step = 0; step < 600 && all.some((each) => !reached.has(each)); ++step) {
    await page.key('Tab');
    reached.add(await page.run('document.activeElement.id'));
  }
  check(
    `${name}: Tab does not reach ${all.filter((each) => !reached.has(each))}`,
    all.every((each) => reached.has(each)),
  );
  const bare = await page.run(
    "[...document.querySelectorAll('figure')].filter((each) => each.querySelectorAll('tbody " +
      "tr').length === 0 || !each.getAttribute('aria-label')).map((each) => each.id)",
  );
  check(`${name}: no table behind ${bare}`, bare.length === 0);
  const walked = {'run.html': 'layer_energy', 'memory.html': 'memory_roofline'}[name] ?? 'importance';
  await page.run(`document.getElementById('chart-${walked}').focus()`);
  await page.key('ArrowRight');
  await page.until(
    `document.querySelector('#chart-${walked} .tip strong')?.textContent.length > 0`,
  );
}

async function checkShape(page, name) {
  const empty = await page.run(`Object.entries(window.mhoCharts).filter(([, {chart}]) => {
    const canvas = chart.getDom().querySelector('canvas');
    if (!canvas) return chart.getDom().querySelectorAll('svg path, svg text').length < 3;
    const blank = Object.assign(document.createElement('canvas'), {width: canvas.width, height: canvas.height});
    return canvas.toDataURL() === blank.toDataURL();
  }).map(([each]) => each)`);
  check(`${name}: empty charts: ${empty}`, empty.length === 0);
  check(
    `${name}: wider than the window`,
    await page.run('document.documentElement.scrollWidth <= innerWidth'),
  );
  check(`${name}: ${page.errors.join('; ')}`, page.errors.length === 0);
  const asked = page.requests.filter(
    (each) => !each.startsWith('file:') && !each.startsWith('data:'),
  );
  check(`${name}: asks for ${asked}`, asked.length === 0);
}

/** Light, dark, the switch between them, narrow. */
async function checkLooks(browser, file) {
  for (const dark of [false, true])
    for (const width of [1280, 400]) {
      const page = await browser.open(path.join(scratch, file), {width, dark});
      const name = `${file}, ${width} px, ${dark ? 'dark' : 'light'}`;
      const ground = () => page.run('getComputedStyle(document.body).backgroundColor');
      const before = await ground();
      check(`${name}: on ${before}`, sum(before.match(/\d+/g).map(Number)) < 200 === dark);
      await checkShape(page, name);
      if (process.env.MHO_PICTURES)
        writeFileSync(
          path.join(process.env.MHO_PICTURES, `${file}-${width}-${dark ? 'dark' : 'light'}.png`),
          await page.picture(),
        );
      await page.run("document.getElementById('theme').click()");
      check(`${name}: the switch changes nothing`, (await ground()) !== before);
      await checkShape(page, `${name}, switched`);
    }
}

async function checkFront(page, json) {
  const {objectives, designs} = json;
  const ids = new Map(designs.map((each, at) => [at, each]));
  const points = (
    await page.run('window.mhoCharts.pareto.option.series.map((each) => each.data)')
  ).flat();
  const factors = objectives.map(
    ({metric}) => designs[points[0].value[2]].objectives[metric].value,
  );
  check('a design is not drawn', points.length === designs.length);
  for (const at of [0, 1])
    same(
      `objective ${at}`,
      points.map((each) => each.value[at] / points[0].value[at]),
      points.map(
        (each) => ids.get(each.value[2]).objectives[objectives[at].metric].value / factors[at],
      ),
    );
  same('importance', await drawn(page, 'importance', 0), [
    ...json.importance.keys.map((each) => 100 * each.shares[objectives[0].metric]),
    100 * json.importance.together[objectives[0].metric],
  ]);

  // A click on a point shows the command for it.
  const chosen = points.find((each) => designs[each.value[2]].standing === 'front').value;
  const spot =
    await page.run(`(() => { const {chart} = window.mhoCharts.pareto; chart.getDom().scrollIntoView({block: 'center', behavior: 'instant'});
    const box = chart.getDom().getBoundingClientRect(); const [x, y] = chart.convertToPixel({gridIndex: 0}, [${chosen[0]}, ${chosen[1]}]);
    return [box.x + x, box.y + y]; })()`);
  await page.click(...spot);
  await page.until(
    `document.getElementById('design').textContent.includes(${JSON.stringify(designs[chosen[2]].id.slice(0, 12))})`,
  );
  const text = await page.run("document.getElementById('design').textContent");
  check(
    'the design lacks its keys or its command',
    Object.keys(designs[chosen[2]].keys).every((each) => text.includes(each)) &&
      text.includes('mho pareto'),
  );

  // A brush in one chart leaves its designs in the other, both ways.
  const faint = (chart, style) =>
    page.run(
      `window.mhoCharts.${chart}.option.series.flatMap((each) => each.data).filter((each) => ` +
        `each.${style}.opacity < 0.1).length`,
    );
  check('designs are faint before any brush', (await faint('parallel', 'lineStyle')) === 0);
  await page.run("[...document.querySelectorAll('.controls button')][0].click()");
  await page.mouse('mousePressed', spot[0] - 8, spot[1] - 8);
  for (const step of [1, 2, 3, 4])
    await page.mouse('mouseMoved', spot[0] - 8 + 4 * step, spot[1] - 8 + 4 * step);
  await page.mouse('mouseReleased', spot[0] + 8, spot[1] + 8);
  await page.until(
    'window.mhoCharts.parallel.option.series[0].data.some((each) => each.lineStyle.opacity < 0.1)',
  );
  check('the brush holds no design', (await faint('parallel', 'lineStyle')) < designs.length);
  await page.run("[...document.querySelectorAll('.controls button')][1].click()");
  check('the brush is not cleared', (await faint('parallel', 'lineStyle')) === 0);
  const last = (await page.run('window.mhoCharts.parallel.option.parallelAxis.length')) - 1;
  await page.run(`(() => { const {chart} = window.mhoCharts.parallel; const values = chart.getOption().series[0].data.map((each) => each.value[${last}]);
    const ordered = [...values].sort((a, b) => a - b);
    chart.dispatchAction({type: 'axisAreaSelect', parallelAxisIndex: ${last}, intervals: [[ordered[0], ordered[Math.floor(ordered.length / 3)]]]}); })()`);
  await page.until(
    'window.mhoCharts.pareto.option.series.flatMap((each) => each.data).some((each) => ' +
      'each.itemStyle.opacity < 0.1)',
  );
  check('the axis holds no design', (await faint('pareto', 'itemStyle')) < designs.length);
}

function writePages() {
  run(
    'run',
    'quickstart',
    '--trials',
    '3',
    '--images',
    '100',
    '--ablate',
    '--at',
    '25s,1day',
    '--quiet',
    '--json',
    'run.json',
    '--html',
    'run.html',
  );
  writeFileSync(
    path.join(scratch, 'sweep.yaml'),
    `chip: {from: edge_rram_28nm, tiles: 0}
workload: lenet5_fashion_mnist
quantization: {rule: mse, calibration_images: 256}
accuracy: {images: 1, trials: 1}
engine: {images: 2, values: 'off'}
seed: 1
vary:
  chip.tile.macro.adc.bits: [5, 6, 8]
  chip.tile.macro.rows: [64, 128]
  chip.supply: [0.8 V, 0.9 V]
objectives: {minimize: [energy.per_inference, latency.first, area.chip]}
`,
  );
  run('sweep', 'sweep.yaml', '--out', 'sweep', '--quiet');
  run('pareto', 'sweep', '--json', 'front.json', '--html', 'front.html');
  run(
    ...['run', '--chip', 'edge_npu_28nm', '--workload', 'lenet5_fashion_mnist', '--trials', '1'],
    ...['--images', '20', '--quiet', '--json', 'memory.json', '--html', 'memory.html'],
  );
}

/** Texts that would run, were they markup, in the place of every text of the data. */
async function checkHostile(browser, file) {
  const page = readFileSync(path.join(scratch, file), 'utf8');
  const begin = page.indexOf('>', page.indexOf('id="mho-data"')) + 1;
  const end = page.indexOf('</script', begin);
  const evil = (text) =>
    `<img src=x onerror="window.ran=1">${text}</script><script>window.ran=1</script>`;
  const names = new Set([
    'name',
    'layer',
    'component',
    'action',
    'source',
    'workload',
    'chip',
    'effect',
    'label',
    'id',
    'sweep',
  ]);
  const data = JSON.parse(page.slice(begin, end), (key, each) =>
    names.has(key) && typeof each === 'string' ? evil(each) : each,
  );
  const hostile = `hostile-${file}`;
  const text = JSON.stringify(data).replaceAll('<', '\\u003c');
  writeFileSync(path.join(scratch, hostile), page.slice(0, begin) + text + page.slice(end));
  const opened = await browser.open(path.join(scratch, hostile));
  for (const name of await opened.run('Object.keys(window.mhoCharts)')) {
    await opened.run(`document.getElementById('chart-${name}').focus()`);
    for (let step = 0; step < 3; ++step) await opened.key('ArrowRight');
  }
  await opened.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
  await new Promise((done) => setTimeout(done, 300));
  check(`${hostile}: a text of the data ran`, (await opened.run('window.ran')) === undefined);
  check(
    `${hostile}: a text of the data is an image`,
    (await opened.run("document.querySelectorAll('img').length")) === 0,
  );
  await checkShape(opened, hostile);
}

/** A machine with memory beside it: its roof is the slope of the memory, then the peak. */
async function checkMemory(page, json) {
  const {metrics, layers} = json;
  const read = layers.filter((each) => each.macs > 0);
  same(
    'rates beside memory',
    await drawn(page, 'memory_roofline', 0, 1),
    read.map((each) => (2 * each.macs) / (each.end_s - each.start_s) / 1e12),
  );
  // LPDDR4 of 32 bits at 3.2 GT/s.
  same('bandwidth', [metrics['bandwidth.off_chip'].value], [12.8e9]);
  const bytes = await drawn(page, 'memory_roofline', 1, 0);
  const roof = await drawn(page, 'memory_roofline', 1, 1);
  same('slope', [roof[0] / bytes[0]], [0.0128]);
  same('knee', [bytes[1] * 0.0128, roof[2]], [roof[1], metrics['tops.chip.peak'].value]);
  // Weights of 8 bits, each read once an image: two operations a byte, and less with inputs.
  const dense = await drawn(page, 'memory_roofline', 0, 0);
  check(`operations a byte of fc1: ${dense[2]}`, dense[2] > 1 && dense[2] <= 2);
}

async function main() {
  rmSync(scratch, {recursive: true, force: true});
  mkdirSync(scratch, {recursive: true});
  writePages();
  const browser = new Browser(chromium);
  try {
    for (const [file, json, checkNumbers] of [
      ['run.html', 'run.json', checkRun],
      ['front.html', 'front.json', checkFront],
      ['memory.html', 'memory.json', checkMemory],
    ]) {
      const page = await browser.open(path.join(scratch, file));
      await checkNumbers(page, read(json));
      await checkKeyboard(page, file);
      check(`${file}: ${page.errors.join('; ')}`, page.errors.length === 0);
      await checkLooks(browser, file);
      await checkHostile(browser, file);
    }
  } finally {
    await browser.close();
  }
  failures.forEach((each) => console.error(each));
  console.log(`${failures.length} failures`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
