// What each source of error loses.
import {addChart, axis, errorBars, legend} from '../chart.js';
import {tip} from '../elements.js';
import {digits, quantity} from '../numbers.js';
import {ends} from './interval.js';

export function drawSources(part, run) {
  const rows = run.ablations;
  if (rows.length === 0) return;
  const kinds = [
    ['lost by it alone', 'alone_points'],
    ['saved without it', 'removed_points'],
  ];
  addChart(part, {
    name: 'sources',
    title: 'Loss by source of error',
    height: 90 + 44 * rows.length,
    sentence: 'Points of accuracy, same chips and images; 95 % intervals.',
    columns: [
      'source of error',
      'lost by it alone, points',
      '95 % interval',
      'saved without it, points',
      '95 % interval',
      'what it is',
    ],
    rows: rows.map((each) => [
      each.effect,
      digits(each.alone_points.mean),
      ends(each.alone_points),
      digits(each.removed_points.mean),
      ends(each.removed_points),
      each.sentence,
    ]),
    walked: {count: () => rows.length},
    option: () => ({
      legend: legend(),
      grid: {left: 130, right: 20, top: 32, bottom: 44},
      xAxis: axis({type: 'value', name: 'points', nameGap: 26}),
      yAxis: axis({
        type: 'category',
        inverse: true,
        data: rows.map((each) => each.effect),
        axisLabel: {width: 120, overflow: 'break', hideOverlap: false, interval: 0},
      }),
      tooltip: {
        formatter: ({dataIndex}) =>
          tip(
            rows[dataIndex].effect,
            kinds.map(([name, member]) => [
              name,
              `${quantity(rows[dataIndex][member].mean, 'points')} (${ends(rows[dataIndex][member])})`,
            ]),
          ),
      },
      series: [
        ...kinds.map(([name, member]) => ({
          name,
          type: 'bar',
          barWidth: 13,
          barGap: '20%',
          data: rows.map((each) => each[member].mean),
        })),
        ...kinds.map(([, member], at) =>
          errorBars(
            rows
              .map((each, row) => [each, row])
              .filter(([each]) => each[member].ci95)
              .map(([each, row]) => [row, each[member].ci95.low, each[member].ci95.high]),
            {across: true, shift: (at - 0.5) * 15.6},
          ),
        ),
      ],
    }),
  });
}
