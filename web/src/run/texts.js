// What is read as text: notes, and the whole run as YAML.
import {element, section} from '../elements.js';

export function drawTexts(page, run) {
  if (run.notes.length > 0)
    section(page, 'notes', 'Notes').append(
      element('ul', {}, ...run.notes.map((each) => element('li', {}, each))),
    );
  if (!run.resolved_yaml) return;
  section(
    page,
    'yaml',
    'The run as YAML',
    "Every value with its unit; 'mho run' of this text gives the same figures.",
  ).append(
    element(
      'details',
      {},
      element('summary', {}, 'Show'),
      element('pre', {tabindex: '0'}, run.resolved_yaml),
    ),
  );
}
