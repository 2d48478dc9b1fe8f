// Sums of lists.

export function sum(values) {
  return values.reduce((all, each) => all + each, 0);
}
