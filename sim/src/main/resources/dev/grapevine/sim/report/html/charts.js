// Charts over time and over bytes, and the bars of time.

const SANS = getComputedStyle(document.body).fontFamily;
const NAMED_FAULTS_MAX = 40;
const LANES_MAX = 4;
const LANE_HEIGHT = 15;
const CURVES = ["--red", "--green", "--purple", "--orange", "--sky"];
const DASHES = [[8, 4], [2, 3], [9, 3, 2, 3], [5, 3], [12, 3]];

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const translucent = (name, share) => `color-mix(in srgb, ${colour(name)} ${share}%, transparent)`;
const pairs = (xs, ys) => xs.map((x, i) => ({x, y: ys[i]}));

/** Paper shows more than a screen. */
const sharpness = () => document.documentElement.classList.contains("printing") ? 3 : Math.max(2, window.devicePixelRatio);

/** A line; a key is what the legend calls it. */
function line(key, name, points, more = {}) {
  const style = {key, data: points, borderColor: colour(name), backgroundColor: colour(name), borderWidth: 2, pointRadius: 0, pointHitRadius: 6, tension: 0, spanGaps: false, ...more};
  // A single point, or what stands alone between gaps, is no line and would not be seen.
  if (!("pointRadius" in more)) {
    style.pointRadius = context => {
      const at = i => context.dataset.data[i]?.y ?? null;
      const i = context.dataIndex;
      return at(i) !== null && at(i - 1) === null && at(i + 1) === null ? 3 : 0;
    };
  }
  return style;
}

/** The mean, and a band from the least to the greatest over the nodes. */
function band(key, name, xs, values) {
  const edge = {borderWidth: 0, pointRadius: 0, pointHitRadius: 0, borderColor: "transparent", backgroundColor: translucent(name, 20)};
  return [
    {...edge, data: pairs(xs, values.min), role: "min"},
    {...edge, data: pairs(xs, values.max), role: "max", fill: "-1", key: "from the worst to the best node"},
    line(key, name, pairs(xs, values.mean)),
  ];
}

const curveName = i => CURVES[i % CURVES.length];
/** With a step more each time that the colours begin anew, so that no two curves look alike soon. */
const curveDash = i => DASHES[(i + Math.floor(i / CURVES.length)) % DASHES.length];

/** Baselines that have both; one that sends nothing has no bytes to be drawn over or up. */
const baselineLines = (xs, ys) => data.baselines
    .map((curve, i) => line(curve.name, curveName(i), pairs(curve[xs], curve[ys]), {borderDash: curveDash(i), borderWidth: 1.75}))
    .filter(set => set.data.some(point => point.y !== null))
    .filter(set => ![xs, ys].includes("bytes") || set.data.some(point => point.x > 0 && point.y > 0));

/** Which lane each fault is named in, so that names of faults that overlap stand below each other. */
function lanes(faults) {
  const ends = [];
  return faults.map(fault => {
    let lane = ends.findIndex(end => end <= fault.begin);
    if (lane < 0) lane = ends.push(0) - 1;
    ends[lane] = fault.end;
    return lane;
  });
}

/** How many lanes stand above a chart: none where names would only be a tangle. */
const laneCount = lane => lane.length > NAMED_FAULTS_MAX || Math.max(0, ...lane) >= LANES_MAX ? 0 : Math.max(-1, ...lane) + 1;

/** Faults as shaded boxes; above them their names where they fit, their letters where not. */
function shades(faults, lane) {
  const rows = laneCount(lane);
  const named = rows > 0;
  return Object.fromEntries(faults.map((fault, i) => ["fault" + i, {
    type: "box", xMin: fault.begin, xMax: fault.end, drawTime: "beforeDatasetsDraw",
    backgroundColor: colour("--shade"), borderColor: colour("--shade-edge"), borderWidth: 1, borderDash: [3, 3],
    label: {
      display: named, drawTime: "afterDatasetsDraw", position: {x: "start", y: "start"}, padding: {left: 0, top: 2, right: 0, bottom: 0}, yAdjust: (lane[i] - rows) * LANE_HEIGHT,
      color: colour("--shade-ink"), font: {size: 11, weight: "600", family: SANS},
      content: ({chart}) => {
        const width = chart.scales.x ? chart.scales.x.getPixelForValue(fault.end) - chart.scales.x.getPixelForValue(fault.begin) : 0;
        const full = fault.letter + " " + fault.kind;
        return width > 6.5 * full.length ? full : width > 8 * fault.letter.length ? fault.letter : "";
      },
    },
  }]));
}

/** Round numbers from 1, 2 and 5 between the ends of a logarithmic axis. */
function logarithmicTicks(scale) {
  const decades = Math.log10(scale.max / scale.min);
  const leads = decades > 3 ? [1] : decades > 1.2 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 7];
  const ticks = [];
  for (let power = Math.floor(Math.log10(scale.min)); power <= Math.ceil(Math.log10(scale.max)); power++) {
    leads.forEach(lead => ticks.push(Number((lead * 10 ** power).toPrecision(3))));
  }
  scale.ticks = ticks.filter(value => value >= scale.min * 0.999 && value <= scale.max * 1.001).map(value => ({value}));
}

const titled = text => ({display: true, text, color: colour("--faint"), font: {size: 12, family: SANS}});
const gridOf = () => ({color: colour("--line"), drawTicks: false});
const ticksOf = more => ({color: colour("--faint"), padding: 6, maxRotation: 0, autoSkipPadding: 14, font: {size: 11, family: SANS}, ...more});

/** An axis from 0 whose ticks are in a unit that fits its end. */
function unitAxis(units, end, title) {
  const unit = unitOf(units, end);
  const stepFrom = units === TIME && unit.size < 3600 && end >= 10 * unit.size ? sexagesimalStep : niceStep;
  return {
    type: "linear", min: 0, max: end > 0 ? end : 1, grid: gridOf(), border: {display: false}, title: titled(title + " in " + unit.name),
    afterBuildTicks: scale => {
      const step = stepFrom((scale.max - scale.min) / unit.size / Math.max(2, Math.min(10, (scale.isHorizontal() ? scale.width / 70 : scale.height / 30)))) * unit.size;
      scale.ticks = [];
      for (let i = 0; i * step <= scale.max * 1.0001; i++) scale.ticks.push({value: i * step});
    },
    ticks: ticksOf({callback: value => format.significant(value / unit.size)}),
  };
}

function valueAxis(title, more = {}) {
  return {grid: gridOf(), border: {display: false}, title: titled(title), ...more, ticks: ticksOf(more.ticks ?? {})};
}

/**
 * Accuracy up to 1, and down to where all but a twentieth lie: the first moments, which are far below, would flatten all
 * that comes after.
 */
function accuracyAxis() {
  const lows = [data.series.accuracy.min, ...data.baselines.map(curve => curve.accuracy)].filter(values => known(values).length);
  const least = Math.max(-0.2, Math.min(0.99, ...lows.map(values => quantile(values, 0.05))));
  const step = niceStep((1 - least) / 6);
  const min = Math.floor(least / step + 1e-6) * step;
  return valueAxis(data.measure, {min, max: 1, ticks: {stepSize: step, autoSkip: false, callback: value => format.significant(Number(value.toFixed(4)))}});
}

const timeAxis = () => unitAxis(TIME, data.seconds, data.mode === "sim" ? "virtual time" : "time");

const tooltip = {
  mode: "nearest", axis: "x", intersect: false, displayColors: true, boxWidth: 10, boxHeight: 10,
  filter: item => item.dataset.label !== undefined || item.dataset.key !== undefined || item.dataset.role === "min",
};

function legend(datasets) {
  const list = document.createElement("ul");
  list.className = "keys";
  for (const set of datasets.filter(one => one.key)) {
    const item = list.appendChild(document.createElement("li"));
    const mark = set.role === "max" ? `<rect y="2" width="22" height="8" fill="${set.backgroundColor}"/>`
        : set.showLine === false ? `<path d="M11 1l5 5-5 5-5-5z" fill="${set.borderColor}"/>`
        : `<path d="M0 6h22" stroke="${set.borderColor}" stroke-width="2" stroke-dasharray="${(set.borderDash ?? []).join(" ")}"/>`;
    item.innerHTML = `<svg width="22" height="12" aria-hidden="true">${mark}</svg>`;
    item.append(set.key);
  }
  return list;
}

/** One chart with its caption and its key. */
function figure(parent, {caption, aside, first, datasets, scales, faults, xText, yText}) {
  const frame = parent.appendChild(document.createElement("figure"));
  if (first) frame.className = "first";
  const words = frame.appendChild(document.createElement("figcaption"));
  words.append(caption);
  if (aside) words.appendChild(document.createElement("span")).textContent = " " + aside;
  frame.append(legend(datasets));
  const plot = frame.appendChild(document.createElement("div"));
  plot.className = "plot";
  const canvas = plot.appendChild(document.createElement("canvas"));
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", caption);
  const lane = faults ? lanes(data.faults) : [];
  return new Chart(canvas, {
    type: "line",
    data: {datasets},
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, devicePixelRatio: sharpness(), parsing: false, normalized: true,
      interaction: {mode: "nearest", axis: "x", intersect: false},
      layout: {padding: {top: 4 + laneCount(lane) * LANE_HEIGHT, right: 6}},
      scales,
      plugins: {
        legend: {display: false},
        annotation: {annotations: faults ? shades(data.faults, lane) : {}, clip: false},
        tooltip: {...tooltip, callbacks: {
          title: items => items.length ? xText(items[0].parsed.x) : "",
          label: item => " " + (item.dataset.role === "min" ? "worst node" : item.dataset.role === "max" ? "best node" : item.dataset.key) + ": " + yText(item.parsed.y),
        }},
      },
    },
  });
}

function timeCharts(parent) {
  const {seconds, accuracy, loss, distance, bytesMean, bytesMax, averagedTimes, averagedAccuracy} = data.series;
  const overTime = {faults: true, xText: value => "after " + format.seconds(value)};
  const height = accuracyAxis();
  const accuracies = {yText: format.fraction};
  const cut = Math.min(...known(accuracy.min)) < height.min ? "; what came before lies below" : "";
  const cutLoss = Math.max(...known(loss.max)) > lossTop(loss) ? "; what came before lies above" : "";
  const charts = [];
  const add = spec => {
    if (spec.datasets.some(set => known(set.data.map(point => point.y)).length)) charts.push(figure(parent, spec));
  };
  const averaged = averagedTimes.length === 0 ? [] : averagedTimes.length === 1
      ? [line("averaged model at the end", "--orange", pairs(averagedTimes, averagedAccuracy), {showLine: false, pointRadius: 6, pointStyle: "rectRot", clip: false})]
      : [line("averaged model", "--orange", pairs(averagedTimes, averagedAccuracy))];
  add({...overTime, ...accuracies, caption: capital(data.measure), aside: "of the models that nodes serve" + cut, first: true, scales: {x: timeAxis(), y: height},
    datasets: [...averaged, ...band("mean of the nodes", "--blue", seconds, accuracy), ...baselineLines("seconds", "accuracy")]});
  add({...accuracies, caption: capital(data.measure) + " over bytes", aside: "that a node had sent by then",
    xText: value => format.bytes(value) + " a node",
    scales: {x: bytesAxis(bytesMean, "sent per node"), y: height},
    datasets: [...band("mean of the nodes", "--blue", bytesMean, accuracy), ...baselineLines("bytes", "accuracy")]});
  add({...overTime, caption: "Loss", aside: "of the models that nodes serve" + cutLoss, yText: format.significant,
    scales: {x: timeAxis(), y: valueAxis("loss", {min: 0, max: lossTop(loss), ticks: {callback: value => format.significant(value)}})},
    datasets: [...band("mean of the nodes", "--blue", seconds, loss), ...baselineLines("seconds", "loss")]});
  const bottom = distanceBottom(distance);
  add({...overTime, caption: "Consensus distance", aside: "of the replicas to their mean, over its norm" + (bottom ? "; what came before lies below" : ""), yText: format.significant,
    scales: {x: timeAxis(), y: valueAxis("consensus distance", {type: "logarithmic", min: bottom, afterBuildTicks: logarithmicTicks, ticks: {callback: value => format.significant(value), autoSkip: false}})},
    datasets: [line("root mean square of the nodes", "--purple", pairs(seconds, distance.map(value => value > 0 ? value : null)))]});
  add({...overTime, caption: "Sent per node", aside: "since the beginning", yText: format.bytes,
    scales: {x: timeAxis(), y: bytesAxis(bytesMax, "sent")},
    datasets: [line("mean of the nodes", "--green", pairs(seconds, bytesMean)), line("the node that sent most", "--green", pairs(seconds, bytesMax), {borderDash: [4, 3], borderWidth: 1.5}), ...baselineLines("seconds", "bytes")]});
  return charts;
}

/** Where all but a twentieth of the losses lie, if the first ones are so high that nothing else could be seen. */
function lossTop(loss) {
  const usual = quantile(loss.max, 0.95);
  return quantile(loss.max, 1) > 2 * usual ? niceStep(usual / 4) * 5 : undefined;
}

/** Where all but a twentieth of the distances lie, if the first ones, of replicas that began alike, are so small that nothing else could be seen. */
function distanceBottom(distance) {
  const usual = quantile(distance.map(value => value > 0 ? value : null), 0.05);
  return quantile(distance, 0) < usual / 10 ? usual / 2 : undefined;
}

/** From 0; but by powers of ten where a way to compare with sends so much that the nodes' own bytes could not be seen. */
function bytesAxis(own, title) {
  const most = Math.max(0, ...known(own));
  const end = Math.max(most, ...data.baselines.flatMap(curve => known(curve.bytes)));
  return end < 8 * most || most === 0
      ? unitAxis(BYTES, end, title)
      : valueAxis(title, {type: "logarithmic", min: most / 200, max: end, afterBuildTicks: logarithmicTicks,
          ticks: {callback: value => format.bytes(value), autoSkip: true}});
}

const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** For each node what it computed and waited, and beside it what went on meanwhile. */
function timeBars(parent) {
  const {bars, serialises} = data.times;
  const datasets = [
    {key: "computing", stack: "processor", colour: "--blue", values: bars.map(bar => bar.computing)},
    {key: "waiting", stack: "processor", colour: "--rest", values: bars.map(bar => bar.waiting)},
    {key: "sending, meanwhile", stack: "meanwhile", colour: "--orange", values: bars.map(bar => bar.sending)},
    ...serialises ? [{key: "serialising, measured on this machine", stack: "meanwhile", colour: "--purple", values: bars.map(bar => bar.serialising)}] : [],
  ].map(set => ({key: set.key, stack: set.stack, data: set.values, backgroundColor: colour(set.colour), borderColor: colour(set.colour), barPercentage: 0.95, categoryPercentage: 0.8, role: "max"}));
  parent.append(legend(datasets));
  const plot = parent.appendChild(document.createElement("div"));
  plot.className = "plot";
  plot.style.setProperty("--height", 60 + bars.length * (bars.length > 24 ? 12 : 24) + "px");
  const canvas = plot.appendChild(document.createElement("canvas"));
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "What nodes did with their time");
  const longest = Math.max(...bars.map(bar => Math.max(bar.computing + bar.waiting, bar.sending + bar.serialising)));
  return new Chart(canvas, {
    type: "bar",
    data: {labels: bars.map(bar => bar.node), datasets},
    options: {
      indexAxis: "y", animation: false, responsive: true, maintainAspectRatio: false, devicePixelRatio: sharpness(),
      interaction: {mode: "index", axis: "y", intersect: false},
      scales: {
        x: {...unitAxis(TIME, longest, data.mode === "sim" ? "virtual time" : "time"), stacked: true},
        y: {stacked: true, grid: {display: false}, border: {display: false}, title: titled("node"), ticks: ticksOf({autoSkip: true, autoSkipPadding: 2})},
      },
      plugins: {
        legend: {display: false},
        tooltip: {callbacks: {title: items => "node " + items[0].label, label: item => " " + item.dataset.key + ": " + format.seconds(item.parsed.x)}},
      },
    },
  });
}
