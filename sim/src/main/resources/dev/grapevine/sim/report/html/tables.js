// Tables, filled by text only: nothing that a user wrote becomes markup.

/** Fills a table; a column has a name, the text of a row's cell, whether it is text, and a detail. */
function fill(table, columns, rows) {
  const head = table.createTHead().insertRow();
  for (const column of columns) {
    const cell = head.appendChild(document.createElement("th"));
    cell.scope = "col";
    cell.textContent = column.name;
    if (column.text) cell.className = "text";
  }
  fillBody(table, columns, rows);
}

function fillBody(table, columns, rows) {
  const body = document.createElement("tbody");
  for (const row of rows) {
    const line = body.insertRow();
    if (row.up === false) line.className = "down";
    for (const column of columns) {
      const cell = line.insertCell();
      cell.textContent = column.show(row);
      if (column.text) cell.className = "text";
      if (column.detail) {
        const detail = cell.appendChild(document.createElement("p"));
        detail.className = "note";
        detail.textContent = column.detail(row);
      }
    }
  }
  table.tBodies[0]?.remove();
  table.append(body);
}

/** Lets a click on a column's name sort by it, and another one the other way round. */
function sortable(table, columns, rows) {
  [...table.tHead.rows[0].cells].forEach((cell, i) => {
    const column = columns[i];
    const button = document.createElement("button");
    button.textContent = cell.textContent;
    cell.replaceChildren(button);
    if (i === 0) cell.ariaSort = "ascending";
    button.addEventListener("click", () => {
      const down = cell.ariaSort === "ascending" || (cell.ariaSort === null && column.largestFirst);
      [...table.tHead.rows[0].cells].forEach(other => other.ariaSort = null);
      cell.ariaSort = down ? "descending" : "ascending";
      fillBody(table, columns, [...rows].sort((a, b) => compare(column.value(a), column.value(b), down)));
    });
  });
}

/** What is not known comes last either way. */
function compare(a, b, down) {
  if (a === null || b === null) return (a === null) - (b === null);
  return down ? b - a : a - b;
}

const NODE_COLUMNS = [
  {name: "node", value: row => row.node, show: row => String(row.node)},
  {name: "state", text: true, value: row => row.up ? 0 : 1, show: row => row.up ? "up" : "down"},
  {name: "rounds", largestFirst: true, value: row => row.rounds, show: row => format.whole(row.rounds)},
  {name: "steps", largestFirst: true, value: row => row.steps, show: row => format.whole(row.steps)},
  {name: "accuracy", largestFirst: true, value: row => row.accuracy, show: row => format.fraction(row.accuracy)},
  {name: "loss", value: row => row.loss, show: row => format.fraction(row.loss)},
  {name: "bytes out", largestFirst: true, value: row => row.bytesSent, show: row => format.bytes(row.bytesSent)},
  {name: "bytes in", largestFirst: true, value: row => row.bytesReceived, show: row => format.bytes(row.bytesReceived)},
  {name: "peers", largestFirst: true, value: row => row.peers, show: row => format.whole(row.peers)},
  {name: "distance", value: row => row.distance, show: row => format.fraction(row.distance)},
];

function nodeTable() {
  const table = document.getElementById("nodes");
  const columns = NODE_COLUMNS.map(column => column.name === "accuracy" ? {...column, name: data.measure} : column);
  fill(table, columns, data.nodes.rows);
  sortable(table, columns, data.nodes.rows);
}

function targetTable() {
  const {targets} = data.headline;
  document.getElementById("outcome").classList.toggle("compared", data.baselines.length > 0);
  fill(document.getElementById("targets"), [
    {name: data.measure, show: row => row.accuracy},
    {name: "after", show: row => row.time},
    {name: "steps a node", show: row => row.steps},
    {name: "sent a node", show: row => row.bytes},
    ...data.baselines.map((curve, i) => ({name: curve.name, show: row => row.compared[i]})),
  ], targets);
}

function theoryTable() {
  fill(document.getElementById("theory"), [
    {name: "", text: true, show: row => row.name, detail: row => row.sentence},
    {name: "expected", show: row => row.expected},
    {name: "measured", show: row => row.measured},
    {name: "ratio", show: row => row.ratio},
  ], data.theory);
}
