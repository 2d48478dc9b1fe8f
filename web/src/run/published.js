// Published macros beside this one, as their papers state them.
import {addChart, axis, legend} from '../chart.js';
import {element, section, tip} from '../elements.js';
import {digits, quantity} from '../numbers.js';
import {theme} from '../theme.js';

function drawScatter(part, {name, title, sentence, points, own, x, y, mirrored}) {
  const rows = [own, ...points];
  const logs = rows.map((each) => Math.log(each[x.of]));
  const place = (value) =>
    (Math.log(value) - Math.min(...logs)) / (Math.max(...logs) - Math.min(...logs));
  const isRight = (value) => (mirrored ? 1 - place(value) : place(value)) > 0.75;
  const describe = (each) =>
    tip(each.name, [
      [x.name, `${digits(each[x.of])} ${x.unit}`.trim()],
      [y.name, digits(each[y.of])],
      ...(each.input_bits ? [['bits of its inputs', String(each.input_bits)]] : []),
      ['source', each.source],
    ]);
  addChart(part, {
    name,
    title,
    sentence,
    height: 380,
    wide: true,
    columns: [
      'macro',
      `${x.name}${x.unit ? `, ${x.unit}` : ''}`,
      y.name,
      'bits of its inputs',
      'source',
    ],
    rows: rows.map((each) => [
      each.name,
      digits(each[x.of]),
      digits(each[y.of]),
      each.input_bits ? String(each.input_bits) : 'not stated',
      each.source,
    ]),
    walked: {count: () => points.length},
    option: (width) => ({
      legend: legend(),
      grid: {left: 64, right: 24, top: 36, bottom: 48},
      xAxis: axis({
        type: 'log',
        name: `${x.name}${x.unit ? `, ${x.unit}` : ''}`,
        nameGap: 30,
        inverse: mirrored,
        axisLabel: {formatter: digits, showMinLabel: false, showMaxLabel: false},
        min: (value) => value.min / 1.3,
        max: (value) => value.max * 1.3,
      }),
      yAxis: axis({type: 'log', name: y.name, nameGap: 48, axisLabel: {formatter: digits}}),
      tooltip: {
        formatter: ({seriesIndex, dataIndex}) =>
          describe(seriesIndex === 0 ? points[dataIndex] : own),
      },
      series: [
        {
          name: 'published',
          type: 'scatter',
          symbolSize: 9,
          itemStyle: {color: theme().other},
          data: points.map((each) => ({
            value: [each[x.of], each[y.of]],
            label: {position: isRight(each[x.of]) ? 'left' : 'right'},
          })),
          label: {
            show: width >= 560,
            fontSize: 10,
            color: theme().faint,
            formatter: ({dataIndex}) => points[dataIndex].name,
          },
          labelLayout: {hideOverlap: true},
        },
        {
          name: 'this run',
          type: 'scatter',
          symbol: 'diamond',
          symbolSize: 16,
          z: 4,
          itemStyle: {color: theme().series[4]},
          data: [[own[x.of], own[y.of]]],
        },
      ],
    }),
  });
}

export function drawPublished(page, run, published) {
  const macro = run.metrics['tops_per_joule.macro.peak'];
  if (!published?.length || !macro) return;
  const part = section(
    page,
    'published',
    'Published macros',
    'As their papers state them, at their own bits and voltages: beside this one, not a ' +
      'comparison at equal terms.',
  );
  const figures = element('div', {class: 'figures'});
  part.append(figures);
  const bits = run.metrics['precision.activations']?.value;
  const density = run.metrics['tops_per_mm2.chip.peak']?.value;
  const own = {
    name: `${run.chip}, simulated`,
    node_nm: run.technology_nm,
    tops_per_joule: macro.value,
    tops_per_mm2: density,
    input_bits: bits,
    source: 'this run, macro at its peak',
  };
  const efficiency = {name: 'TOPS/W', of: 'tops_per_joule'};
  drawScatter(figures, {
    name: 'published',
    title: 'TOPS/W of published macros by technology node',
    own,
    mirrored: true,
    sentence: 'This run: a macro at its peak, two operations a multiply-accumulate.',
    points: published.filter((each) => each.tops_per_joule && each.node_nm),
    x: {name: 'node', unit: 'nm', of: 'node_nm'},
    y: efficiency,
  });
  if (!density) return;
  drawScatter(figures, {
    name: 'published_density',
    title: 'TOPS/W of published macros by TOPS/mm\u00b2',
    own,
    sentence:
      'This run: TOPS/W of a macro at its peak; TOPS/mm\u00b2 of the whole chip at its peak.',
    points: published.filter((each) => each.tops_per_joule && each.tops_per_mm2),
    x: {name: 'TOPS/mm\u00b2', unit: '', of: 'tops_per_mm2'},
    y: efficiency,
  });
}
