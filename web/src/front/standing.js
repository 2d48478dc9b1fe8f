// How designs of each standing are drawn.
import {theme} from '../theme.js';

export const standings = [
  {name: 'front', title: 'front', color: () => theme().series[4], size: 11, symbol: 'circle', z: 4},
  {
    name: 'unresolved',
    title: 'not told apart',
    color: () => theme().series[1],
    size: 9,
    symbol: 'triangle',
    z: 3,
  },
  {
    name: 'dominated',
    title: 'dominated',
    color: () => theme().series[0],
    size: 7,
    symbol: 'circle',
    z: 2,
  },
  {
    name: 'infeasible',
    title: 'breaks a constraint',
    color: () => theme().other,
    size: 7,
    symbol: 'rect',
    z: 1,
  },
];

export function standingOf(design) {
  return standings.find((each) => each.name === design.standing);
}

/** "design 3 of the front", or the first digits of its id. */
export function titleOf(design) {
  return design.number ? `design ${design.number} of the front` : `design ${design.id.slice(0, 8)}`;
}
