// The form by which a person asks the model: a field for each column, a sheet to draw on, or text.

const SHOWN_SHARES = 10;

/** The answer for a row, shown; a newer question makes an older one void. */
let questions = 0;
async function answerTo(row, more) {
  const number = ++questions;
  show("predict-error", false);
  byId("answer").replaceChildren(element("p", {class: "faint"}, "Asking the model…"));
  try {
    const {predictions, notes} = await ask([row]);
    if (number !== questions) return;
    showAnswer(predictions[0], notes);
    if (more) more(predictions[0]);
  } catch (failure) {
    if (number !== questions) return;
    byId("answer").replaceChildren();
    say("predict-error", failure instanceof Refusal ? failure.message : "The node does not answer.");
    show("predict-error", true);
  }
}

const visible = text => text === "\n" ? "⏎" : text === " " ? "␣" : text;

function showAnswer(prediction, notes) {
  const parts = [];
  if (prediction.label === undefined) {
    parts.push(element("p", {class: "best"}, format.significant(prediction.value)));
  } else {
    const shares = Object.entries(prediction.probabilities).sort((a, b) => b[1] - a[1]).slice(0, SHOWN_SHARES);
    parts.push(element("p", {class: "best"}, visible(prediction.label)), element("div", {class: "shares"}, ...shares.flatMap(([name, share]) => [
      element("span", {class: "name"}, visible(name)),
      vector("svg", {class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true"}, vector("rect", {width: 100 * share, height: 8})),
      element("span", {}, (100 * share).toFixed(1) + " %")])));
  }
  parts.push(...notes.map(note => element("p", {class: "faint"}, note)));
  byId("answer").replaceChildren(...parts);
}

function predictForm(schema, target) {
  const place = byId("predict");
  byId("answer").replaceChildren();
  switch (schema.encoding.kind) {
    case "pixels": return place.replaceChildren(...sheet(schema.encoding.shape));
    case "table": return place.replaceChildren(tableForm(schema.encoding.columns, target));
    case "plain": return place.replaceChildren(numbersForm(schema.encoding.features));
    default: return place.replaceChildren(textForm());
  }
}

function onSubmit(form, action) {
  form.addEventListener("submit", event => { event.preventDefault(); action(); });
  return form;
}

function tableForm(columns, target) {
  const fields = columns.map(column => {
    const input = column.kind === "numeric"
        ? element("input", {type: "text", inputmode: "decimal", placeholder: "about " + format.significant(column.scaling.mean)})
        : element("select", {}, element("option", {value: ""}, "(missing)"), ...column.categories.map(name => element("option", {}, name)));
    return {column, input, label: element("label", {}, column.name, input)};
  });
  const form = element("form", {}, element("p", {class: "faint whole"}, `What is ${target || "the answer"} of this row? An empty field is a missing value.`),
      ...fields.map(field => field.label), element("div", {class: "buttons whole"}, element("button", {}, "Predict")));
  return onSubmit(form, () => answerTo(Object.fromEntries(fields.map(({column, input}) => [column.name, input.value.trim() === "" ? null : input.value.trim()]))));
}

function numbersForm(features) {
  const text = element("textarea", {rows: 3, required: true, spellcheck: "false"});
  const form = element("form", {}, element("label", {class: "whole"}, `Features as index:value, from 1 to ${features}; all others are 0`, text), element("button", {}, "Predict"));
  return onSubmit(form, () => {
    const row = new Array(features).fill(0);
    for (const pair of text.value.split(/[\s,]+/).filter(Boolean)) {
      const [index, value] = pair.split(":").map(Number);
      row[index - 1] = value;
    }
    answerTo(row.slice(0, features));
  });
}

function textForm() {
  const text = element("textarea", {rows: 4, required: true, spellcheck: "false", class: "letters"});
  const next = element("button", {type: "button"}, "Add the next character");
  const form = element("form", {}, element("label", {class: "whole"}, "Text; the model tells the character after it", text), element("div", {class: "buttons whole"}, element("button", {}, "Predict"), next));
  next.addEventListener("click", () => form.reportValidity() && answerTo(text.value, prediction => { text.value += prediction.label; }));
  return onSubmit(form, () => answerTo(text.value));
}
