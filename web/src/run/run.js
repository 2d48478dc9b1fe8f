// The page of a run, part by part.
import {element} from '../elements.js';
import {drawAccuracy} from './accuracy.js';
import {drawCosts} from './costs.js';
import {drawHeadline} from './headline.js';
import {drawLayers} from './layers.js';
import {drawProvenance} from './provenance.js';
import {drawPublished} from './published.js';
import {drawTexts} from './texts.js';
import {drawTimeline} from './timeline.js';

export function drawRun(page, {run, beside}) {
  const title = `${run.workload} on ${run.chip}`;
  document.title = `${title} - mho`;
  document
    .querySelector('header')
    .prepend(
      element(
        'div',
        {},
        element('h1', {}, title),
        element(
          'p',
          {},
          `mho ${run.mho}, ${run.technology_nm} nm, ${run.tiles_of_chip} tiles of ${run.macros_of_tile} ` +
            `macros${run.mac_array ? `, MAC array of ${run.mac_array}` : ''}, seed ${run.seed}`,
        ),
      ),
    );
  drawHeadline(page, run);
  drawAccuracy(page, run);
  drawCosts(page, run, beside);
  drawLayers(page, run, beside);
  drawTimeline(page, run);
  drawPublished(page, run, beside.published);
  drawProvenance(page, run, beside);
  drawTexts(page, run);
}
