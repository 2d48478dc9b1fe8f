// Colors that dark text is read on, in both themes.

const pastels = [
  '#7fb7d9',
  '#f2c261',
  '#6cc7a8',
  '#e2b0cd',
  '#ec9a63',
  '#a5d5f2',
  '#bfa9dd',
  '#d3c86a',
  '#b4bec7',
];

export function pastel(at) {
  return pastels[at % pastels.length];
}
