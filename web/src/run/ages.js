// Accuracy against time since programming.
import {addChart, axis, errorBars} from '../chart.js';
import {tip} from '../elements.js';
import {digits, quantity} from '../numbers.js';
import {theme} from '../theme.js';
import {ends} from './interval.js';

const units = [
  [31557600, 'a'],
  [86400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** Of 3600 s "1 h". */
function age(seconds) {
  const [size, name] = units.find(([each]) => seconds >= each) ?? [1, 's'];
  return `${digits(seconds / size)} ${name}`;
}

const raised = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';

/** Of 1000 "10\u00b3". */
function power(value) {
  const exponent = Math.round(Math.log10(value));
  return exponent < 3
    ? String(10 ** exponent)
    : `10${[...String(exponent)].map((each) => raised[each]).join('')}`;
}

export function drawAges(part, run) {
  const {ages} = run;
  if (ages.length < 2) return;
  const at = (row) => Math.max(row.age_s, 1);
  addChart(part, {
    name: 'ages',
    title: 'Accuracy against time since programming',
    height: 320,
    sentence: 'The same chips later; 95 % intervals over chips and images.',
    columns: ['age', 'accuracy, %', '95 % interval', 'loss, points', '95 % interval'],
    rows: ages.map((each) => [
      age(each.age_s),
      digits(each.accuracy_percent.mean),
      ends(each.accuracy_percent),
      digits(each.loss_points.mean),
      ends(each.loss_points),
    ]),
    walked: {count: () => ages.length},
    option: () => ({
      grid: {left: 60, right: 20, top: 16, bottom: 44},
      xAxis: axis({
        type: 'log',
        name: 'age, s',
        nameGap: 28,
        axisLabel: {formatter: power},
        min: 10 ** Math.floor(Math.log10(Math.min(...ages.map(at)))),
        max: 10 ** Math.ceil(Math.log10(Math.max(...ages.map(at)))),
      }),
      yAxis: axis({
        type: 'value',
        name: 'accuracy, %',
        nameGap: 44,
        scale: true,
        axisLabel: {formatter: digits},
      }),
      tooltip: {
        formatter: ({dataIndex}) =>
          tip(age(ages[dataIndex].age_s), [
            ['accuracy', quantity(ages[dataIndex].accuracy_percent.mean, '%')],
            ['95 %', ends(ages[dataIndex].accuracy_percent)],
            ['loss', quantity(ages[dataIndex].loss_points.mean, 'points')],
          ]),
      },
      series: [
        {
          type: 'line',
          symbolSize: 8,
          label: {
            show: true,
            position: 'right',
            distance: 8,
            color: theme().text,
            formatter: ({dataIndex}) => age(ages[dataIndex].age_s),
          },
          labelLayout: {hideOverlap: true},
          data: ages.map((each, row) => ({
            value: [at(each), each.accuracy_percent.mean],
            label: {position: row + 1 === ages.length ? 'left' : 'right'},
          })),
        },
        errorBars(
          ages
            .filter((each) => each.accuracy_percent.ci95)
            .map((each) => [
              at(each),
              each.accuracy_percent.ci95.low,
              each.accuracy_percent.ci95.high,
            ]),
          {color: theme().series[0]},
        ),
      ],
    }),
  });
}
