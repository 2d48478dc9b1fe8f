// Accuracy by class, in exact integers and on the chip.
import {addChart, axis, legend} from '../chart.js';
import {tip} from '../elements.js';
import {digits, quantity} from '../numbers.js';

export function drawClasses(part, run) {
  const rows = run.classes;
  if (rows.length === 0) return;
  addChart(part, {
    name: 'classes',
    title: 'Accuracy by class',
    height: 300,
    sentence: 'Test images of each label: exact integers, and the chip (mean over trials).',
    columns: ['label', 'images', 'quantized, %', 'on the chip, %'],
    rows: rows.map((each) => [
      String(each.label),
      digits(each.images),
      digits(each.quantized_percent),
      digits(each.analog_percent),
    ]),
    walked: {count: () => rows.length},
    option: () => ({
      legend: legend(),
      grid: {left: 60, right: 10, top: 32, bottom: 44},
      xAxis: axis({
        type: 'category',
        name: 'label',
        nameGap: 26,
        data: rows.map((each) => String(each.label)),
      }),
      yAxis: axis({type: 'value', name: 'correct, %', nameGap: 44, max: 100}),
      tooltip: {
        formatter: ({dataIndex}) =>
          tip(`label ${rows[dataIndex].label}`, [
            ['quantized', quantity(rows[dataIndex].quantized_percent, '%')],
            ['on the chip', quantity(rows[dataIndex].analog_percent, '%')],
          ]),
      },
      series: [
        ['quantized', 'quantized_percent'],
        ['on the chip', 'analog_percent'],
      ].map(([name, member]) => ({name, type: 'bar', data: rows.map((each) => each[member])})),
    }),
  });
}
