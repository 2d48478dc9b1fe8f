// Energy of components: of their actions, and static.
import {addChart, axis, legend} from '../chart.js';
import {tip} from '../elements.js';
import {digits, largest, nice, quantity, scale} from '../numbers.js';

export function drawComponents(part, run) {
  const parts = run.components
    .filter((each) => each.energy_j > 0)
    .sort((a, b) => b.energy_j - a.energy_j);
  if (parts.length === 0) return;
  const [size, unit] = scale('J', largest(parts.map((each) => each.energy_j)));
  const kinds = [
    ['of actions', (each) => each.energy_j - each.static_j],
    ['static', (each) => each.static_j],
  ];
  addChart(part, {
    name: 'components',
    title: 'Energy per inference by component',
    height: 90 + 20 * parts.length,
    sentence: 'Of counted actions, and of static power over time.',
    columns: ['component', `of actions, ${nice(unit)}`, `static, ${nice(unit)}`],
    rows: parts.map((each) => [each.name, ...kinds.map(([, value]) => digits(value(each) / size))]),
    walked: {count: () => parts.length},
    option: () => ({
      legend: legend(),
      grid: {left: 120, right: 16, top: 32, bottom: 40},
      xAxis: axis({type: 'value', name: nice(unit), nameGap: 26}),
      yAxis: axis({
        type: 'category',
        inverse: true,
        data: parts.map((each) => each.name),
        axisLabel: {width: 108, overflow: 'truncate', hideOverlap: false, interval: 0},
      }),
      tooltip: {
        formatter: ({dataIndex}) =>
          tip(
            parts[dataIndex].name,
            kinds.map(([name, value]) => [name, quantity(value(parts[dataIndex]), 'J')]),
          ),
      },
      series: kinds.map(([name, value]) => ({
        name,
        type: 'bar',
        stack: 'energy',
        barWidth: '65%',
        data: parts.map((each) => value(each) / size),
      })),
    }),
  });
}
