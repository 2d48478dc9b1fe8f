// Numbers as the program prints them: four significant digits, the prefix of the unit.

const prefixes = [
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
  [1e-3, 'm'],
  [1e-6, 'u'],
  [1e-9, 'n'],
  [1e-12, 'p'],
  [1e-15, 'f'],
  [1e-18, 'a'],
];
const prefixed = new Set(['J', 's', 'W', 'm', 'Hz', 'V', 'A', 'S', 'F']);
const millionth = 'u';

/** Four significant digits, without an exponent between 0.0001 and a million. */
export function digits(value) {
  if (value === null || value === undefined) return '';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(3);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(size)));
  const text = value.toFixed(Math.min(decimals, 12));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** [factor, unit] in which a value of that unit reads best: of 2.5e-7 J [1e-9, "nJ"]. */
export function scale(unit, value) {
  if (!prefixed.has(unit) || !value) return [1, unit];
  const [factor, prefix] = prefixes.find(([each]) => Math.abs(value) >= each) ?? prefixes.at(-1);
  return [factor, (prefix === millionth ? '\u00b5' : prefix) + unit];
}

/** A value with its unit: "257.3 nJ", "4.6 points", "60.73 %". */
export function quantity(value, unit = '') {
  if (value === null || value === undefined) return 'none';
  if (unit === 'm2') return quantity(value * 1e6, 'mm2');
  const [factor, name] = scale(unit, value);
  return digits(value / factor) + (name ? `\u00a0${nice(name)}` : '');
}

/** Units as papers write them. */
export function nice(unit) {
  return unit.replace(/m2\b/, 'm\u00b2').replace('TOPS/J', 'TOPS/W');
}

/** The largest, as the one whose prefix a list shares. */
export function largest(values) {
  return Math.max(0, ...values.filter((each) => each !== null).map(Math.abs));
}

/** Linear interpolation between ordered values, as NumPy's default. */
export function quantile(ordered, share) {
  const at = (ordered.length - 1) * share;
  const below = Math.floor(at);
  const above = Math.min(below + 1, ordered.length - 1);
  return ordered[below] + (ordered[above] - ordered[below]) * (at - below);
}

/** [low, high] in whole steps around values, a little room on both sides. */
export function roundedBounds(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  const rough = (high - low + 2 * room) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  return [Math.floor((low - room) / step) * step, Math.ceil((high + room) / step) * step, step];
}

/** In lines of that many letters, broken at dots and underscores. */
export function wrapped(name, letters) {
  const lines = [''];
  for (const piece of name.split(/(?<=[._ ])/)) {
    if (lines.at(-1) && (lines.at(-1) + piece).length > letters) lines.push('');
    lines[lines.length - 1] += piece;
  }
  return lines.join('\n');
}

const binary = {Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3};

/** Of "900 mV" 0.9, of "32 KiB" 32768, of "8" 8; NaN where no number comes first. */
function leadingNumber(label) {
  const [, number, unit] = /^(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*(\S*)/i.exec(label) ?? [];
  const bytes = binary[unit?.slice(0, 2)];
  const [factor] = prefixes.find(
    ([, prefix]) => prefix && unit?.length > 1 && unit[0] === prefix,
  ) ?? [1];
  return Number(number) * (bytes ?? factor);
}

/** Each label once: numbers by size ("900 mV" before "1 V"), others by letters after them. */
export function ordered(labels) {
  const numbers = new Map([...new Set(labels)].map((each) => [each, leadingNumber(each)]));
  return [...numbers.keys()].sort((a, b) => {
    const [one, other] = [numbers.get(a), numbers.get(b)];
    if (Number.isNaN(one) || Number.isNaN(other))
      return Number.isNaN(one) - Number.isNaN(other) || a.localeCompare(b);
    return one - other;
  });
}

/** The end of a long name, where names of layers differ. */
export function shortened(name, letters) {
  return name.length <= letters ? name : `\u2026${name.slice(1 - Math.max(letters, 2))}`;
}
