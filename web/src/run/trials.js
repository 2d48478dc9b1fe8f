// The accuracy of each programmed chip, as a box and as points.
import {addChart, axis} from '../chart.js';
import {tip} from '../elements.js';
import {digits, quantile, quantity, roundedBounds} from '../numbers.js';
import {theme} from '../theme.js';

export function drawTrials(part, run) {
  const trials = run.judged?.trials?.map((each) => each.accuracy_percent) ?? [];
  if (trials.length < 2) return;
  const ordered = [...trials].sort((a, b) => a - b);
  const box = [0, 0.25, 0.5, 0.75, 1].map((share) => quantile(ordered, share));
  const lines = [
    ['floating point', 'accuracy.float'],
    ['quantized', 'accuracy.quantized'],
  ]
    .filter(([, name]) => run.metrics[name])
    .map(([label, name]) => ({label, value: run.metrics[name].value}));
  const all = [...trials, ...lines.map((each) => each.value)];
  const [min, max, interval] = roundedBounds(all);
  addChart(part, {
    name: 'trials',
    title: 'Accuracy of each programmed chip',
    height: 320,
    sentence:
      `${trials.length} trials; box: quartiles and ends. Lines: the network without analog ` +
      `errors.`,
    columns: ['trial', 'accuracy, %', 'loss, points'],
    rows: run.judged.trials.map((each, at) => [
      String(at + 1),
      digits(each.accuracy_percent),
      digits(each.loss_points),
    ]),
    walked: {count: () => trials.length, series: 1},
    option: () => ({
      grid: {left: 60, right: 16, top: 16, bottom: 28},
      xAxis: axis({type: 'category', data: ['box', 'trials']}),
      yAxis: axis({
        type: 'value',
        name: 'accuracy, %',
        nameGap: 44,
        min,
        max,
        interval,
        axisLabel: {formatter: digits},
      }),
      tooltip: {
        formatter: ({seriesIndex, dataIndex}) =>
          seriesIndex === 0
            ? tip(
                'all trials',
                ['least', 'first quartile', 'median', 'third quartile', 'most'].map((name, at) => [
                  name,
                  quantity(box[at], '%'),
                ]),
              )
            : tip(`trial ${dataIndex + 1}`, [['accuracy', quantity(trials[dataIndex], '%')]]),
      },
      series: [
        {
          type: 'boxplot',
          data: [box],
          boxWidth: ['20%', '40%'],
          itemStyle: {color: 'transparent', borderColor: theme().series[0], borderWidth: 2},
        },
        {
          type: 'scatter',
          symbolSize: 9,
          itemStyle: {opacity: 0.8},
          data: trials.map((value, at) => [1, value, at]),
          markLine: {
            symbol: 'none',
            silent: true,
            data: lines.map(({label, value}, at) => ({
              yAxis: value,
              lineStyle: {color: theme().series[2 + 2 * at], type: at ? 'dashed' : 'solid'},
              label: {
                formatter: `${label} ${digits(value)} %`,
                color: theme().text,
                position: at === 0 ? 'insideStartBottom' : 'insideEndTop',
              },
            })),
          },
        },
      ],
    }),
  });
}
