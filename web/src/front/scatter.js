// Any two objectives against each other. A click shows a design; a brush leaves only its designs in
// the other chart.
import {addChart, axis, legend} from '../chart.js';
import {element, section, tip} from '../elements.js';
import {largest, digits, nice, quantity, scale} from '../numbers.js';
import {theme} from '../theme.js';
import {standings, titleOf} from './standing.js';

function pick(title, names, at, changed) {
  return element(
    'label',
    {},
    `${title} `,
    element(
      'select',
      {onchange: ({target}) => changed(Number(target.value))},
      ...names.map((name, number) =>
        element('option', {value: number, selected: number === at}, name),
      ),
    ),
  );
}

function shownAxis(front, at) {
  const {metric, unit, aim} = front.objectives[at];
  const values = front.designs.map((each) => each.objectives[metric].value);
  const [size, label] = scale(unit, largest(values));
  const positive = values.filter((each) => each > 0);
  const log =
    positive.length === values.length && Math.max(...positive) / Math.min(...positive) > 30;
  return {
    metric,
    size,
    log,
    name: `${metric}${label ? `, ${nice(label)}` : ''} (${aim})`,
    value: (design) => design.objectives[metric].value / size,
  };
}

export function drawScatter(page, front, selection) {
  const part = section(page, 'pareto', 'Pareto front');
  const names = front.objectives.map((each) => each.metric);
  const at = {x: 0, y: Math.min(1, names.length - 1)};
  const figures = element('div', {class: 'figures'});
  const brushing = element('button', {type: 'button', 'aria-pressed': 'false'}, 'Brush');
  const clear = element('button', {type: 'button'}, 'Clear the brush');
  const change = (which) => (number) => {
    at[which] = number;
    drawn.redraw();
  };
  part.append(
    element(
      'div',
      {class: 'controls'},
      pick('x', names, at.x, change('x')),
      pick('y', names, at.y, change('y')),
      brushing,
      clear,
    ),
    figures,
  );
  const numbersOf = (standing) =>
    front.designs.flatMap((each, number) => (each.standing === standing.name ? [number] : []));
  const members = standings.map(numbersOf);
  const order = members.flat();
  const seriesData = (x, y) =>
    standings.map((standing, series) =>
      members[series].map((number) => ({
        value: [x.value(front.designs[number]), y.value(front.designs[number]), number],
        itemStyle: {
          opacity: selection.has(number) ? 0.9 : 0.08,
          borderColor: theme().text,
          borderWidth: selection.chosen === number ? 2.5 : 0,
        },
        symbolSize: selection.chosen === number ? standing.size + 6 : standing.size,
      })),
    );
  const drawn = addChart(figures, {
    name: 'pareto',
    title: 'Designs by two objectives',
    wide: true,
    height: 440,
    canvas: true,
    sentence: 'A click shows a design below; Brush selects designs in both charts.',
    columns: [
      'design',
      'standing',
      ...names.map(
        (name) => `${name}, ${nice(front.objectives.find((each) => each.metric === name).unit)}`,
      ),
    ],
    rows: front.designs
      .slice(0, 500)
      .map((each) => [
        titleOf(each),
        each.standing,
        ...names.map((name) => digits(each.objectives[name].value)),
      ]),
    walked: {count: () => order.length, show: (at) => selection.choose(order[at])},
    option: () => {
      const [x, y] = [shownAxis(front, at.x), shownAxis(front, at.y)];
      const data = seriesData(x, y);
      return {
        legend: legend(),
        grid: {left: 72, right: 24, top: 36, bottom: 48},
        xAxis: axis({
          type: x.log ? 'log' : 'value',
          scale: true,
          name: x.name,
          nameGap: 30,
          axisLabel: {formatter: digits},
        }),
        yAxis: axis({
          type: y.log ? 'log' : 'value',
          scale: true,
          name: y.name,
          nameGap: 52,
          axisLabel: {formatter: digits},
        }),
        brush: {
          xAxisIndex: 0,
          brushMode: 'single',
          throttleType: 'debounce',
          throttleDelay: 100,
          outOfBrush: {},
          toolbox: [],
          brushStyle: {color: 'rgba(120,120,120,0.15)', borderColor: theme().text},
        },
        tooltip: {formatter: ({value}) => (value ? describe(front, value[2]) : '')},
        series: standings
          .map((standing, number) => ({
            name: standing.title,
            type: 'scatter',
            symbol: standing.symbol,
            z: standing.z,
            itemStyle: {color: standing.color()},
            data: data[number],
          }))
          .filter((each) => each.data.length > 0),
      };
    },
  });
  watch(drawn, selection, brushing, clear);
}

function describe(front, number) {
  const design = front.designs[number];
  return tip(titleOf(design), [
    ...front.objectives.map(({metric, unit}) => [
      metric,
      quantity(design.objectives[metric].value, unit),
    ]),
    ...Object.entries(design.keys),
  ]);
}

function watch(drawn, selection, brushing, clear) {
  const {chart} = drawn;
  chart.on('click', ({value}) => {
    if (value) selection.choose(value[2]);
  });
  const cursor = (on) => {
    brushing.setAttribute('aria-pressed', String(on));
    chart.dispatchAction({
      type: 'takeGlobalCursor',
      key: 'brush',
      brushOption: {brushType: on ? 'rect' : false, brushMode: 'single'},
    });
  };
  brushing.addEventListener('click', () =>
    cursor(brushing.getAttribute('aria-pressed') !== 'true'),
  );
  clear.addEventListener('click', () => {
    chart.dispatchAction({type: 'brush', areas: []});
    selection.brush(null, 'clear');
  });
  chart.on('brushselected', ({batch}) => {
    const [{areas, selected}] = batch;
    if (areas.length === 0) return;
    const numbers = selected.flatMap(({seriesIndex, dataIndex}) =>
      dataIndex.map((at) => drawn.option.series[seriesIndex].data[at].value[2]),
    );
    selection.brush(new Set(numbers), 'scatter');
  });
  selection.whenChanged((by) => {
    if (by !== 'scatter') drawn.update();
  });
}
