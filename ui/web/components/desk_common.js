// Small helpers that the desk's two components share.

function deskElement(tag, name = "", text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}

function deskIcon(name) {
  const icon = deskElement("span", "icon", name);
  icon.setAttribute("aria-hidden", "true");
  return icon;
}

const deskFilled = (words, values) =>
  words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));

// An answer of the API: {ok, status, body}; status 0 where there was no answer at all.
async function deskAsk(path, body, signal) {
  try {
    const reply = await fetch(`/api/desk/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      // What changes something is not broken off half way because the page is drawn anew.
      signal: body === undefined ? signal : undefined,
    });
    return { ok: reply.ok, status: reply.status, body: await reply.json().catch(() => ({})) };
  } catch {
    return { ok: false, status: 0, body: {} };
  }
}

const deskSaid = (answer, otherwise) =>
  answer.body.message ? `${answer.body.message} ${answer.body.remedy ?? ""}`.trim() : otherwise;

// Where two readings differ: equal beginnings and ends are set aside, what is left is marked.
function deskDifference(shown, against) {
  const [one, two] = [[...shown.normalize("NFC")], [...against.normalize("NFC")]];
  let start = 0;
  while (start < one.length && start < two.length && one[start] === two[start]) start += 1;
  let end = 0;
  while (end < one.length - start && end < two.length - start && one.at(-1 - end) === two.at(-1 - end)) end += 1;
  return [one.slice(0, start), one.slice(start, one.length - end), one.slice(one.length - end)]
    .map((part) => part.join(""));
}

function deskMarked(element, shown, against) {
  const [start, middle, end] = deskDifference(shown, against);
  // Other words altogether have no difference to look for.
  if (2 * middle.length > shown.length) { element.textContent = shown; return; }
  element.replaceChildren(start, middle ? deskElement("b", "", middle) : "", end);
}

// A reading that may be picked, with its key; what differs from `against` is marked.
function deskChoice(words, place, { against, byDigit, pressed, pick }) {
  const [button, text] = [deskElement("button"), deskElement("span")];
  Object.assign(button, { type: "button", tabIndex: -1 });
  deskMarked(text, words, against);
  button.append(deskElement("kbd", "", byDigit ? String(place + 1) : `Alt+${place + 1}`), text);
  button.setAttribute("aria-pressed", String(pressed));
  button.addEventListener("pointerdown", (event) => event.preventDefault());  // the text keeps the focus
  button.addEventListener("click", () => pick(place));
  return button;
}

// A key that an input method is still using belongs to it; 229 is what browsers say of such keys.
const deskComposing = (event) => event.isComposing || event.keyCode === 229;

const deskFolded = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase().trim();

const deskPageImage = (documentId, page) => `/api/documents/${documentId}/pages/${page}/image`;
