// Puts everything where it belongs, and draws anew when colours change.

const show = id => document.getElementById(id).hidden = false;
const say = (id, text) => document.getElementById(id).textContent = text;

function listOf(id, items, write) {
  for (const item of items) write(document.getElementById(id).appendChild(document.createElement("li")), item);
}

function describe(id, entries) {
  for (const [name, value, detail] of entries) {
    const group = document.getElementById(id).appendChild(document.createElement("div"));
    group.appendChild(document.createElement("dt")).textContent = name;
    group.appendChild(document.createElement("dd")).textContent = value;
    if (detail) {
      const more = group.appendChild(document.createElement("dd"));
      more.className = "detail";
      more.textContent = detail;
    }
  }
}

function writeHeadline() {
  const {title, sentence, good, verdict, figures, expectations, laws, targets} = data.headline;
  document.title = title + " – report of a run";
  say("title", title);
  say("sentence", sentence);
  say("verdict", (good === undefined ? "" : good ? "✓ " : "✗ ") + verdict);
  if (good !== undefined) document.getElementById("verdict").className = good ? "good" : "bad";
  describe("figures", figures.map(figure => [figure.name, figure.value, figure.detail]));
  if (expectations.length || laws.length) show("expected");
  listOf("expectations", expectations, (item, row) => {
    item.className = row.holds ? "good" : "bad";
    item.textContent = `${row.condition} (it is ${row.value})`;
  });
  if (laws.length) {
    show("watched");
    say("laws-sentence", `${laws.length} laws of the protocol were watched, and held`);
  }
  listOf("laws", laws, (item, law) => {
    item.className = "good";
    item.textContent = law;
  });
  if (targets.length) {
    show("reached");
    targetTable();
  }
}

function writeFaults() {
  if (data.faults.length) show("faulty");
  listOf("faults", data.faults.slice(0, NAMED_FAULTS_MAX), (item, fault) => {
    item.appendChild(document.createElement("b")).textContent = fault.letter;
    item.append(fault.what + " ");
    item.appendChild(document.createElement("span")).textContent = fault.when;
  });
  const more = data.faults.length - NAMED_FAULTS_MAX;
  if (more > 0) listOf("faults", [`and ${more} more`], (item, text) => item.textContent = text);
}

function writeOrigin() {
  describe("versions", [["Grapevine", data.version], ...data.traceHash ? [["trace hash", data.traceHash]] : []]);
  if (data.command) {
    show("replay");
    say("command", data.command);
  }
  if (data.scenario) {
    show("described");
    say("scenario", data.scenario);
  }
}

let charts = [];

/** Everything that has colours of its own. */
function draw() {
  charts.forEach(chart => chart.destroy());
  charts = [];
  document.getElementById("charts").replaceChildren();
  document.getElementById("bars").replaceChildren();
  if (data.series.seconds.length) charts.push(...timeCharts(document.getElementById("charts")));
  if (data.times) charts.push(timeBars(document.getElementById("bars")));
  if (data.talks) drawHeatmap();
}

const data = JSON.parse(document.getElementById("data").textContent);
Chart.defaults.font.family = SANS;

writeHeadline();
if (data.series.seconds.length) {
  show("course");
  writeFaults();
}
if (data.talks) {
  show("talked");
  say("talks-sentence", data.talks.sentence);
  pointAtHeat();
}
if (data.times) {
  show("timed");
  say("bottleneck", data.times.bottleneck);
  say("times-sentence", data.times.sentence);
}
if (data.theory.length) {
  show("expecting");
  theoryTable();
}
if (data.nodes) {
  show("ended");
  say("nodes-sentence", data.nodes.sentence);
  nodeTable();
}
writeOrigin();
draw();

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
addEventListener("beforeprint", () => {
  document.documentElement.classList.add("printing");
  draw();
});
addEventListener("afterprint", () => {
  document.documentElement.classList.remove("printing");
  draw();
});
let drawnWidth = innerWidth;
addEventListener("resize", () => {
  if (data.talks && innerWidth !== drawnWidth) drawHeatmap();
  drawnWidth = innerWidth;
});
