// The recognised text of the page that the viewer shows, line by line; each line knows its place.
export default function ({ data, parentElement }) {
  // Streamlit calls this anew with new data and keeps the element: what listened for the old data must stop.
  parentElement.vanthuStop?.abort();
  const stop = (parentElement.vanthuStop = new AbortController());
  const view = (parentElement.vanthuText ??= { page: null, lines: [] });
  let root = parentElement.querySelector(".text");
  if (!root) {
    root = document.createElement("div");
    root.className = "text";
    root.innerHTML = '<p class="head" aria-live="polite"></p><ol></ol>';
    parentElement.append(root);
  }
  root.style.setProperty("--text-height", data.height);
  const [head, list] = [root.querySelector(".head"), root.querySelector("ol")];
  const channel = (name) => `vanthu:${name}:${data.document_id}`;
  const listen = (name, act) => window.addEventListener(channel(name), act, { signal: stop.signal });

  async function load(page) {
    if (view.page === page) return;
    view.page = page;
    head.textContent = data.labels.loading;
    list.replaceChildren();
    view.lines = [];
    try {
      const answer = await fetch(`/api/documents/${data.document_id}/pages/${page}/text`, { signal: stop.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.json();
      if (view.page !== page) return;
      view.lines = text.lines;
      show(text);
    } catch (error) {
      if (error.name === "AbortError") { view.page = null; return; }
      head.textContent = data.labels.trouble;
    }
  }

  function show(text) {
    const doubts = text.lines.flatMap((line) => line.words).filter(doubtful).length;
    const words = !text.lines.length ? data.labels.blank : doubts ? data.labels.doubts : data.labels.sure;
    head.textContent = words.replace("{page}", text.number).replace("{count}", doubts);
    text.lines.forEach((line, index) => {
      const item = document.createElement("li");
      if (index && apart(text.lines[index - 1].box, line.box)) item.className = "apart";
      const button = document.createElement("button");
      button.className = "line";
      button.title = data.labels.locate;
      line.words.forEach((word, place) => button.append(place ? " " : "", wordOf(word)));
      button.addEventListener("click", () => pick(index, true));
      item.append(button);
      list.append(item);
    });
  }

  // A gap wider than most of a line's height, or a step back up the page, begins a new paragraph or column.
  const apart = (above, below) => below[1] - above[3] > 0.8 * (below[3] - below[1]) || below[3] < above[1];

  const doubtful = (word) => word.confidence < data.doubt_below;

  function wordOf(word) {
    const span = document.createElement("span");
    span.textContent = word.text;
    if (doubtful(word)) {
      span.className = "doubt";
      span.title = data.labels.doubt;
    }
    return span;
  }

  function pick(index, scroll) {
    const buttons = list.querySelectorAll(".line");
    buttons.forEach((button, place) => {
      if (place === index) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    if (!scroll) buttons[index].scrollIntoView({ block: "nearest" });
    const detail = { page: view.page, box: view.lines[index].box, scroll };
    window.dispatchEvent(new CustomEvent(channel("line"), { detail }));
  }

  listen("page", ({ detail }) => load(detail.page));
  listen("point", ({ detail: { x, y } }) => {
    const inside = ([left, top, right, bottom]) => x >= left && x <= right && y >= top && y <= bottom;
    const index = view.lines.findIndex((line) => inside(line.box));
    if (index >= 0) pick(index, false);
  });
  load(view.page ?? data.page);
  window.dispatchEvent(new CustomEvent(channel("ready")));
  return () => stop.abort();
}
