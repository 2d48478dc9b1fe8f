// TOPS/W of macro, tile and chip.
import {addChart, axis, errorBars, legend} from '../chart.js';
import {tip} from '../elements.js';
import {digits, quantity} from '../numbers.js';
import {theme} from '../theme.js';

const levels = ['macro', 'tile', 'chip'];

export function drawEfficiency(part, metrics) {
  const named = (level, kind) => metrics[`tops_per_joule.${level}.${kind}`];
  const there = levels.filter((level) => named(level, 'peak') || named(level, 'achieved'));
  if (there.length === 0) return;
  const kinds = ['peak', 'achieved'];
  const limits = (kind) =>
    there
      .map((level, at) => [at, ...(named(level, kind)?.interval ?? [null, null])])
      .filter((each) => each[1] !== null);
  const rows = there.flatMap((level) =>
    kinds
      .filter((kind) => named(level, kind))
      .map((kind) => {
        const {value, interval} = named(level, kind);
        return [
          `${level}, ${kind}`,
          digits(value),
          interval ? `${digits(interval[0])} to ${digits(interval[1])}` : 'none',
        ];
      }),
  );
  addChart(part, {
    name: 'efficiency',
    title: 'TOPS/W by level',
    height: 280,
    sentence:
      'Two operations a multiply-accumulate, at the precision of the run. Bars of error hold 80 ' +
      '% of measured macros.',
    columns: ['level', 'TOPS/W', '80 % interval'],
    rows,
    walked: {count: () => there.length},
    option: (width) => ({
      legend: legend(),
      grid: {left: 60, right: 10, top: 32, bottom: 24},
      xAxis: axis({type: 'category', data: there}),
      yAxis: axis({type: 'log', name: 'TOPS/W', nameGap: 44, axisLabel: {formatter: digits}}),
      tooltip: {
        formatter: ({dataIndex}) =>
          tip(
            there[dataIndex],
            kinds
              .filter((kind) => named(there[dataIndex], kind))
              .map((kind) => [kind, quantity(named(there[dataIndex], kind).value, 'TOPS/J')]),
          ),
      },
      series: kinds
        .map((kind) => ({
          name: kind,
          type: 'bar',
          barWidth: '30%',
          data: there.map((level) => named(level, kind)?.value ?? null),
        }))
        .concat(
          kinds.map((kind, at) =>
            errorBars(limits(kind), {
              shift: ((at - 0.5) * 0.39 * (width - 70)) / there.length,
              color: theme().text,
            }),
          ),
        ),
    }),
  });
}
