// The page: asks the node again and again, and shows what it answers.

const LOOK_MILLIS = 1000;
const HIDDEN_MILLIS = 15000;
const AWAY_MILLIS = 2000;

let run = null;
/** The run for which the form and the charts were made. */
let shownRun = null;
let past = null;
let heard = null;
let pending = null;
let looks = 0;

function warn(text, colour = "") {
  byId("alert").className = "alert " + colour;
  if (text) say("alert", text);
  show("alert", Boolean(text));
}

function charts() {
  if (TimeChart.all.length > 0) byId("charts").replaceChildren();
  const add = options => new TimeChart(byId("charts"), options);
  const whole = value => value === null ? UNKNOWN : format.whole(value);
  const measure = run ? capital(run.measure) : "Accuracy";
  TimeChart.all = [
    add({title: measure, curves: [measure], text: format.fraction, tick: value => format.significant(Number(value.toPrecision(4))), axis: measureScale}),
    add({title: "Loss", curves: ["test", "train"], text: value => value === null ? UNKNOWN : format.significant(Number(value.toPrecision(4))), axis: lossScale}),
    add({title: "Bytes", curves: ["sent", "received"], text: BYTE_TEXT, tick: (value, end) => format.significant(Number((value / unitOf(BYTES, end).size).toPrecision(4))) + " " + unitOf(BYTES, end).name, axis: values => fromZero([...values, 1000])}),
    add({title: "Peers", curves: ["peers"], text: whole, axis: wholeScale, isStep: true}),
    add({title: "Rounds", curves: ["rounds"], text: whole, axis: wholeScale}),
  ];
}

function drawCharts() {
  if (past === null) return;
  const {time, accuracy, testLoss, trainLoss, bytesSent, bytesReceived, peers, rounds, events, spacing} = past;
  const span = Number(byId("span").value);
  const from = span === 0 || time.length === 0 ? 0 : time.at(-1) - 1000 * span;
  TimeChart.spacing = spacing;
  show("no-course", time.length === 0);
  show("charts", time.length > 0);
  [[accuracy], [testLoss, trainLoss], [bytesSent, bytesReceived], [peers], [rounds]].forEach((columns, i) => TimeChart.all[i].set(time, columns, events, from));
}

/** The run changes rarely: it is asked for when the node keeps the history of another one. */
async function lookAtRun(status) {
  if (status.model === "" || run !== null && past.run === shownRun) return;
  shownRun = past.run;
  run = await get("run");
  charts();
  show("no-model", false);
  predictForm(run.schema, run.target);
}

async function showNode() {
  const status = await get("status");
  const peers = await get("peers?of=all");
  // The more there is, the rarer it changes.
  if (past === null || looks++ % Math.max(2, Math.round(past.spacing / 1000)) === 0) past = await get("history");
  await lookAtRun(status);
  heard = Date.now();
  document.body.classList.remove("away");
  const state = stateOf(status, peers);
  warn(state.sentence, state.colour === "warn" ? "warn" : "");
  showHeader(status, run, state);
  showFigures(status, run, peers, past);
  showPeers(peers);
  showEvents(past.events);
  showDetails(status, run);
  drawCharts();
  setButtons(true);
}

function setButtons(isThere) {
  for (const id of ["pause", "checkpoint", "leave"]) byId(id).disabled = !isThere;
}

function showAway(failure) {
  document.body.classList.add("away");
  const isAnswer = failure instanceof Refusal;
  say("state", isAnswer && failure.status === 401 ? "◌ needs a token" : "✕ no answer");
  byId("state").className = "state " + (isAnswer && failure.status === 401 ? "" : "bad");
  document.title = byId("name").textContent + " · no answer";
  setButtons(false);
  if (isAnswer && failure.status === 401) return warn("");
  warn(isAnswer ? failure.message : "The node does not answer" + (heard ? " since " + moment(heard) : "") + ". It may have stopped or left. This page goes on trying.");
}

async function look(isAsked) {
  clearTimeout(pending);
  if (isAsked) looks = 0;
  let wait = document.hidden ? HIDDEN_MILLIS : LOOK_MILLIS;
  try {
    await showNode();
  } catch (failure) {
    showAway(failure);
    wait = AWAY_MILLIS;
  }
  clearTimeout(pending);
  pending = setTimeout(look, wait);
}

byId("pause").addEventListener("click", () => byId("pause").dataset.path === "resume"
    ? confirmed("Resume", "The node goes on training, unless its device wants it to rest.", "Resume", "resume")
    : confirmed("Pause", "The node stops training and begins no exchange until it is resumed. Peers still get its answers.", "Pause", "pause"));
byId("checkpoint").addEventListener("click", () => confirmed("Checkpoint", "The node writes a checkpoint to its folder now.", "Write it", "checkpoint"));
byId("leave").addEventListener("click", () => confirmed("Leave", "The node leaves the run, writes its model and stops. It has to be started again on its machine.", "Leave and stop", "leave"));
byId("span").addEventListener("change", drawCharts);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(true); });
setButtons(false);
charts();
look();
