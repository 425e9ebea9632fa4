// An answer as it was given: how the question was taken, the words with their sources, what stands in force.
// Everything chosen is told to Python; copying asks the server for the text, so that it is recorded.
const OWN_MARK = /^\s*([a-zđ]{1,2}\)|\d{1,3}[.)])\s/i;
const DASH = /^\s*[-–•+]\s+/;

export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.querySelector(".answer")?.remove();
  const { labels } = data;
  const root = make("div", "answer");
  if (data.filters.length) root.append(filters());
  for (const line of data.notices) root.append(stated("p", `notice ${line.kind}`, line));
  if (data.verdict) root.append(stated("p", "verdict", data.verdict));
  root.append(...words());
  if (data.table) root.append(table());
  if (data.sources.length) root.append(sources(data.sources, "source", data.numbered, labels.sources));
  if (data.more.length) root.append(others());
  if (data.actions) root.append(actions());
  parentElement.append(root);

  function filters() {
    const row = make("div", "filters");
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", labels.filters);
    row.append(make("span", "lead", labels.filters));
    for (const filter of data.filters) {
      const chip = make("button", `filter${filter.removed ? " gone" : ""}${filter.found ? "" : " lost"}`);
      chip.append(make("span", "", filter.found || filter.removed ? filter.label : `${filter.label} (${labels.absent})`));
      chip.append(icon(filter.removed ? "add" : "close"));
      const does = (filter.removed ? labels.restore : labels.remove).replace("{name}", filter.label);
      chip.setAttribute("aria-label", does);
      chip.title = does;
      chip.disabled = data.locked;
      chip.addEventListener("click", () => setTriggerValue("toggle", filter.key));
      row.append(chip);
    }
    return row;
  }

  function words() {
    const drawn = [];
    let list = null;
    data.sentences.forEach((sentence, index) => {
      const item = data.listed && index >= data.lead;
      if (item && !list) drawn.push((list = make("ul")));
      if (!item) list = null;
      const text = item ? sentence.text.replace(DASH, "") : sentence.text;
      const node = make(item ? "li" : "p", item && OWN_MARK.test(text) ? "marked" : "", text);
      node.append(...chips(sentence.citations));
      if (index >= data.shown) node.hidden = true;
      (item ? list : { append: (each) => drawn.push(each) }).append(node);
    });
    const hidden = data.sentences.length - data.shown;
    if (hidden > 0) {
      const button = make("button", "quiet", labels.more.replace("{count}", hidden));
      button.addEventListener("click", () => {
        root.querySelectorAll("p[hidden], li[hidden]").forEach((each) => (each.hidden = false));
        button.remove();
      });
      drawn.push(button);
    }
    return drawn;
  }

  function chips(numbers) {
    return numbers.flatMap((n) => {
      const source = data.sources.find((each) => each.n === n);
      const chip = choosing(make("button", "chip", String(n)), "source", n);
      chip.setAttribute("aria-label", `${labels.source} ${n}: ${source?.title ?? ""}, ${source?.place ?? ""}`);
      chip.title = `${source?.title ?? ""}, ${source?.place ?? ""}`;
      return [" ", chip];
    });
  }

  function table() {
    const { columns, rows } = data.table;
    const node = make("table");
    const head = node.createTHead().insertRow();
    for (const name of columns) {
      const cell = make("th", "", name);
      cell.scope = "col";
      head.append(cell);
    }
    const body = node.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      row.forEach((told, index) => {
        const cell = make(index ? "td" : "th");
        if (!index) cell.scope = "row";
        cell.append(make("span", "column", columns[index] ?? ""), make("span", "told", told.text), ...chips(told.citations));
        line.append(cell);
      });
    }
    const frame = make("div", "frame");
    frame.append(node);
    return frame;
  }

  function sources(found, kind, numbered, label) {
    const list = make("ul", "sources");
    list.setAttribute("aria-label", label);
    for (const source of found) {
      const item = make("li");
      const button = choosing(make("button"), kind, source.n);
      button.title = labels.open;
      const number = make("span", "number", numbered ? String(source.n) : "");
      if (!numbered) number.append(icon("find_in_page"));
      const about = make("span", "about");
      about.append(make("span", "title", source.title), make("span", "place", source.place));
      if (source.text) about.append(make("span", "words", source.text));
      button.append(number, about);
      item.append(button);
      if (source.state) item.append(standing(source.state));
      list.append(item);
    }
    return list;
  }

  function standing(state) {
    const line = stated("p", `standing ${state.kind}`, state);
    for (const after of state.after) {
      const link = make("button", "quiet", after.name);
      link.title = labels.go;
      link.addEventListener("click", () => setTriggerValue("go", after.id));
      line.append(" ", link);
    }
    return line;
  }

  function others() {
    const fold = make("details");
    fold.append(make("summary", "", `${labels.others} (${data.more.length})`));
    fold.append(sources(data.more, "more", false, labels.others));
    return fold;
  }

  function actions() {
    const row = make("div", "actions");
    const said = make("span", "said");
    said.setAttribute("role", "status");
    const copy = tool("content_copy", labels.copy);
    copy.addEventListener("click", async () => {
      said.textContent = (await copied(data.actions.text)) ? labels.copied : labels.uncopied;
    });
    row.append(copy);
    for (const file of data.actions.files) {
      const link = tool("download", file.label, "a");
      link.href = file.href;
      link.download = "";
      row.append(link);
    }
    for (const [value, glyph, label] of [[true, "thumb_up", labels.good], [false, "thumb_down", labels.bad]]) {
      const thumb = tool(glyph, label);
      thumb.classList.add("thumb");
      thumb.setAttribute("aria-pressed", String(data.actions.good === value));
      thumb.addEventListener("click", () => setTriggerValue("rate", value ? "good" : "bad"));
      row.append(thumb);
    }
    row.append(said);
    return row;
  }

  function choosing(button, kind, n) {
    const here = kind === "source" ? n : -n;
    button.setAttribute("aria-pressed", String(here === data.active));
    button.addEventListener("click", () => setTriggerValue("open", here));
    return button;
  }
}

async function copied(address) {
  try {
    const reply = await fetch(address, { cache: "no-store" });
    if (!reply.ok) return false;
    const text = await reply.text();
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
    // Without HTTPS a browser offers no clipboard of its own.
    const area = Object.assign(make("textarea"), { value: text });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  } catch {
    return false;
  }
}

function tool(glyph, label, tag = "button") {
  const button = make(tag, "tool");
  button.append(icon(glyph), make("span", "", label));
  button.title = label;
  return button;
}

function stated(tag, name, state) {
  const line = make(tag, name);
  line.append(icon(state.icon), make("span", "", state.words));
  return line;
}

function icon(name) {
  const glyph = make("span", "icon", name);
  glyph.setAttribute("aria-hidden", "true");
  return glyph;
}

function make(tag, name = "", text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = text;
  return element;
}
