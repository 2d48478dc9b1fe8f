// When each layer works on the first image.
import {addChart, axis, rowSlider} from '../chart.js';
import {element, section, tip} from '../elements.js';
import {digits, largest, nice, quantity, scale, shortened} from '../numbers.js';
import {theme} from '../theme.js';

const shown = 40;
const waits = [
  ['for its input', 'wait_input_s'],
  ['for room for its output', 'wait_output_s'],
  ['without its weights', 'wait_weights_s'],
  ['loading its weights', 'wait_load_s'],
  ["for the buffer's port", 'wait_port_s'],
  ['for a unit', 'wait_unit_s'],
];

export function drawTimeline(page, run) {
  const {layers} = run;
  if (layers.length === 0) return;
  const part = section(page, 'timeline', 'Pipeline');
  const [size, unit] = scale('s', largest(layers.map((each) => each.end_s)));
  const count = Math.min(layers.length, shown);
  const figures = element('div', {class: 'figures'});
  part.append(figures);
  addChart(figures, {
    name: 'timeline',
    title: 'Timeline of the first image',
    wide: true,
    height: 70 + 24 * count,
    sentence:
      'From the first to the last step of each layer; layers work side by side as their inputs ' +
      'arrive.',
    columns: [
      'layer',
      `start, ${nice(unit)}`,
      `end, ${nice(unit)}`,
      ...waits.map(([name]) => `waited ${name}`),
    ],
    rows: layers.map((each) => [
      each.name,
      digits(each.start_s / size),
      digits(each.end_s / size),
      ...waits.map(([, member]) => quantity(each[member], 's')),
    ]),
    walked: {count: () => layers.length, series: 1},
    option: (width) => {
      const side = Math.min(170, Math.round(width * 0.3));
      return {
        grid: {left: side, right: layers.length > shown ? 40 : 20, top: 8, bottom: 44},
        xAxis: axis({type: 'value', name: `time, ${nice(unit)}`, nameGap: 28}),
        yAxis: axis({
          type: 'category',
          inverse: true,
          data: layers.map((each) => each.name),
          axisLabel: {
            formatter: (each) => shortened(each, Math.floor((side - 12) / 6.6)),
            hideOverlap: false,
            interval: 0,
          },
        }),
        dataZoom: rowSlider(layers.length, shown),
        tooltip: {
          formatter: ({dataIndex}) => {
            const each = layers[dataIndex];
            return tip(each.name, [
              ['start', quantity(each.start_s, 's')],
              ['end', quantity(each.end_s, 's')],
              ...waits
                .filter(([, member]) => each[member] > 0)
                .map(([name, member]) => [`waited ${name}`, quantity(each[member], 's')]),
            ]);
          },
        },
        series: [
          {
            type: 'bar',
            stack: 'time',
            silent: true,
            itemStyle: {color: 'transparent'},
            data: layers.map((each) => each.start_s / size),
          },
          {
            type: 'bar',
            stack: 'time',
            barWidth: '62%',
            itemStyle: {color: theme().series[0]},
            data: layers.map((each) => (each.end_s - each.start_s) / size),
          },
        ],
      };
    },
  });
}
