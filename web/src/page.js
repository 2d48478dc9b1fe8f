// The page of a run or of a front: which it is stands in its data.
import {element} from './elements.js';
import {drawFront} from './front/front.js';
import {drawRun} from './run/run.js';
import {startTheme, theme, toggle} from './theme.js';

function start() {
  const data = JSON.parse(document.getElementById('mho-data').textContent);
  window.mhoData = data;
  startTheme();
  const page = document.querySelector('main');
  document
    .querySelector('header')
    .append(element('button', {type: 'button', id: 'theme', onclick: toggle}, 'Light or dark'));
  if (data.kind === 'run') drawRun(page, data);
  else drawFront(page, data);
  const contents = document.querySelector('nav ul');
  for (const part of page.querySelectorAll('section'))
    contents.append(
      element('li', {}, element('a', {href: `#${part.id}`}, part.querySelector('h2').textContent)),
    );
  document.documentElement.dataset.ready = theme().name;
}

start();
