// Energy and area.
import {element, section} from '../elements.js';
import {drawArea} from './area.js';
import {drawComponents} from './components.js';
import {drawEnergy} from './energy.js';
import {drawFloorplan} from './floorplan.js';

export function drawCosts(page, run, ledger) {
  const part = section(page, 'costs', 'Energy and area');
  const figures = element('div', {class: 'figures'});
  part.append(figures);
  drawEnergy(figures, run, ledger);
  drawArea(figures, run);
  drawComponents(figures, run);
  drawFloorplan(figures, run);
}
