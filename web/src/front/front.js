// The page of a sweep's front.
import {element, section} from '../elements.js';
import {digits} from '../numbers.js';
import {drawDesign} from './design.js';
import {drawImportance} from './importance.js';
import {drawParallel} from './parallel.js';
import {drawScatter} from './scatter.js';
import {Selection} from './selection.js';

const standings = [
  ['looked_at', 'looked at'],
  ['front', 'on the front'],
  ['unresolved', 'not told apart from it by the trials'],
  ['dominated', 'dominated'],
  ['infeasible', 'break a constraint'],
  ['impossible', 'cannot run'],
];

function counts(front) {
  return element(
    'dl',
    {class: 'cards'},
    ...standings
      .filter(([name]) => front.counts[name])
      .map(([name, title]) =>
        element(
          'div',
          {class: 'card'},
          element('dt', {}, `designs ${title}`),
          element('dd', {}, element('strong', {}, String(front.counts[name]))),
        ),
      ),
    front.hypervolume === null
      ? null
      : element(
          'div',
          {class: 'card'},
          element('dt', {}, 'hypervolume'),
          element(
            'dd',
            {},
            element('strong', {}, digits(front.hypervolume)),
            element(
              'small',
              {},
              'share of the box between the best and the worst of each objective',
            ),
          ),
        ),
  );
}

function lists(page, front) {
  if (front.constraints.length > 0)
    section(page, 'constraints', 'Constraints').append(
      element(
        'ul',
        {},
        ...front.constraints.map((each) => element('li', {}, `${each.metric} ${each.limit}`)),
      ),
    );
  if (front.impossible.length > 0)
    section(page, 'impossible', 'Designs that cannot run').append(
      element(
        'ul',
        {},
        ...front.impossible.map((each) => element('li', {}, `${each.designs}: ${each.reason}`)),
      ),
    );
  if (front.notes.length > 0)
    section(page, 'notes', 'Notes').append(
      element('ul', {}, ...front.notes.map((each) => element('li', {}, each))),
    );
}

export function drawFront(page, {front, folder, left_out: leftOut}) {
  const name = front.sweep.split('/').at(-1);
  document.title = `${name} - mho`;
  document
    .querySelector('header')
    .prepend(
      element(
        'div',
        {},
        element('h1', {}, `Front of ${name}`),
        element('p', {}, `mho ${front.mho}${front.look ? `, ${front.look}` : ''}`),
      ),
    );
  section(page, 'headline', 'Designs').append(counts(front));
  if (leftOut)
    page.append(
      element(
        'p',
        {class: 'caveat', role: 'note'},
        `${leftOut} designs that are far from the front are not drawn; the JSON of mho pareto has all.`,
      ),
    );
  if (front.designs.length === 0) return lists(page, front);
  const selection = new Selection();
  drawScatter(page, front, selection);
  drawDesign(page, front, folder, selection);
  drawParallel(page, front, selection);
  drawImportance(page, front);
  lists(page, front);
}
