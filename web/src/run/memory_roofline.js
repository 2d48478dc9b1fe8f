// Operations of each layer against what the memory beside the chip can bring: the roofline of
// Williams, Waterman and Patterson (CACM 52, 65 (2009)).
import {addChart, axis} from '../chart.js';
import {tip} from '../elements.js';
import {digits, quantity} from '../numbers.js';
import {theme} from '../theme.js';

/** Bits from and to the memory by layer, of all images. */
function memoryBits(ledger) {
  const bits = new Map();
  for (const {layer, count, price} of ledger.sums) {
    const {component, action} = ledger.prices[price];
    if (component === 'off_chip_interface' && action === 'bit')
      bits.set(layer, (bits.get(layer) ?? 0) + count);
  }
  return bits;
}

export function drawMemoryRoofline(part, run, ledger) {
  const {metrics} = run;
  const peak = metrics['tops.chip.peak']?.value;
  const bandwidth = metrics['bandwidth.off_chip']?.value;
  const images = metrics['engine.images']?.value;
  const bits = memoryBits(ledger);
  if (!peak || !bandwidth || !images) return;
  const points = run.layers
    .filter((each) => each.macs > 0 && each.end_s > each.start_s && bits.get(each.name))
    .map((each) => ({
      name: each.name,
      intensity: (2 * each.macs * images) / (bits.get(each.name) / 8),
      tops: (2 * each.macs) / (each.end_s - each.start_s) / 1e12,
    }));
  if (points.length === 0) return;
  const slope = bandwidth / 1e12;
  const ridge = peak / slope;
  const all = [ridge, ...points.map((each) => each.intensity)];
  const from = 10 ** Math.floor(Math.log10(Math.min(...all)));
  const to = 10 ** Math.ceil(Math.log10(Math.max(...all) * 1.01));
  addChart(part, {
    name: 'memory_roofline',
    title: 'Roofline: operations of each layer against the memory beside the chip',
    height: 360,
    wide: true,
    sentence:
      'Points: operations of the first image over the time from its first to its last step. ' +
      'Slope: bandwidth of the memory times operations a byte; level: peak of the chip. ' +
      'A layer whose weights came while another computed can lie above the slope.',
    columns: ['layer', 'operations a byte', 'TOPS', 'roof, TOPS'],
    rows: points.map((each) => [
      each.name,
      digits(each.intensity),
      digits(each.tops),
      digits(Math.min(peak, slope * each.intensity)),
    ]),
    walked: {count: () => points.length},
    option: () => ({
      grid: {left: 64, right: 24, top: 24, bottom: 44},
      xAxis: axis({
        type: 'log',
        name: 'operations a byte of memory',
        nameGap: 28,
        axisLabel: {formatter: digits},
        min: from,
        max: to,
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
                ['roof', quantity(Math.min(peak, slope * each.intensity), 'TOPS')],
                ['operations a byte', digits(each.intensity)],
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
        },
        {
          type: 'line',
          symbolSize: 6,
          silent: true,
          itemStyle: {color: theme().series[4]},
          lineStyle: {color: theme().series[4], width: 1.5},
          data: [
            [from, slope * from],
            {
              value: [ridge, peak],
              label: {
                show: true,
                position: 'top',
                color: theme().text,
                formatter: `${digits(bandwidth / 1e9)} GB/s, ${digits(peak)} TOPS`,
              },
            },
            [to, peak],
          ],
        },
      ],
    }),
  });
}
