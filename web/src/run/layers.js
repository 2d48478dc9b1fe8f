// What each layer takes.
import {addChart, axis, rowSlider} from '../chart.js';
import {element, section, tip} from '../elements.js';
import {digits, largest, nice, quantity, scale, shortened} from '../numbers.js';
import {theme} from '../theme.js';
import {drawMemoryRoofline} from './memory_roofline.js';
import {drawRoofline} from './roofline.js';

const shown = 40; // layers at once; more are scrolled through

/** Horizontal bars, the first layer on top. `values`: by layer, null where there is none. */
function drawBars(part, run, {name, title, sentence, unit, values, factor = 1, color = 0}) {
  if (!values.some((each) => each !== null)) return;
  const names = run.layers.map((each) => each.name);
  const [size, label] = scale(unit, largest(values));
  const count = Math.min(names.length, shown);
  addChart(part, {
    name,
    title,
    sentence,
    height: 64 + 20 * count,
    columns: ['layer', `${title}, ${nice(label)}`],
    rows: names.map((each, at) => [
      each,
      values[at] === null ? 'none' : digits((values[at] * factor) / size),
    ]),
    walked: {count: () => names.length},
    option: (width) => {
      const side = Math.min(150, Math.round(width * 0.34));
      return {
        grid: {left: side, right: names.length > shown ? 40 : 16, top: 8, bottom: 40},
        xAxis: axis({type: 'value', name: nice(label), nameGap: 26, splitNumber: 4}),
        yAxis: axis({
          type: 'category',
          inverse: true,
          data: names,
          axisLabel: {
            formatter: (each) => shortened(each, Math.floor((side - 12) / 6.6)),
            hideOverlap: false,
            interval: 0,
          },
        }),
        dataZoom: rowSlider(names.length, shown),
        tooltip: {
          formatter: ({dataIndex}) =>
            tip(names[dataIndex], [
              [
                title,
                quantity(values[dataIndex] === null ? null : values[dataIndex] * factor, unit),
              ],
              ['kind', run.layers[dataIndex].kind],
            ]),
        },
        series: [
          {
            type: 'bar',
            barWidth: '65%',
            itemStyle: {color: theme().series[color]},
            data: values.map((each) => (each === null ? null : (each * factor) / size)),
          },
        ],
      };
    },
  });
}

export function drawLayers(page, run, ledger) {
  if (run.layers.length === 0) return;
  const part = section(page, 'layers', 'Layers');
  const figures = element('div', {class: 'figures'});
  part.append(figures);
  const of = (member) => run.layers.map((each) => each[member]);
  drawBars(figures, run, {
    name: 'layer_energy',
    title: 'Energy per inference',
    unit: 'J',
    values: of('energy_j'),
    sentence: 'Without what no layer is charged for: static energy, network on chip, links.',
  });
  drawBars(figures, run, {
    name: 'layer_time',
    title: 'Time of the first image',
    unit: 's',
    color: 1,
    values: run.layers.map((each) => each.end_s - each.start_s),
    sentence: 'From its first step to its last, waiting included.',
  });
  drawBars(figures, run, {
    name: 'layer_utilization',
    title: 'Utilization',
    unit: '%',
    factor: 100,
    color: 2,
    values: of('utilization'),
    sentence: 'Busy time over simulated time.',
  });
  drawBars(figures, run, {
    name: 'layer_snr',
    title: 'Signal to noise of the output',
    unit: 'dB',
    color: 3,
    values: of('snr_cumulative_db'),
    sentence: 'Of its own errors and of those of all layers before it.',
  });
  drawRoofline(figures, run, ledger);
  drawMemoryRoofline(figures, run, ledger);
}
