// The parts of the page that show how the node is now.

const PEER_STATES = {live: "good", silent: "warn", suspected: "bad"};
const SIGNS = {joined: "+", back: "+", gone: "−", alone: "!", paused: "❚❚", resumed: "▶", started: "▶", disk: "!", best: "★", training: "!", peer: "!", run: "!"};
const SIGN_COLOURS = {joined: "good", back: "good", gone: "bad", alone: "bad", paused: "warn", resumed: "good", disk: "bad", training: "warn", peer: "warn", run: "warn"};
const BYTE_TEXT = value => value === null || value === undefined ? UNKNOWN : format.bytes(value);

/** The state of the node: words, colour, and a sentence if its user has to look. */
function stateOf(status, peers) {
  const live = peers.filter(peer => peer.state !== "suspected").length;
  if (status.device.pausedFor) return {word: "❚❚ paused", colour: "warn", sentence: "Training pauses, since " + status.device.pausedFor + "."};
  if (status.phase === "enrolling") return {word: "◌ looks for a run", colour: "", sentence: ""};
  if (status.phase !== "running") return {word: "◌ " + status.phase.replaceAll("_", " "), colour: "", sentence: ""};
  if (peers.length > 0 && live === 0) {
    return {word: "▲ alone", colour: "bad", sentence: (peers.length === 1 ? "Its only peer has left or does not answer" : "All its " + peers.length + " peers have left or do not answer") + ": the node trains by itself until one is there again."};
  }
  return {word: "▶ running", colour: "good", sentence: ""};
}

function showHeader(status, run, state) {
  say("name", status.name);
  say("state", state.word);
  byId("state").className = "state " + state.colour;
  document.title = status.name + " · " + state.word + " · Grapevine node";
  say("about", [status.model || "no model yet", run && run.data, run && run.run && "run " + run.run.slice(0, 8), plural(format.whole(status.rows), "row"), "life " + status.incarnation, "up " + format.seconds(Math.round(status.uptimeSeconds)), "Grapevine " + status.version].filter(Boolean).join(" · "));
  const paused = Boolean(status.device.pausedFor);
  say("pause", paused ? "Resume" : "Pause");
  byId("pause").dataset.path = paused ? "resume" : "pause";
}

/** The run as a whole, by what its nodes have told each other; null while this node knows of none but itself. */
function runWords(whole) {
  if (!whole || whole.nodes < 2) return null;
  return "all " + whole.nodes + " nodes " + format.fraction(whole.accuracy.mean) + " ± " + format.fraction(whole.accuracy.error);
}

function showFigures(status, run, peers, history) {
  const measure = run ? run.measure : "accuracy";
  const best = history && known(history.accuracy).length ? Math.max(...known(history.accuracy)) : null;
  const live = peers.filter(peer => peer.state !== "suspected").length;
  const age = status.checkpoints && orNull(status.checkpoints.ageSeconds);
  const figures = [
    [capital(measure), format.fraction(orNull(status.accuracy)), runWords(status.run) ?? (best === null ? "of the served model" : "best " + format.fraction(best))],
    ["Test loss", format.significant(orNull(status.judgedLoss)), "train loss " + format.significant(orNull(status.loss))],
    ["Rounds", format.whole(status.rounds), format.whole(status.steps) + " local steps"],
    ["Peers", peers.length > live ? live + " of " + peers.length : String(live), plural(status.exchanges, "exchange") + ", " + status.failedExchanges + " failed"],
    ["Sent since this start", BYTE_TEXT(status.bytesSent), "received " + BYTE_TEXT(status.bytesReceived)],
    ["Checkpoint", age === null ? UNKNOWN : format.seconds(Math.round(age)) + " ago", status.failedWrites ? status.failedWrites + " failed writes" : "every " + format.seconds(Math.round(status.checkpoints.intervalSeconds))],
  ];
  byId("figures").replaceChildren(...figures.map(([name, value, detail]) => element("div", {}, element("dt", {}, name), element("dd", {}, value), element("dd", {class: "detail"}, detail))));
}

function showPeers(peers) {
  show("no-peers", peers.length === 0);
  show("peers", peers.length > 0);
  byId("peer-rows").replaceChildren(...peers.map(peer => element("tr", {},
      element("td", {class: "text", title: peer.peer}, peer.name),
      element("td", {class: "text"}, element("span", {class: "badge " + PEER_STATES[peer.state]}, peer.state)),
      element("td", {}, peer.lastExchangeSeconds === null ? UNKNOWN : format.seconds(Math.round(peer.lastExchangeSeconds)) + " ago"),
      element("td", {}, format.whole(peer.exchanges)), element("td", {}, format.whole(peer.failedExchanges)))));
}

function showEvents(events) {
  const list = byId("events");
  const last = events.length ? events.length + "-" + events.at(-1).time : "";
  show("no-events", events.length === 0);
  if (list.dataset.last === last) return;
  list.dataset.last = last;
  list.replaceChildren(...events.toReversed().map(event => element("li", {},
      element("time", {datetime: new Date(event.time).toISOString()}, moment(event.time)),
      element("span", {class: "sign " + (SIGN_COLOURS[event.kind] ?? ""), "aria-hidden": "true"}, SIGNS[event.kind] ?? "·"), element("span", {}, event.sentence))));
}

function showDetails(status, run) {
  const {device, checkpoints, security, spare} = status;
  const schema = run ? run.schema : null;
  const limits = Object.entries(status.limitsReached).filter(([, count]) => count > 0);
  const rows = [
    ["Identity", status.peer],
    ["Run", run && run.run],
    ["All nodes", status.run && status.run.nodes > 1 && "test loss " + format.significant(Number(status.run.loss.mean.toPrecision(4))) + ", from node to node by " + format.significant(Number(status.run.loss.spread.toPrecision(2))) + "; rounds " + format.whole(status.run.roundsMin) + " to " + format.whole(status.run.roundsMax)],
    ["Model", status.model],
    ["Data", run && run.data + ", split " + run.split],
    ["Columns", schema && schemaWords(schema, run)],
    ["Gossip", run && run.gossip + ", " + plural(status.localSteps, "local step") + " a round"],
    ["Processor", (device.cpuLimit === null ? "no limit" : "at most " + device.cpuLimit + " processors") + ", " + format.seconds(Math.round(device.cpuSeconds)) + " used" + (device.restedSeconds > 0 ? ", rested " + format.seconds(Math.round(device.restedSeconds)) : "")],
    ["Memory", (device.residentBytes === null ? "" : BYTE_TEXT(device.residentBytes) + ", ") + (device.memoryLimit === null ? "no limit" : "at most " + BYTE_TEXT(device.memoryLimit))],
    ["Bandwidth", device.bandwidthLimit === null ? "no limit" : "at most " + BYTE_TEXT(device.bandwidthLimit) + " a second"],
    ["Paused", device.pausedSeconds > 0 ? "for " + format.seconds(Math.round(device.pausedSeconds)) + " in all" : "never"],
    ["Bad rounds", status.suspectRounds + ", " + plural(status.clampedValues, "value") + " clamped"],
    ["Protocol errors", status.faults + " of peers" + (limits.length ? "; limits reached: " + limits.map(([name, count]) => name + " " + count).join(", ") : "")],
    ["Certificate", security && "valid until " + moment(security.certificateEnds) + (security.note ? "; " + security.note : "")],
    ["Spare copies", spare && spare.keepers.length + " of " + spare.wanted + " kept by peers, " + spare.kept + " kept for others"],
  ];
  byId("details").replaceChildren(...rows.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

function schemaWords(schema, run) {
  const encoding = schema.encoding;
  const target = schema.task === "REGRESS" || schema.task === "regress" ? "a number" : plural(schema.classes.length, "class", "classes");
  switch (encoding.kind) {
    case "pixels": return `images of ${encoding.shape.height} × ${encoding.shape.width} pixels to ${target}`;
    case "table": return encoding.columns.map(column => column.name).join(", ") + ` to ${run.target} (${target})`;
    case "plain": return `${encoding.features} numbers to ${target}`;
    default: return `blocks of ${encoding.block} characters, of ${schema.classes.length} different ones`;
  }
}
