// Who exchanged with whom: one square for each two nodes, or for each two groups of nodes.

const LABEL_ROOM = 7;

/** A colour of the scale, from 0 (nothing) to 1 (most). */
function heat(share) {
  const stops = colour("--heat").split(/\s+/);
  const place = Math.min(share, 1) * (stops.length - 1);
  const below = Math.min(Math.floor(place), stops.length - 2);
  const channel = (stop, i) => parseInt(stop.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mixed = [0, 1, 2].map(i => Math.round(channel(stops[below], i) * (below + 1 - place) + channel(stops[below + 1], i) * (place - below)));
  return `rgb(${mixed.join(",")})`;
}

const talked = (i, j) => data.talks.counts[Math.max(i, j)][Math.min(i, j)];

/** The squares' place within the canvas, in CSS pixels. */
function heatPlace(canvas) {
  const widest = Math.max(...data.talks.labels.map(label => label.length));
  const left = 8 + LABEL_ROOM * widest;
  const side = (canvas.clientWidth - left) / data.talks.labels.length;
  return {left, side, size: data.talks.labels.length};
}

function sharp(canvas, width, height) {
  const ratio = sharpness();
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  pen.font = "11px " + SANS;
  pen.fillStyle = colour("--faint");
  return pen;
}

function mostTalked() {
  return Math.max(1, ...data.talks.counts.flat());
}

function drawHeatmap() {
  const canvas = document.getElementById("heatmap");
  const {left, side, size} = heatPlace(canvas);
  const pen = sharp(canvas, canvas.clientWidth, left + side * size);
  canvas.style.aspectRatio = canvas.clientWidth + " / " + (left + side * size);
  const most = mostTalked();
  const step = [1, 2, 4, 5, 8, 10, 16].find(every => every * side >= Math.max(14, LABEL_ROOM * data.talks.labels.at(-1).length * (data.talks.grouped ? 0 : 1) + 4)) ?? 16;
  pen.textBaseline = "middle";
  for (let i = 0; i < size; i += step) {
    pen.textAlign = "right";
    pen.fillText(data.talks.labels[i], left - 6, left + (i + 0.5) * side);
    pen.save();
    pen.translate(left + (i + 0.5) * side, left - 6);
    if (data.talks.grouped) {
      pen.rotate(-Math.PI / 2);
      pen.textAlign = "left";
    } else {
      pen.textAlign = "center";
      pen.textBaseline = "alphabetic";
    }
    pen.fillText(data.talks.labels[i], 0, 0);
    pen.restore();
  }
  const gap = side > 10 ? 1 : side > 5 ? 0.5 : 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      if (i === j && !data.talks.grouped) continue;
      pen.fillStyle = heat(talked(i, j) / most);
      pen.fillRect(left + j * side, left + i * side, side - gap, side - gap);
    }
  }
  canvas.setAttribute("aria-label", "Heat map: " + data.talks.sentence);
  drawHeatScale(most);
}

function drawHeatScale(most) {
  const canvas = document.getElementById("heatscale");
  const height = canvas.clientHeight;
  const pen = sharp(canvas, canvas.clientWidth, height);
  const top = 8;
  const length = height - 2 * top;
  const ink = pen.fillStyle;
  for (let y = 0; y < length; y++) {
    pen.fillStyle = heat(1 - y / length);
    pen.fillRect(0, top + y, 16, 1.2);
  }
  pen.strokeStyle = colour("--line");
  pen.strokeRect(0.5, top + 0.5, 15, length - 1);
  pen.fillStyle = ink;
  pen.textBaseline = "middle";
  const step = Math.max(1, niceStep(most / 4));
  for (let value = 0; value <= most; value += step) {
    pen.fillText(format.whole(value), 21, top + length * (1 - value / most));
  }
}

/** Says below the map what is under the pointer. */
function pointAtHeat() {
  const canvas = document.getElementById("heatmap");
  const words = document.getElementById("heat-cell");
  canvas.addEventListener("pointermove", event => {
    const {left, side, size} = heatPlace(canvas);
    const i = Math.floor((event.offsetY - left) / side);
    const j = Math.floor((event.offsetX - left) / side);
    const inside = i >= 0 && j >= 0 && i < size && j < size && (i !== j || data.talks.grouped);
    const who = data.talks.grouped ? "nodes " : "node ";
    words.textContent = inside ? `${who}${data.talks.labels[i]} with ${who}${data.talks.labels[j]}: ${format.whole(talked(i, j))} exchanges` : "\u00a0";
  });
  canvas.addEventListener("pointerleave", () => words.textContent = "\u00a0");
}
