// Energy per inference by component and layer.
import {addChart} from '../chart.js';
import {tip} from '../elements.js';
import {digits, quantity} from '../numbers.js';
import {theme} from '../theme.js';
import {pastel} from './pastels.js';
import {sum} from './total.js';

const unassigned = 'of no layer';

/** {component: {layer: J per inference}}; static energy is of no layer. */
function energyTree(run, ledger) {
  const images = run.metrics['engine.images'].value;
  const tree = new Map();
  for (const {layer, price, energy_j} of ledger.sums) {
    const {component, action} = ledger.prices[price];
    const name = layer || (action === 'static' ? 'static' : unassigned);
    const layers = tree.get(component) ?? tree.set(component, new Map()).get(component);
    layers.set(name, (layers.get(name) ?? 0) + energy_j / images);
  }
  return tree;
}

export function drawEnergy(part, run, ledger) {
  if (!run.metrics['engine.images'] || ledger.sums.length === 0) return;
  const parts = [...energyTree(run, ledger)]
    .map(([name, layers]) => ({
      name,
      value: sum([...layers.values()]),
      layers: [...layers].sort((a, b) => b[1] - a[1]),
    }))
    .filter((each) => each.value > 0)
    .sort((a, b) => b.value - a.value);
  if (parts.length === 0) return;
  const all = sum(parts.map((each) => each.value));
  addChart(part, {
    name: 'energy',
    title: 'Energy per inference by component and layer',
    height: (width) => Math.min(460, Math.max(300, width)),
    sentence:
      `${quantity(all, 'J')}. Inner ring: components. Outer ring: layers, and static energy. A ` +
      `click opens a component.`,
    columns: ['component', 'layer', 'energy per inference', 'share, %'],
    rows: parts.flatMap((each) =>
      each.layers.map(([layer, value]) => [
        each.name,
        layer,
        quantity(value, 'J'),
        digits((100 * value) / all),
      ]),
    ),
    option: (width) => ({
      tooltip: {
        formatter: ({treePathInfo, value}) =>
          tip(
            treePathInfo
              .slice(1)
              .map((each) => each.name)
              .join(', ') || 'all',
            [
              ['energy', quantity(value, 'J')],
              ['share', quantity((100 * value) / all, '%')],
            ],
          ),
      },
      series: [
        {
          type: 'sunburst',
          nodeClick: 'rootToNode',
          sort: null,
          radius: ['14%', '96%'],
          itemStyle: {borderColor: theme().ground, borderWidth: 1},
          label: {
            minAngle: width < 420 ? 14 : 9,
            color: '#111',
            overflow: 'truncate',
            width: 74,
            fontSize: 11,
          },
          emphasis: {focus: 'ancestor'},
          levels: [
            {},
            {r0: '14%', r: '58%'},
            {r0: '58%', r: '96%', itemStyle: {opacity: 0.6}, label: {color: theme().text}},
          ],
          data: parts.map((each, at) => ({
            name: each.name,
            value: each.value,
            itemStyle: {color: pastel(at)},
            children: each.layers
              .filter(([, value]) => value > 0)
              .map(([name, value]) => ({name, value, itemStyle: {color: pastel(at)}})),
          })),
        },
      ],
    }),
  });
}
