// How much of each objective's variance a key brings alone.
import {addChart, axis, legend} from '../chart.js';
import {element, section, tip} from '../elements.js';
import {digits, quantity, wrapped} from '../numbers.js';

export function drawImportance(page, {importance, objectives}) {
  if (!importance || importance.keys.length === 0) return;
  const part = section(page, 'importance', 'Importance of keys');
  const names = objectives.map((each) => each.metric);
  const rows = [
    ...importance.keys.map(({key, where, shares}) => ({
      key: where ? `${key} (${where})` : key,
      shares,
    })),
    {key: 'keys together', shares: importance.together},
  ];
  const figures = element('div', {class: 'figures'});
  part.append(figures);
  for (const limit of importance.limits) part.append(element('p', {}, limit));
  addChart(figures, {
    name: 'importance',
    title: 'Share of the variance',
    wide: true,
    height: 90 + rows.length * (12 + 11 * names.length),
    sentence: `By ${importance.method}, from ${importance.designs} designs.`,
    columns: ['key', ...names.map((name) => `${name}, %`)],
    rows: rows.map((each) => [
      each.key,
      ...names.map((name) => digits(100 * (each.shares[name] ?? 0))),
    ]),
    walked: {count: () => rows.length},
    option: (width) => {
      const side = Math.min(260, Math.round(width * 0.36));
      return {
        legend: legend(),
        grid: {left: side, right: 24, top: 32, bottom: 44},
        xAxis: axis({type: 'value', name: '% of the variance', nameGap: 26, min: 0, max: 100}),
        yAxis: axis({
          type: 'category',
          inverse: true,
          data: rows.map((each) => wrapped(each.key, Math.floor((side - 12) / 6.2))),
          axisLabel: {hideOverlap: false, interval: 0, fontSize: 11, lineHeight: 13},
        }),
        tooltip: {
          formatter: ({dataIndex}) =>
            tip(
              rows[dataIndex].key,
              names.map((name) => [name, quantity(100 * (rows[dataIndex].shares[name] ?? 0), '%')]),
            ),
        },
        series: names.map((name) => ({
          name,
          type: 'bar',
          barGap: '10%',
          data: rows.map((each) => 100 * (each.shares[name] ?? 0)),
        })),
      };
    },
  });
}
