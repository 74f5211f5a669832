// A sheet to draw on, for models of images. What is drawn is centred and made small as training images usually are.

const SHEET = 168;
const PEN = 13;
/** The share of an image's height and width that a drawing fills. */
const FILLED = 20 / 28;
const KEY_STEP = 6;
const KEY_MOVES = {ArrowLeft: [-KEY_STEP, 0], ArrowRight: [KEY_STEP, 0], ArrowUp: [0, -KEY_STEP], ArrowDown: [0, KEY_STEP]};

function sheet(shape) {
  const canvas = element("canvas", {class: "paper", width: SHEET, height: SHEET, tabindex: 0, role: "img",
    "aria-label": "A sheet to draw on. Arrow keys move the pen, the space bar puts it down and lifts it."});
  const context = canvas.getContext("2d", {willReadFrequently: true});
  Object.assign(context, {lineWidth: PEN, lineCap: "round", lineJoin: "round", strokeStyle: "#000"});
  let at = null;
  let keyPen = {x: SHEET / 2, y: SHEET / 4, down: false};
  const lineTo = to => {
    const from = at ?? to;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x + 0.01, to.y);
    context.stroke();
    at = to;
  };
  const done = () => {
    at = null;
    const pixels = image(context, shape);
    if (pixels !== null) answerTo(pixels);
  };
  canvas.addEventListener("pointerdown", event => { canvas.setPointerCapture(event.pointerId); lineTo({x: event.offsetX, y: event.offsetY}); });
  canvas.addEventListener("pointermove", event => { if (at !== null && event.buttons) lineTo({x: event.offsetX, y: event.offsetY}); });
  canvas.addEventListener("pointerup", done);
  canvas.addEventListener("pointercancel", done);
  canvas.addEventListener("keydown", event => {
    const move = KEY_MOVES[event.key];
    if (event.key === " ") {
      keyPen.down = !keyPen.down;
      if (keyPen.down) lineTo({...keyPen});
      else done();
    } else if (move) {
      keyPen = {...keyPen, x: keyPen.x + move[0], y: keyPen.y + move[1]};
      if (keyPen.down) lineTo({...keyPen});
    } else {
      return;
    }
    event.preventDefault();
  });
  const clear = element("button", {type: "button", id: "clear"}, "Clear");
  clear.addEventListener("click", () => {
    questions++;
    context.clearRect(0, 0, SHEET, SHEET);
    byId("answer").replaceChildren();
    show("predict-error", false);
  });
  return [element("p", {class: "faint"}, "Draw here; the model answers when the pen is lifted."), canvas, clear];
}

/** The drawing as grey values of an image, channel by channel of each pixel; null if nothing is drawn. */
function image(context, {channels, height, width}) {
  const ink = context.getImageData(0, 0, SHEET, SHEET).data;
  let [left, right, top, bottom, sum, sumX, sumY] = [SHEET, -1, SHEET, -1, 0, 0, 0];
  for (let i = 0; i < SHEET * SHEET; i++) {
    const value = ink[4 * i + 3];
    if (value === 0) continue;
    const [x, y] = [i % SHEET, Math.floor(i / SHEET)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    sum += value;
    sumX += value * x;
    sumY += value * y;
  }
  if (sum === 0) return null;
  const small = document.createElement("canvas");
  small.width = width;
  small.height = height;
  const scale = FILLED * Math.min(width, height) / Math.max(right - left + 1, bottom - top + 1);
  const draw = small.getContext("2d");
  draw.imageSmoothingQuality = "high";
  // The centre of the ink comes to the middle.
  draw.setTransform(scale, 0, 0, scale, width / 2 - scale * sumX / sum, height / 2 - scale * sumY / sum);
  draw.drawImage(context.canvas, 0, 0);
  const pixels = draw.getImageData(0, 0, width, height).data;
  return Array.from({length: width * height * channels}, (_, i) => pixels[4 * Math.floor(i / channels) + 3]);
}
