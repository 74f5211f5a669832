// Calls of the node's API, from which this page comes.

const TOKEN = "grapevine-token";
const PATIENCE_MILLIS = 8000;
/** The node answers between two rounds of training, which may be long. */
const MODEL_PATIENCE_MILLIS = 120000;

/** An answer that is no success; the sentence is the node's. */
class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

async function call(path, options = {}) {
  const headers = {...options.headers};
  const token = sessionStorage.getItem(TOKEN);
  if (token) headers.Authorization = "Bearer " + token;
  const response = await fetch(path, {cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MILLIS), ...options, headers});
  show("token", response.status === 401);
  if (!response.ok) throw new Refusal(response.status, await sentenceOf(response));
  return response;
}

async function sentenceOf(response) {
  const text = await response.text();
  try {
    return JSON.parse(text).error ?? text;
  } catch {
    return text || "The node answers " + response.status;
  }
}

const get = async path => (await call(path)).json();
/** Needs a header that no other page can send. */
const change = path => call(path, {method: "POST", headers: {"X-Grapevine": "1"}});
const ask = async rows => (await call("predict", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({rows}), signal: AbortSignal.timeout(MODEL_PATIENCE_MILLIS)})).json();

/** Asks for confirmation, then calls. */
function confirmed(title, text, yes, path) {
  const dialog = byId("dialog");
  say("dialog-title", title);
  say("dialog-text", text);
  say("dialog-yes", yes);
  dialog.returnValue = "no";
  dialog.onclose = async () => {
    if (dialog.returnValue !== "yes") return;
    try {
      await change(path);
      warn("");
    } catch (failure) {
      warn(title + " has failed: " + failure.message);
    }
    look(true);
  };
  dialog.showModal();
}

byId("token").addEventListener("submit", event => {
  event.preventDefault();
  sessionStorage.setItem(TOKEN, byId("token-text").value.trim());
  byId("token-text").value = "";
  look(true);
});
