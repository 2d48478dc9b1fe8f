// The figures that a run is asked for first.
import {element, section} from '../elements.js';
import {quantity} from '../numbers.js';
import {drawAdcModels} from './converters.js';
import {drawEfficiency} from './efficiency.js';

const headline = [
  ['tops_per_joule.chip.achieved', 'TOPS/W, chip, achieved'],
  ['accuracy.loss.mean', 'accuracy loss by analog errors'],
  ['energy.per_inference', 'energy per inference'],
  ['latency.first', 'latency of the first image'],
  ['throughput.steady', 'throughput, steady state'],
  ['area.chip', 'area of the chip'],
];

/** Of runs that are judged by another score than accuracy: each of its figures. */
function scores(metrics) {
  if (metrics['accuracy.loss.mean']) return [];
  const which = {quantized: 'exact integers', 'analog.mean': 'on the chip', 'loss.mean': 'loss'};
  return Object.keys(metrics).flatMap((name) => {
    const [, score, figure] =
      /^output\.(\w+)\.(quantized|analog\.mean|loss\.mean)$/.exec(name) ?? [];
    return figure ? [[name, `${score.replaceAll('_', ' ')}, ${which[figure]}`]] : [];
  });
}

function intervalOf(metrics, name) {
  const metric = metrics[name];
  if (metric.interval) return [metric.interval, '80 %, of its models'];
  const stem = name.replace(/\.mean$/, '');
  const [low, high] = [metrics[`${stem}.ci95.low`], metrics[`${stem}.ci95.high`]];
  return low && high ? [[low.value, high.value], '95 % interval'] : null;
}

function card(metrics, name, title) {
  const {value, unit, sentence} = metrics[name];
  const interval = intervalOf(metrics, name);
  return element(
    'div',
    {class: 'card', title: sentence},
    element('dt', {}, title),
    element(
      'dd',
      {},
      element('strong', {'data-metric': name}, quantity(value, unit)),
      interval
        ? element(
            'small',
            {},
            `${quantity(interval[0][0], unit)} to ${quantity(interval[0][1], unit)}; ${interval[1]}`,
          )
        : null,
    ),
  );
}

export function drawHeadline(page, run) {
  const part = section(page, 'headline', 'Headline');
  for (const text of run.caveats) part.append(element('p', {class: 'caveat', role: 'note'}, text));
  part.append(
    element(
      'dl',
      {class: 'cards'},
      ...[...headline, ...scores(run.metrics)]
        .filter(([name]) => run.metrics[name])
        .map(([name, title]) => card(run.metrics, name, title)),
    ),
  );
  const figures = element('div', {class: 'figures'});
  part.append(figures);
  drawEfficiency(figures, run.metrics);
  drawAdcModels(figures, run.adc_models);
}
