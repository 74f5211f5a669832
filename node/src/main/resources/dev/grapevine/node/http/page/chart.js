// A chart over time with axes, marks of events, and values where the pointer or the arrow keys are. It is drawn anew with each change.

const MARGIN = {left: 56, right: 10, top: 12, bottom: 20};
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000, 7776000, 31536000].map(seconds => 1000 * seconds);
/** How events look on the axis of time; others are in the list only. */
const MARKS = {started: "", joined: "good", back: "good", gone: "bad", alone: "bad", paused: "warn", resumed: "good", disk: "bad", run: "warn", best: ""};

class TimeChart {
  /**
   * @param title  what is shown
   * @param curves names of the values, one or two
   * @param text   a value for people
   * @param axis   from values to {min, max, step}
   * @param tick   a value on the axis, which ends at another
   * @param isStep whether a value holds until the next one
   */
  constructor(parent, {title, curves, text, axis, tick = text, isStep = false}) {
    Object.assign(this, {title, curves, text, axis, tick, isStep, time: [], values: [], events: [], cursor: null});
    this.svg = vector("svg", {class: "chart", role: "img", tabindex: 0});
    this.readout = element("span", {class: "readout"});
    parent.append(element("figure", {}, element("figcaption", {}, this.titleText = element("b", {}, title), this.readout), this.svg));
    this.svg.addEventListener("pointermove", event => this.point(this.timeAt(event.offsetX)));
    this.svg.addEventListener("pointerleave", () => this.point(null));
    this.svg.addEventListener("blur", () => this.point(null));
    this.svg.addEventListener("keydown", event => this.key(event));
    new ResizeObserver(() => this.draw()).observe(this.svg);
  }

  /** @param values a column for each curve, as long as time; null where nothing is known */
  set(time, values, events, from) {
    const begin = Math.max(0, time.findIndex(t => t >= from));
    Object.assign(this, {time: time.slice(begin), values: values.map(column => column.slice(begin).map(orNull)), events: events.filter(event => event.time >= (time[begin] ?? 0))});
    this.draw();
  }

  timeAt(x) {
    const wanted = this.first + (x - MARGIN.left) / this.width * (this.last - this.first);
    return this.time.reduce((best, t) => Math.abs(t - wanted) < Math.abs(best - wanted) ? t : best, this.time[0] ?? null);
  }

  key(event) {
    const at = this.cursor === null ? this.time.length : this.time.indexOf(this.cursor);
    const to = {ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: this.time.length - 1}[event.key];
    if (event.key === "Escape") this.point(null);
    if (to === undefined || this.time.length === 0) return;
    event.preventDefault();
    this.point(this.time[Math.max(0, Math.min(this.time.length - 1, to))]);
  }

  /** All charts show the same moment. */
  point(time) {
    TimeChart.all.forEach(chart => { chart.cursor = time; chart.draw(); });
  }

  x(time) { return MARGIN.left + (time - this.first) / (this.last - this.first) * this.width; }
  y(value) { return MARGIN.top + (1 - (value - this.scale.min) / (this.scale.max - this.scale.min)) * this.height; }

  draw() {
    this.svg.replaceChildren();
    this.width = this.svg.clientWidth - MARGIN.left - MARGIN.right;
    this.height = this.svg.clientHeight - MARGIN.top - MARGIN.bottom;
    const all = known(this.values.flat());
    if (this.width <= 0 || this.time.length === 0 || all.length === 0) {
      this.svg.setAttribute("aria-label", this.title + " over time: nothing is known yet");
      this.readout.replaceChildren("nothing is known yet");
      return;
    }
    this.first = this.time[0];
    this.last = Math.max(this.time.at(-1), this.first + 10000);
    this.scale = this.axis(all);
    this.drawPauses();
    this.drawAxes();
    this.values.forEach((column, i) => this.drawCurve(column, i));
    this.drawMarks();
    this.drawCursor();
    this.svg.setAttribute("aria-label", this.title + " over time, from " + moment(this.first) + " to " + moment(this.time.at(-1)) + ". "
        + this.curves.map((name, i) => name + ": " + this.text(this.values[i].at(-1))).join(", ") + ". Arrow keys show earlier values.");
  }

  drawAxes() {
    const {min, max, step} = this.scale;
    for (let i = Math.ceil(min / step - 1e-6); i * step <= max + step * 1e-6; i++) {
      const y = this.y(i * step);
      this.svg.append(vector("line", {class: "grid", x1: MARGIN.left, x2: MARGIN.left + this.width, y1: y, y2: y}),
          vector("text", {x: MARGIN.left - 6, y: y + 4, "text-anchor": "end"}, this.tick(i * step, max)));
    }
    const steps = CLOCK_STEPS.find(step => step >= (this.last - this.first) / Math.max(2, this.width / 90)) ?? CLOCK_STEPS.at(-1);
    const zone = new Date(this.first).getTimezoneOffset() * 60000;
    for (let t = Math.ceil((this.first - zone) / steps) * steps + zone; t <= this.last; t += steps) {
      const x = this.x(t);
      this.svg.append(vector("line", {class: "grid", x1: x, x2: x, y1: MARGIN.top + this.height, y2: MARGIN.top + this.height + 4}),
          vector("text", {x, y: MARGIN.top + this.height + 16, "text-anchor": x > MARGIN.left + this.width - 16 ? "end" : "middle"}, steps >= 86400000 ? day(t) : clock(t, steps < 60000)));
    }
  }

  /** Broken where the node was not there. */
  drawCurve(column, number) {
    const gap = 4 * (TimeChart.spacing ?? 1000) + 20000;
    let path = "";
    let before = null;
    let alone = [];
    column.forEach((value, i) => {
      if (value === null) return;
      const y = Math.max(MARGIN.top, Math.min(MARGIN.top + this.height, this.y(value)));
      const joins = before !== null && this.time[i] - before < gap;
      if (!joins) alone.push([this.x(this.time[i]), y]);
      const x = this.x(this.time[i]).toFixed(1);
      path += (!joins ? "M" + x + " " : this.isStep ? "H" + x + "V" : "L" + x + " ") + y.toFixed(1);
      before = this.time[i];
    });
    this.svg.append(vector("path", {class: "curve curve-" + number, d: path, fill: "none"}),
        ...(known(column).length < 3 ? alone : []).map(([cx, cy]) => vector("circle", {class: "dot curve-" + number, cx, cy, r: 3})));
  }

  drawPauses() {
    let since = null;
    const box = (from, to) => this.svg.append(vector("rect", {class: "pause", x: this.x(Math.max(from, this.first)), y: MARGIN.top, width: Math.max(1, this.x(to) - this.x(Math.max(from, this.first))), height: this.height}));
    for (const event of this.events) {
      if (event.kind === "paused") since = since ?? event.time;
      if ((event.kind === "resumed" || event.kind === "started") && since !== null) {
        box(since, Math.min(event.time, this.last));
        since = null;
      }
    }
    if (since !== null && since < this.last) box(since, this.last);
  }

  drawMarks() {
    for (const event of this.events.filter(one => one.kind in MARKS && one.time <= this.last)) {
      const x = this.x(event.time);
      this.svg.append(vector("path", {class: "mark " + MARKS[event.kind], d: `M${x - 4} 2h8l-4 7z`}, vector("title", {}, moment(event.time) + " " + event.sentence)));
    }
  }

  drawCursor() {
    const i = this.cursor === null ? -1 : this.time.reduce((best, t, k) => Math.abs(t - this.cursor) < Math.abs(this.time[best] - this.cursor) ? k : best, 0);
    const shown = i < 0 ? this.time.length - 1 : i;
    if (i >= 0) this.svg.append(vector("line", {class: "cursor", x1: this.x(this.time[i]), x2: this.x(this.time[i]), y1: MARGIN.top, y2: MARGIN.top + this.height}));
    const near = i < 0 ? undefined : this.events.filter(event => event.kind in MARKS && Math.abs(this.x(event.time) - this.x(this.time[i])) < 5).at(-1);
    this.readout.replaceChildren(...this.curves.map((name, k) => {
      const key = vector("svg", {width: 18, height: 8, "aria-hidden": "true"}, vector("path", {class: "curve-" + k, d: "M0 4h18", "stroke-width": 2}));
      return element("span", {}, key, (this.curves.length > 1 ? name + " " : "") + this.text(i < 0 ? this.lastKnown(k) : this.values[k][shown]));
    }), element("span", {}, i < 0 ? "" : "at " + moment(this.time[i])), element("span", {class: "what"}, near ? near.sentence : ""),
        element("span", {}, i < 0 ? this.cut() : ""));
  }

  /** Whether values lie outside, as the first ones may. */
  cut() {
    const all = known(this.values.flat());
    return Math.min(...all) < this.scale.min - 1e-9 ? "some values lie below" : Math.max(...all) > this.scale.max + 1e-9 ? "some values lie above" : "";
  }

  lastKnown(curve) { return known(this.values[curve]).at(-1) ?? null; }
}

TimeChart.all = [];

/** From 0, or from a value below all, to one above all. */
function scaleOf(min, max, steps = 5) {
  const step = niceStep(Math.max(max - min, 1e-9) / steps);
  return {min: Math.floor(min / step + 1e-6) * step, max: Math.max(Math.ceil(max / step - 1e-6), Math.floor(min / step + 1e-6) + 1) * step, step};
}
const fromZero = values => scaleOf(0, Math.max(...values, 1e-9));
/** First losses may be so high that nothing else could be seen: the axis ends where nearly all lie. */
const lossScale = values => scaleOf(Math.min(0, Math.min(...values)), Math.max(...values) > 3 * quantile(values, 0.9) ? 1.5 * quantile(values, 0.9) : Math.max(...values));
/** Up to 1, and down to where nearly all lie. */
const measureScale = values => {
  const scale = scaleOf(Math.max(-0.2, Math.min(quantile(values, 0.03), 0.98)), 1);
  return {...scale, max: 1};
};
const wholeScale = values => {
  const scale = fromZero(values);
  return scale.step < 1 ? {min: 0, max: Math.max(1, Math.ceil(scale.max)), step: 1} : scale;
};
