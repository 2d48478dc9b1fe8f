// How far the arithmetic of each layer is from the ceiling of its arrays.
import {addChart, axis} from '../chart.js';
import {tip} from '../elements.js';
import {digits, quantity} from '../numbers.js';
import {theme} from '../theme.js';

/** Bits over the tiles' buses by layer, of all images. */
function busBits(ledger) {
  const bits = new Map();
  for (const {layer, count, price} of ledger.sums) {
    const {component, action} = ledger.prices[price];
    if (component === 'bus' && action === 'bit') bits.set(layer, (bits.get(layer) ?? 0) + count);
  }
  return bits;
}

export function drawRoofline(part, run, ledger) {
  const {metrics} = run;
  const peak = metrics['tops.chip.peak']?.value;
  const arrays = metrics['arrays.available']?.value;
  const images = metrics['engine.images']?.value;
  const bits = busBits(ledger);
  if (!peak || !arrays || !images) return;
  const points = run.layers
    .filter(
      (each) =>
        each.macs > 0 && each.arrays > 0 && each.end_s > each.start_s && bits.get(each.name),
    )
    .map((each) => ({
      name: each.name,
      intensity: (2 * each.macs * images) / (bits.get(each.name) / 8),
      tops: (2 * each.macs) / (each.end_s - each.start_s) / 1e12,
      ceiling: (peak * each.arrays) / arrays,
      bound: each.bound,
    }));
  if (points.length === 0) return;
  addChart(part, {
    name: 'roofline',
    title: 'Roofline: operations of each layer against its ceiling',
    height: 360,
    wide: true,
    sentence:
      'Filled: operations of the first image over the time from its first to its last step. ' +
      'Hollow: peak of the ' +
      'arrays that hold the layer. Line: peak of the chip. Intensity: operations a byte over ' +
      'the buses of the tiles, which have no slope here.',
    columns: ['layer', 'operations a byte', 'TOPS', 'ceiling of its arrays, TOPS', 'needs longest'],
    rows: points.map((each) => [
      each.name,
      digits(each.intensity),
      digits(each.tops),
      digits(each.ceiling),
      each.bound ?? '',
    ]),
    walked: {count: () => points.length},
    option: () => ({
      grid: {left: 64, right: 24, top: 24, bottom: 44},
      xAxis: axis({
        type: 'log',
        name: 'operations a byte over the bus',
        nameGap: 28,
        axisLabel: {formatter: digits},
        min: (value) => 10 ** Math.floor(Math.log10(value.min)),
        max: (value) => 10 ** Math.ceil(Math.log10(value.max)),
      }),
      yAxis: axis({
        type: 'log',
        name: 'TOPS',
        nameGap: 48,
        axisLabel: {formatter: digits},
        max: 10 ** Math.ceil(Math.log10(peak)),
      }),
      tooltip: {
        formatter: ({dataIndex}) => {
          const each = points[dataIndex];
          return each
            ? tip(each.name, [
                ['rate', quantity(each.tops, 'TOPS')],
                ['ceiling', quantity(each.ceiling, 'TOPS')],
                ['operations a byte', digits(each.intensity)],
                ['needs longest', each.bound ?? ''],
              ])
            : '';
        },
      },
      series: [
        {
          type: 'scatter',
          symbolSize: 11,
          data: points.map((each) => [each.intensity, each.tops]),
          label: {
            show: points.length <= 20,
            position: 'right',
            color: theme().text,
            formatter: ({dataIndex}) => points[dataIndex].name,
          },
          labelLayout: {hideOverlap: true},
          markLine: {
            symbol: 'none',
            silent: true,
            lineStyle: {color: theme().series[4], width: 1.5},
            label: {
              position: 'insideStartTop',
              color: theme().text,
              formatter: `peak of the chip, ${digits(peak)} TOPS`,
            },
            data: [{yAxis: peak}],
          },
        },
        {
          type: 'scatter',
          symbolSize: 11,
          itemStyle: {color: 'transparent', borderColor: theme().series[4], borderWidth: 2},
          data: points.map((each) => [each.intensity, each.ceiling]),
        },
      ],
    }),
  });
}
