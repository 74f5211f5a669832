// Numbers as people read them. What is not known (null) is a dash.

const UNKNOWN = "–";

const format = {
  /** Accuracies, distances and the like. */
  fraction: value => value === null ? UNKNOWN : value.toFixed(4),

  /** Four significant digits, without an exponent where that is short. */
  significant: value => {
    if (value === null) return UNKNOWN;
    const size = Math.abs(value);
    return size !== 0 && (size < 1e-4 || size >= 1e6) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
  },

  whole: value => value === null ? UNKNOWN : String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u202f"),

  bytes: value => {
    if (value === null) return UNKNOWN;
    const unit = unitOf(BYTES, value);
    return (value / unit.size).toFixed(unit.size === 1 ? 0 : 2) + " " + unit.name;
  },

  seconds: value => {
    if (value === null) return UNKNOWN;
    const unit = unitOf(TIME, value);
    return format.significant(value / unit.size) + " " + unit.short;
  },
};

const BYTES = [{size: 1, name: "B"}, {size: 1e3, name: "kB"}, {size: 1e6, name: "MB"}, {size: 1e9, name: "GB"}, {size: 1e12, name: "TB"}];
const TIME = [{size: 1, name: "seconds", short: "s"}, {size: 60, name: "minutes", short: "min", from: 600}, {size: 3600, name: "hours", short: "h", from: 10800}];

/** The largest unit that a value fills. */
function unitOf(units, value) {
  return units.filter(unit => value >= (unit.from ?? unit.size)).at(-1) ?? units[0];
}
