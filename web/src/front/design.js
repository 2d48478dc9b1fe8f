// The design that is looked at: its figures, its keys, and how to get its run.
import {element, section} from '../elements.js';
import {quantity} from '../numbers.js';
import {titleOf} from './standing.js';

/** As a word of a shell. */
function quoted(text) {
  return /^[\w./:=-]+$/.test(text) && !text.startsWith('-')
    ? text
    : `'${text.replaceAll("'", "'\\''")}'`;
}

function figureLine(name, {value, ci95, modelled}, unit) {
  const limits = (pair, sentence) =>
    pair ? `; ${quantity(pair[0], unit)} to ${quantity(pair[1], unit)}, ${sentence}` : '';
  return element(
    'tr',
    {},
    element('th', {scope: 'row'}, name),
    element(
      'td',
      {},
      quantity(value, unit) +
        limits(ci95, '95 % over chips and images') +
        limits(modelled, '80 % by its models'),
    ),
  );
}

function rowsOf(front, design) {
  const objectives = front.objectives.map(({metric, unit}) =>
    figureLine(metric, design.objectives[metric], unit),
  );
  const constraints = front.constraints
    .filter(({metric}) => !design.objectives[metric])
    .map(({metric, unit}) => figureLine(metric, design.constraints[metric], unit));
  const keys = Object.entries(design.keys).map(([key, label]) =>
    element('tr', {}, element('th', {scope: 'row'}, key), element('td', {}, label)),
  );
  return [...objectives, ...constraints, ...keys];
}

export function drawDesign(page, front, folder, selection) {
  const body = element('div', {id: 'design', 'aria-live': 'polite'});
  section(
    page,
    'chosen',
    'Design',
    'The design that was clicked, or that the arrow keys reached.',
  ).append(body);
  const show = () => {
    const design = front.designs[selection.chosen ?? (front.knee ? front.knee - 1 : 0)];
    const word = design.id.slice(0, 12);
    const knee = front.knee !== null && design.number === front.knee ? ', the knee' : '';
    body.replaceChildren(
      element('h3', {}, `${titleOf(design)}${knee} (${design.standing})`),
      element(
        'div',
        {
          class: 'scroll',
          tabindex: '0',
          role: 'region',
          'aria-label': 'Figures and keys of the design',
        },
        element('table', {}, element('tbody', {}, ...rowsOf(front, design))),
      ),
      element(
        'p',
        {},
        'Its run, and the page of that: ',
        element(
          'code',
          {},
          `mho pareto ${quoted(folder)} --point ${word} --yaml design.yaml && mho run ` +
            `design.yaml --html design.html`,
        ),
      ),
    );
  };
  selection.whenChanged(show);
  show();
}
