// TOPS/W with other models of the converter.
import {addChart, axis} from '../chart.js';
import {tip} from '../elements.js';
import {digits, nice, quantity} from '../numbers.js';

export function drawAdcModels(part, models) {
  if (models.length < 2) return;
  const ordered = [...models].reverse();
  addChart(part, {
    name: 'adc_models',
    title: 'TOPS/W with other models of the converter',
    height: 60 + 22 * models.length,
    sentence:
      'The same counts and times; chip, achieved. Faint: outside the range that the model is ' +
      'valid for.',
    columns: [
      'model',
      'energy of a conversion',
      'TOPS/W, macro, peak',
      'TOPS/W, chip, achieved',
      'in range',
      'source',
    ],
    rows: models.map((each) => [
      each.model,
      quantity(each.conversion_j, 'J'),
      digits(each.macro_peak_tops_per_joule),
      digits(each.chip_achieved_tops_per_joule),
      each.in_range ? 'yes' : 'no',
      each.source,
    ]),
    walked: {count: () => ordered.length},
    option: () => ({
      grid: {left: 150, right: 20, top: 8, bottom: 40},
      xAxis: axis({type: 'value', name: 'TOPS/W', nameGap: 26}),
      yAxis: axis({
        type: 'category',
        data: ordered.map((each) => each.model),
        axisLabel: {width: 138, overflow: 'truncate', hideOverlap: false, interval: 0},
      }),
      tooltip: {
        formatter: ({dataIndex}) => {
          const each = ordered[dataIndex];
          return tip(each.model, [
            ['TOPS/W, chip', digits(each.chip_achieved_tops_per_joule)],
            ['a conversion', quantity(each.conversion_j, 'J')],
            ['area of one', `${digits(each.area_m2 * 1e12)} ${nice('um2')}`],
          ]);
        },
      },
      series: [
        {
          type: 'bar',
          barWidth: '60%',
          data: ordered.map((each) => ({
            value: each.chip_achieved_tops_per_joule,
            itemStyle: {opacity: each.in_range ? 1 : 0.4},
          })),
        },
      ],
    }),
  });
}
