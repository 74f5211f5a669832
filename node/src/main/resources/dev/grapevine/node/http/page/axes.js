// Steps of axes, and what is where among values.

const known = values => values.filter(value => value !== null);

/** Steps in which people count seconds and minutes; larger ones are counted as any number is. */
const sexagesimalStep = least => [1, 2, 5, 10, 15, 30, 60, 120].find(step => step >= least) ?? niceStep(least);

/** The next larger of 1, 2 or 5 times a power of ten. */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map(lead => lead * power).find(step => step >= least * 0.999);
}

/** The value below which a share of all lie. */
function quantile(values, share) {
  const sorted = known(values).sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))];
}
