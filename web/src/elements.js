// Elements of the page. What comes from data is always text, never markup.

/** element('p', {class: 'note'}, 'text', child...). */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((each) => each !== null && each !== undefined));
  return made;
}

/** `columns`: names; `rows`: lists of texts; numbers are set right. */
export function table(caption, columns, rows) {
  const numeric = columns.map((_, at) =>
    rows.every((row) => /^[-\d]|^$|^none$/.test(row[at] ?? '')),
  );
  const cells = (row) =>
    row.map((text, at) =>
      at === 0
        ? element('th', {scope: 'row'}, text ?? '')
        : element('td', {class: numeric[at] ? 'number' : undefined}, text ?? ''),
    );
  return element(
    'div',
    {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption},
    element(
      'table',
      {},
      element('caption', {}, caption),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...columns.map((name, at) =>
            element('th', {scope: 'col', class: at && numeric[at] ? 'number' : undefined}, name),
          ),
        ),
      ),
      element('tbody', {}, ...rows.map((row) => element('tr', {}, ...cells(row)))),
    ),
  );
}

/** A tooltip: a title and lines of a name and a text. */
export function tip(title, lines) {
  return element(
    'div',
    {class: 'tip'},
    element('strong', {}, title),
    ...lines.map(([name, text]) =>
      element('div', {}, element('span', {}, name), element('b', {}, text)),
    ),
  );
}

/** A part of the page with its heading; returned so that figures can be added. */
export function section(page, id, title, sentence) {
  const made = element(
    'section',
    {id, 'aria-labelledby': `${id}-title`},
    element('h2', {id: `${id}-title`}, title),
    sentence ? element('p', {}, sentence) : null,
  );
  page.append(made);
  return made;
}
