// Keys and objectives of all designs as parallel axes. What is brushed on an axis is all that is
// left in the scatter chart, and the other way round.
import {addChart} from '../chart.js';
import {element, section, tip} from '../elements.js';
import {digits, largest, nice, ordered, quantity, scale, wrapped} from '../numbers.js';
import {theme} from '../theme.js';
import {standingOf, standings, titleOf} from './standing.js';

function axesOf(front) {
  const keys = [...new Set(front.designs.flatMap((each) => Object.keys(each.keys)))].map((key) => {
    const labels = ordered(front.designs.map((each) => each.keys[key] ?? 'none'));
    return {
      key,
      type: 'category',
      labels,
      name: key.split('.').slice(-2).join('.'),
      value: (design) => labels.indexOf(design.keys[key] ?? 'none'),
    };
  });
  const objectives = front.objectives.map(({metric, unit}) => {
    const values = front.designs.map((each) => each.objectives[metric].value);
    const [size, label] = scale(unit, largest(values));
    return {
      key: metric,
      type: 'value',
      name: `${metric.split('.').slice(0, 2).join('.')}${label ? `, ${nice(label)}` : ''}`,
      value: (design) => design.objectives[metric].value / size,
    };
  });
  return [...keys, ...objectives];
}

export function drawParallel(page, front, selection) {
  const part = section(page, 'parallel', 'Keys and objectives');
  const axes = axesOf(front);
  // Lines of the front are drawn last, over all others.
  const order = front.designs.map((_, number) => number).reverse();
  const figures = element('div', {class: 'figures'});
  part.append(figures);
  const data = () =>
    order.map((number) => {
      const design = front.designs[number];
      const chosen = selection.chosen === number;
      return {
        value: axes.map((each) => each.value(design)),
        lineStyle: {
          color: chosen ? theme().text : standingOf(design).color(),
          width: chosen ? 3 : design.standing === 'front' ? 1.6 : 0.8,
          opacity:
            !selection.has(number) && !chosen
              ? 0.03
              : chosen
                ? 1
                : design.standing === 'front'
                  ? 0.9
                  : Math.min(0.35, Math.max(0.08, 60 / order.length)),
        },
      };
    });
  const drawn = addChart(figures, {
    name: 'parallel',
    title: 'Parallel coordinates',
    wide: true,
    canvas: true,
    height: (width) => (width < 560 ? 60 + 92 * axes.length : 420),
    sentence: `A drag along an axis selects designs in both charts; a click on the axis clears it. Colors: ${standings
      .filter((each) => front.counts[each.name])
      .map((each) => each.title)
      .join(', ')}, as above.`,
    columns: ['design', 'standing', ...axes.map((each) => each.key)],
    rows: front.designs
      .slice(0, 500)
      .map((each) => [
        titleOf(each),
        each.standing,
        ...axes.map((axis) =>
          axis.type === 'category' ? axis.labels[axis.value(each)] : digits(axis.value(each)),
        ),
      ]),
    walked: {count: () => order.length, show: (at) => selection.choose(order.at(-1 - at))},
    option: (width) => {
      const upright = width < 560;
      const {text, faint, line} = theme();
      return {
        parallel: {
          layout: upright ? 'vertical' : 'horizontal',
          left: upright ? 24 : 60,
          right: upright ? 24 : 70,
          top: upright ? 50 : 56,
          bottom: upright ? 20 : 24,
          parallelAxisDefault: {
            nameTextStyle: {
              color: faint,
              fontSize: 11,
              lineHeight: 13,
              ...(upright ? {align: 'left'} : {}),
            },
            axisLine: {lineStyle: {color: line}},
            axisTick: {lineStyle: {color: line}},
            nameGap: upright ? 0 : 16,
            axisLabel: {
              color: text,
              fontSize: 10,
              hideOverlap: true,
              width: 84,
              overflow: 'truncate',
            },
            areaSelectStyle: {
              width: 18,
              color: theme().accent,
              borderColor: theme().accent,
              opacity: 0.25,
            },
          },
        },
        parallelAxis: axes.map((each, dim) => ({
          dim,
          type: each.type,
          ...(each.labels ? {data: each.labels} : {scale: true}),
          name: wrapped(
            each.name,
            upright ? 60 : Math.max(8, Math.floor(width / axes.length / 6.5)),
          ),
          nameLocation: upright ? 'start' : 'end',
          ...(upright
            ? {
                nameTextStyle: {
                  align: 'left',
                  verticalAlign: 'bottom',
                  padding: [0, 0, 8, 0],
                  color: faint,
                  fontSize: 11,
                },
              }
            : {}),
          axisLabel: {color: text, fontSize: 10, formatter: each.labels ? undefined : digits},
        })),
        tooltip: {
          formatter: ({dataIndex}) => {
            const design = front.designs[order[dataIndex]];
            return design
              ? tip(titleOf(design), [
                  ...front.objectives.map(({metric, unit}) => [
                    metric,
                    quantity(design.objectives[metric].value, unit),
                  ]),
                  ...Object.entries(design.keys),
                ])
              : '';
          },
        },
        series: [
          {
            type: 'parallel',
            lineStyle: {width: 1},
            inactiveOpacity: 0.03,
            activeOpacity: 0.8,
            data: data(),
          },
        ],
      };
    },
  });
  drawn.chart.on('click', ({dataIndex}) => selection.choose(order[dataIndex]));
  drawn.chart.on('axisareaselected', () => {
    const series = drawn.chart.getModel().getSeriesByIndex(0);
    const active = series.getRawIndicesByActiveState('active');
    const all =
      active.length === 0 && series.getRawIndicesByActiveState('normal').length === order.length;
    selection.brush(all ? null : new Set(active.map((at) => order[at])), 'parallel');
  });
  selection.whenChanged((by) => {
    if (by === 'parallel') return;
    if (by === 'clear') drawn.redraw();
    else drawn.update();
  });
}
