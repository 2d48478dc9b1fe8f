// The ends of an interval over chips and images, as text.
import {digits} from '../numbers.js';

export function ends(interval) {
  return interval.ci95 ? `${digits(interval.ci95.low)} to ${digits(interval.ci95.high)}` : 'none';
}
