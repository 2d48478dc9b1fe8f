// A chart in its frame: title, drawing, sentence, and the table of what it shows. Arrow keys go
// from point to point. window.mhoCharts has every chart by its name, with the option that it was
// drawn by.
import {element, table} from './elements.js';
import {init} from './library.js';
import {theme, whenThemeChanges} from './theme.js';

const charts = {};
window.mhoCharts = charts;

function merged(option) {
  const colors = theme();
  return {
    animation: false,
    color: colors.series,
    textStyle: {fontFamily: 'system-ui, sans-serif', fontSize: 12, color: colors.text},
    aria: {enabled: true},
    ...option,
    tooltip: {
      confine: true,
      backgroundColor: colors.ground,
      borderColor: colors.line,
      textStyle: {color: colors.text, fontSize: 12},
      ...option.tooltip,
    },
  };
}

/** A slider beside rows of which no more than `shown` fit. */
export function rowSlider(rows, shown) {
  if (rows <= shown) return [];
  return [
    {
      type: 'slider',
      yAxisIndex: 0,
      startValue: 0,
      endValue: shown - 1,
      width: 14,
      right: 6,
      showDetail: false,
      brushSelect: false,
    },
  ];
}

/** An axis in the colors of the theme. */
export function axis(option) {
  const {text, faint, line} = theme();
  return {
    nameTextStyle: {color: faint},
    nameLocation: 'middle',
    axisLine: {lineStyle: {color: line}},
    axisTick: {lineStyle: {color: line}},
    splitLine: {lineStyle: {color: line, width: 0.5}},
    ...option,
    axisLabel: {color: text, hideOverlap: true, ...option.axisLabel},
  };
}

export function legend(option = {}) {
  return {
    textStyle: {color: theme().text},
    top: 0,
    type: 'scroll',
    pageTextStyle: {color: theme().text},
    pageIconColor: theme().text,
    ...option,
  };
}

/** Vertical bars from low to high: data of [x, low, high]; for horizontal ones, `across`. */
export function errorBars(data, {across = false, color, shift = 0, ...rest} = {}) {
  return {
    type: 'custom',
    silent: true,
    z: 5,
    data,
    encode: across ? {y: 0, x: [1, 2]} : {x: 0, y: [1, 2]},
    ...rest,
    renderItem: (_, api) => {
      const end = (number) => {
        const point = api.coord(
          across ? [api.value(number), api.value(0)] : [api.value(0), api.value(number)],
        );
        return across ? [point[0], point[1] + shift] : [point[0] + shift, point[1]];
      };
      const [low, high] = [end(1), end(2)];
      const cap = across ? [0, 4] : [4, 0];
      const line = (from, to) => ({
        type: 'line',
        shape: {x1: from[0], y1: from[1], x2: to[0], y2: to[1]},
        style: {stroke: color ?? theme().text, lineWidth: 1.2},
      });
      const capped = (at) =>
        line([at[0] - cap[0], at[1] - cap[1]], [at[0] + cap[0], at[1] + cap[1]]);
      return {type: 'group', children: [line(low, high), capped(low), capped(high)]};
    },
  };
}

/** Left and right go through the points of a series, escape leaves. */
function walkByKeys(frame, chart, {count, series = 0, show}) {
  let at = -1;
  const showPoint =
    show ?? (() => chart.dispatchAction({type: 'showTip', seriesIndex: series, dataIndex: at}));
  frame.addEventListener('keydown', (event) => {
    if (event.target !== frame) return;
    if (event.key === 'Escape') chart.dispatchAction({type: 'hideTip'});
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    const next = event.key === 'ArrowRight' ? at + 1 : Math.max(at, 0) - 1;
    at = (next + count()) % count();
    showPoint(at);
    event.preventDefault();
  });
}

/**
 * Adds a chart to a section. `option(width)` is asked for anew with each theme and width; `height`
 * is pixels, or a function of the width; `columns` and `rows` are of the table; `walked` has
 * `count()`, and `series` or `show(at)`, for the keys.
 */
export function addChart(
  parent,
  {name, title, sentence, option, height = 320, columns, rows, walked, wide, canvas},
) {
  const drawing = element('div', {class: 'drawing'});
  const keys = walked ? ' Arrow keys go from point to point.' : '';
  const frame = element(
    'figure',
    {
      id: `chart-${name}`,
      class: wide ? 'wide' : undefined,
      tabindex: '0',
      role: 'group',
      'aria-label': `${title}. ${sentence ?? ''}${keys}`,
    },
    element('h3', {}, title),
    drawing,
    sentence ? element('figcaption', {}, sentence) : null,
    element(
      'details',
      {class: 'data'},
      element('summary', {}, 'Table'),
      table(title, columns, rows),
    ),
  );
  parent.append(frame);
  const tall = () =>
    `${typeof height === 'function' ? height(drawing.clientWidth || 320) : height}px`;
  drawing.style.height = tall();
  const chart = init(drawing, null, {renderer: canvas ? 'canvas' : 'svg'});
  const entry = {chart, option: null};
  const drawn = () => (entry.option = merged(option(drawing.clientWidth || 320)));
  entry.redraw = () => {
    chart.setOption(drawn(), {notMerge: true});
    // Paper is as wide as it is: styles for print fit the drawing to it.
    const size = `0 0 ${chart.getWidth()} ${chart.getHeight()}`;
    drawing.querySelector('svg')?.setAttribute('viewBox', size);
  };
  // Data and their colors alone: brushes stay.
  entry.update = () => chart.setOption({series: drawn().series});
  charts[name] = entry;
  entry.redraw();
  if (walked) walkByKeys(frame, chart, walked);
  whenThemeChanges(entry.redraw);
  let width = drawing.clientWidth;
  new ResizeObserver(() => {
    if (drawing.clientWidth === width) return;
    width = drawing.clientWidth;
    drawing.style.height = tall();
    chart.resize();
    entry.redraw();
  }).observe(drawing);
  return entry;
}
