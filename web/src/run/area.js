// Area by component.
import {addChart} from '../chart.js';
import {tip} from '../elements.js';
import {digits, quantity} from '../numbers.js';
import {theme} from '../theme.js';
import {pastel} from './pastels.js';
import {sum} from './total.js';

export function drawArea(part, run) {
  const parts = run.components
    .filter((each) => each.area_m2 > 0)
    .sort((a, b) => b.area_m2 - a.area_m2);
  if (parts.length === 0) return;
  const all = sum(parts.map((each) => each.area_m2));
  addChart(part, {
    name: 'area',
    title: 'Area by component',
    height: (width) => Math.min(460, Math.max(300, width)),
    sentence: `${quantity(all, 'm2')} in all components of the chip.`,
    columns: ['component', 'area, mm\u00b2', 'share, %', 'energy per inference', 'of which static'],
    rows: parts.map((each) => [
      each.name,
      digits(each.area_m2 * 1e6),
      digits((100 * each.area_m2) / all),
      quantity(each.energy_j, 'J'),
      quantity(each.static_j, 'J'),
    ]),
    walked: {count: () => parts.length},
    option: () => ({
      tooltip: {
        formatter: ({name, value}) =>
          tip(name || 'all', [
            ['area', quantity(value * 1e-6, 'm2')],
            ['share', quantity((100 * value * 1e-6) / all, '%')],
          ]),
      },
      series: [
        {
          type: 'treemap',
          roam: false,
          nodeClick: false,
          breadcrumb: {show: false},
          left: 0,
          right: 0,
          top: 4,
          bottom: 4,
          itemStyle: {borderColor: theme().ground, borderWidth: 1, gapWidth: 1},
          label: {
            color: '#111',
            lineHeight: 15,
            formatter: ({name, value}) => `${name}\n${digits(value)} mm\u00b2`,
            overflow: 'truncate',
          },
          data: parts.map((each, at) => ({
            name: each.name,
            value: each.area_m2 * 1e6,
            itemStyle: {color: pastel(at)},
          })),
        },
      ],
    }),
  });
}
