// Elements of the page. Text from outside is set as text only: it cannot become a part of the page.

const byId = id => document.getElementById(id);
const VECTOR = byId("vector").namespaceURI;

function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

const element = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
const vector = (name, attributes = {}, ...children) => fill(document.createElementNS(VECTOR, name), attributes, children);

/** Sets text only where it differs, so that screen readers are told of changes alone. */
function say(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text;
}

const show = (id, isShown) => { byId(id).hidden = !isShown; };

const orNull = value => value === undefined ? null : value;
const capital = text => text.charAt(0).toUpperCase() + text.slice(1);
const plural = (count, one, more = one + "s") => count + " " + (String(count) === "1" ? one : more);
const clock = (time, isLong) => new Date(time).toLocaleTimeString([], {hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(isLong ? {second: "2-digit"} : {})});
const day = time => new Date(time).toLocaleDateString([], {day: "numeric", month: "short"});
const moment = time => new Date(time).toDateString() === new Date().toDateString() ? clock(time, true) : day(time) + " " + clock(time, true);
