// Pages as small pictures: put in order, turned, taken out, split. Nothing is sent before the button.
export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.vanthuStop?.abort();
  const stop = (parentElement.vanthuStop = new AbortController());
  const find = (selector) => parentElement.querySelector(selector);
  const [sheets, said, reset, done] = [".sheets", ".said", ".reset", ".done"].map(find);
  const on = (element, name, act) => element.addEventListener(name, act, { signal: stop.signal });
  const words = data.labels;
  const source = JSON.stringify([data.pages, data.breaks]);
  const fresh = () => ({
    source,
    here: 0,
    pages: data.pages.map(([document, page], place) => ({
      document, page, turn: 0, gone: false, first: data.breaks.includes(place), why: data.reasons[place] ?? "",
    })),
  });
  let work = parentElement.vanthuWork;
  if (work?.source !== source) work = parentElement.vanthuWork = fresh();

  sheets.setAttribute("aria-label", words.desk);
  reset.textContent = words.reset;

  function groups() {
    const found = [];
    for (const page of work.pages) {
      if (page.gone) continue;
      if (!found.length || page.first) found.push([]);
      found.at(-1).push([page.document, page.page, page.turn]);
    }
    return found;
  }

  function draw() {
    const kept = groups();
    let document_ = 0, within = 0;
    sheets.replaceChildren(...work.pages.map((page, place) => {
      const item = make("li", `sheet${page.gone ? " gone" : ""}${place === work.here ? " here" : ""}`);
      item.id = `sheet-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(place === work.here));
      if (!page.gone) {
        if (!document_ || page.first) {
          [document_, within] = [document_ + 1, 0];
          if (kept.length > 1 || page.why) {
            const head = make("div", "head", words.document.replace("{number}", document_));
            if (page.why) head.append(make("span", "why", page.why));
            item.append(head);
            item.classList.add("first");
          }
        }
        within += 1;
      }
      const picture = make("div", "picture");
      const image = make("img");
      image.loading = "lazy";
      image.alt = "";
      image.src = `/api/documents/${page.document}/pages/${page.page}/image`;
      image.style.transform = `rotate(${page.turn}deg)`;
      picture.append(image);
      const name = words.page.replace("{number}", page.page);
      item.setAttribute("aria-label", page.gone ? `${name}, ${words.remove}` : name);
      const tools = make("div", "tools");
      const tool = (icon, label, act, off = false) => {
        const button = make("button", "tool");
        button.append(make("span", "icon", icon));
        button.title = label;
        button.setAttribute("aria-label", `${label}: ${name}`);
        button.disabled = off;
        on(button, "click", (event) => { event.stopPropagation(); work.here = place; act(); draw(); });
        tools.append(button);
      };
      if (page.gone) tool("undo", words.back, () => remove(place));
      else {
        tool("rotate_left", words.left, () => turn(place, 270));
        tool("rotate_right", words.right, () => turn(place, 90));
        tool("arrow_back", words.before, () => move(place, -1), !place);
        tool("arrow_forward", words.after, () => move(place, 1), place === work.pages.length - 1);
        tool(page.first ? "merge" : "call_split", page.first ? words.join : words.split,
          () => split(place), !place);
        tool("delete", words.remove, () => remove(place));
      }
      item.append(picture, make("span", "name", name), tools);
      on(item, "click", () => { work.here = place; draw(); });
      return item;
    }));
    sheets.setAttribute("aria-activedescendant", `sheet-${work.here}`);
    const gone = work.pages.filter((page) => page.gone).length;
    const changed = JSON.stringify(groups()) !== JSON.stringify([data.pages.map(([d, p]) => [d, p, 0])]);
    said.textContent = gone ? words.removed.replace("{count}", gone) : changed ? "" : words.nothing;
    done.textContent = kept.length > 1 ? words.done.replace("{count}", kept.length) : words.one;
    done.disabled = !changed || !kept.length;
  }

  const turn = (place, by) => { work.pages[place].turn = (work.pages[place].turn + by) % 360; };
  const remove = (place) => { work.pages[place].gone = !work.pages[place].gone; };
  const split = (place) => { if (place) work.pages[place].first = !work.pages[place].first; };
  function move(place, by) {
    const other = place + by;
    if (other < 0 || other >= work.pages.length) return;
    const [one, two] = [work.pages[place], work.pages[other]];
    // A document begins where it began: the mark stays at its place, the pages change theirs.
    [one.first, two.first] = [two.first, one.first];
    [one.why, two.why] = ["", ""];
    [work.pages[place], work.pages[other]] = [two, one];
    work.here = other;
  }

  function make(tag, className = "", text = "") {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  on(sheets, "keydown", (event) => {
    if (event.target.closest(".tool") && ["Enter", " "].includes(event.key)) return;
    if (event.ctrlKey || event.metaKey) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && event.altKey) move(work.here, step);
    else if (step) work.here = Math.min(work.pages.length - 1, Math.max(0, work.here + step));
    else if (event.key === "Home") work.here = 0;
    else if (event.key === "End") work.here = work.pages.length - 1;
    else if (event.key === "Delete" || event.key === "Backspace") remove(work.here);
    else if (event.key === "Enter") split(work.here);
    else if (event.key.toLowerCase() === "r") turn(work.here, 90);
    else if (event.key.toLowerCase() === "l") turn(work.here, 270);
    else return;
    event.preventDefault();
    draw();
    find(".here")?.scrollIntoView({ block: "nearest" });
  });
  on(reset, "click", () => { work = parentElement.vanthuWork = fresh(); draw(); });
  on(done, "click", () => setTriggerValue("done", groups()));
  draw();
  return () => stop.abort();
}
