// Accuracy: by trial, by age, by source of error, by class.
import {element, section} from '../elements.js';
import {drawAges} from './ages.js';
import {drawClasses} from './classes.js';
import {drawSources} from './sources.js';
import {drawTrials} from './trials.js';

export function drawAccuracy(page, run) {
  if (!run.judged && run.ages.length < 2 && run.ablations.length === 0) return;
  const part = section(page, 'accuracy', 'Accuracy');
  const figures = element('div', {class: 'figures'});
  part.append(figures);
  drawTrials(figures, run);
  drawAges(figures, run);
  drawSources(figures, run);
  drawClasses(figures, run);
}
