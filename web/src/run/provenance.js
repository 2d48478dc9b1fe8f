// Where figures come from: a metric, the components that it sums, their actions, the price of an
// action, the key that states it, the paper. Branches are made when they are opened.
import {element, section} from '../elements.js';
import {digits, quantity} from '../numbers.js';

/** A branch; `fill(body)` adds what is below when it is opened first. */
function branch(title, figure, fill) {
  const body = element('div', {class: 'branch'});
  let empty = true;
  return element(
    'details',
    {
      class: 'provenance',
      ontoggle: ({target}) => {
        if (!target.open || !empty) return;
        empty = false;
        fill(body);
      },
    },
    element('summary', {}, element('span', {}, title), element('b', {}, figure)),
    body,
  );
}

function line(name, text) {
  return element('p', {}, element('span', {class: 'faint'}, `${name} `), text);
}

function grouped(rows, by) {
  const groups = new Map();
  for (const row of rows) (groups.get(by(row)) ?? groups.set(by(row), []).get(by(row))).push(row);
  return [...groups];
}

function total(rows) {
  return rows.reduce((sum, each) => sum + each.energy_j, 0);
}

function shareOf(rows, whole) {
  return `${quantity(total(rows), 'J')}, ${digits((100 * total(rows)) / whole)} %`;
}

function addPrice(body, price, rows) {
  const count = rows.reduce((sum, each) => sum + each.count, 0);
  const isStatic = price.action === 'static';
  const [each, counted] = isStatic ? ['a femtosecond', 'femtoseconds'] : ['an action', 'actions'];
  body.append(line('price', `${quantity(price.unit_j, 'J')} ${each}, ${digits(count)} ${counted}`));
  if (price.key) body.append(line('key', price.key));
  if (price.place) body.append(line('at', price.place));
  body.append(line('source', price.source || 'not stated'));
  body.append(
    branch('by layer', quantity(total(rows), 'J'), (below) => {
      for (const each of [...rows].sort((a, b) => b.energy_j - a.energy_j))
        below.append(
          line(
            each.layer || 'of no layer',
            `${quantity(each.energy_j, 'J')}, ${digits(each.count)} ${counted}`,
          ),
        );
    }),
  );
}

function addComponents(body, ledger) {
  const whole = total(ledger.sums);
  const largestFirst = (a, b) => total(b[1]) - total(a[1]);
  for (const [component, rows] of grouped(
    ledger.sums,
    (row) => ledger.prices[row.price].component,
  ).sort(largestFirst))
    body.append(
      branch(component, shareOf(rows, whole), (actions) => {
        for (const [number, priced] of grouped(rows, (row) => row.price).sort(largestFirst))
          actions.append(
            branch(ledger.prices[number].action, shareOf(priced, whole), (below) =>
              addPrice(below, ledger.prices[number], priced),
            ),
          );
      }),
    );
}

function isOfEnergy(name) {
  return (
    /^energy\.(per_inference|chip|tiles|macros|static_share)/.test(name) ||
    /^tops_per_joule\..*\.achieved|^power\..*average/.test(name)
  );
}

/** What models give of a metric, and how far those of their class are off. */
function addModels(body, models) {
  for (const each of [...models].sort((a, b) => b.share - a.share))
    body.append(
      line(
        `${each.component}, ${each.model} (${each.class})`,
        `${quantity(100 * each.share, '%')}; 80 % of measured macros lie within a factor of ` +
          digits(Math.exp(each.spread)),
      ),
    );
}

function addMetric(part, name, {value, unit, sentence, source, interval}, run, ledger) {
  part.append(
    branch(name, quantity(value, unit), (body) => {
      body.append(line('is', sentence), line('found by', source));
      if (interval)
        body.append(
          line('80 % interval', `${quantity(interval[0], unit)} to ${quantity(interval[1], unit)}`),
        );
      for (const other of new Set(source.match(/[a-z_]+(\.[a-z_0-9]+)+/g) ?? []))
        if (run.metrics[other] && other !== name)
          addMetric(body, other, run.metrics[other], run, ledger);
      if (isOfEnergy(name) && ledger.sums.length > 0)
        body.append(
          branch('ledger: all energy, by component', quantity(total(ledger.sums), 'J'), (below) => {
            below.append(
              line(
                'is',
                `of all ${digits(run.metrics['engine.images']?.value ?? null)} images of the ` +
                  `timed engine`,
              ),
            );
            addComponents(below, ledger);
          }),
        );
      const models = run.modelled?.filter((each) => each.metric === name) ?? [];
      if (models.length > 0)
        body.append(branch('given by models', '', (below) => addModels(below, models)));
      if (name === 'area.chip')
        for (const each of [...run.components].sort((a, b) => b.area_m2 - a.area_m2))
          body.append(line(each.name, `${quantity(each.area_m2, 'm2')} on the chip`));
    }),
  );
}

export function drawProvenance(page, run, ledger) {
  const part = section(
    page,
    'provenance',
    'Provenance',
    'Each figure unfolds: how it was found, the metrics in it, the components of the ledger, ' +
      'their actions and prices, the key and the ' +
      'line of the file that state a price, and its source.',
  );
  for (const [name, metric] of Object.entries(run.metrics))
    addMetric(part, name, metric, run, ledger);
}
