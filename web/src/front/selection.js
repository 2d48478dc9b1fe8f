// What the charts of a front share: the designs that a brush holds, and the one that is looked at.

export class Selection {
  #listeners = [];
  brushed = null; // Set of numbers in front.designs; null: all
  chosen = null;

  whenChanged(listener) {
    this.#listeners.push(listener);
  }
  /** `by`: the chart that was brushed; the others follow it. */
  brush(designs, by) {
    this.brushed = designs;
    this.#tell(by);
  }
  choose(design) {
    this.chosen = design;
    this.#tell(null);
  }
  has(design) {
    return this.brushed === null || this.brushed.has(design);
  }
  #tell(by) {
    this.#listeners.forEach((each) => each(by));
  }
}
