// One thing in doubt after another, settled from the keyboard. What is settled goes out in the background
// through the outbox; the next items and their pictures are here before they are asked for.
const DESK_AHEAD = 20, DESK_LOW = 10, DESK_MOST = 200, DESK_LOOK_AGAIN_MS = 20_000;

export default function ({ data, parentElement }) {
  // Streamlit calls this anew with new data and keeps the element: what listened for the old data must stop.
  parentElement.vanthuStop?.abort();
  const stop = (parentElement.vanthuStop = new AbortController());
  const { labels } = data;
  if (parentElement.vanthuQueue?.of !== data.document_id) parentElement.vanthuQueue = null;
  const view = (parentElement.vanthuQueue ??= {
    of: data.document_id, buffer: [], skipped: [], history: [], crops: new DeskCrops(), ended: false, page: false,
    left: 0, documents: 0, today: 0, known: false, shown: null,
  });
  const outbox = deskOutbox();
  const find = (selector) => parentElement.querySelector(selector);
  const [work, input, choices, rest, help] = [".work", ".reading", ".choices", ".rest", ".help"].map(find);
  const on = (element, name, act) => element.addEventListener(name, act, { signal: stop.signal });
  const host = { find, on, labels };
  const [sheet, stage] = [new DeskSheet(host), new DeskStage(host, view.crops)];
  sheet.open = view.page;
  const touchOnly = window.matchMedia("(pointer: coarse)").matches;

  outbox.onchange = drawSaved;
  outbox.onrefused = takeUpAgain;
  const acts = {
    settle: () => settle(input.value), nothing: () => settle("", { said: true }), skip, back, undo, walk, pick, leave,
    page: () => openPage(!view.page), help: () => help.showModal(), edit: editFromHere,
  };
  deskNameAll(host, data.help);
  on(work, "submit", (event) => { event.preventDefault(); acts.settle(); });
  on(input, "input", () => { view.touched = true; view.picked = -1; drawHint(); suggest(); });
  on(input, "pointerdown", () => { if (input === work.getRootNode().activeElement) view.touched = true; });
  on(input, "keydown", press);
  on(find(".desk"), "keydown", pressElsewhere);
  on(find(".none"), "click", acts.nothing);
  on(find(".skip"), "click", skip);
  on(find(".undo"), "click", undo);
  on(find(".show"), "click", acts.page);
  on(find(".keys"), "click", acts.help);
  on(help.querySelector("button"), "click", () => help.close());
  on(help, "close", focus);
  on(rest.querySelector("button"), "click", goOver);
  const look = setInterval(() => { if (!view.buffer.length && document.visibilityState === "visible") fill(); }, DESK_LOOK_AGAIN_MS);
  stop.signal.addEventListener("abort", () => clearInterval(look));
  draw();
  fill();
  return () => stop.abort();

  // ---- what waits

  async function fill() {
    if (view.loading || stop.signal.aborted) return;
    view.loading = true;
    const [underWay, before] = [[...outbox.waiting], view.history.length];
    const away = view.skipped.length + underWay.length;
    const limit = Math.min(DESK_MOST, DESK_AHEAD + view.buffer.length + away);
    const query = new URLSearchParams({ limit });
    if (view.of) query.set("document_id", view.of);
    if (view.skipped.length > DESK_MOST / 2) query.set("after", view.skipped.at(-1).id);
    const answer = await deskAsk(`queue?${query}`, undefined, stop.signal);
    view.loading = false;
    if (stop.signal.aborted) return;
    if (!answer.ok) {
      note(deskSaid(answer, labels.trouble));
      setTimeout(fill, 3000);
      return;
    }
    if (find(".note").dataset.trouble) note("");
    // What was settled while this answer was on its way may still stand in it.
    const settled = [...underWay, ...outbox.waiting, ...view.history.slice(before)].map((entry) => entry.item);
    const had = new Set([...view.buffer, ...view.skipped, ...settled].map((item) => item.id));
    const fresh = answer.body.items.filter((item) => !had.has(item.id));
    const idle = !view.buffer.length;
    view.buffer.push(...fresh);
    view.ended = !fresh.length;
    const { state } = answer.body;
    Object.assign(view, {
      known: true, documents: state.documents,
      left: Math.max(0, state.items - outbox.waiting.length), today: state.done_today + outbox.waiting.length,
    });
    if (idle) draw();
    else { drawCount(); prepare(); }
  }

  function prepare() {
    const ahead = view.buffer.slice(0, DESK_AHEAD);
    view.crops.keepOnly(new Set(ahead.map((item) => item.id)));
    for (const item of ahead) if (item.box) view.crops.get(item, stage.size(view.page)).catch(() => {});
  }

  // ---- what the person does

  // `chosen`: a stored value picked from what is offered. `said`: that there is nothing was asked for.
  function settle(text, { chosen, said = false } = {}) {
    const item = view.buffer[0];
    if (!item || view.busy) return;
    const typed = text.normalize("NFC").trim();
    // Enter in passing says nothing of what was never read: that it is not there is said with Backspace.
    if (!typed && !item.reading && !said) { trouble(labels.say_empty); return; }
    if (!typed && data.never_empty.includes(item.field)) { trouble(labels.must_fill); return; }
    const { value, trouble: wrong } = chosen !== undefined ? { value: chosen }
      : !typed ? { value: "" } : typed === view.shown.trim() ? { value: item.reading } : deskValues(data, item).store(typed);
    if (wrong) { trouble(wrong); suggest(); return; }
    const entry = { item, text: value };
    view.buffer.shift();
    view.history.push(entry);
    view.left = Math.max(0, view.left - 1);
    view.today += 1;
    outbox.put(entry);
    next();
  }

  function skip() {
    if (!view.buffer.length || view.busy) return;
    view.skipped.push(view.buffer.shift());
    next();
  }

  function back() {
    if (!view.skipped.length) return;
    view.buffer.unshift(view.skipped.pop());
    draw();
  }

  function goOver() {
    view.buffer.push(...view.skipped.splice(0));
    draw();
  }

  function next() {
    note("");
    draw();
    if (view.buffer.length < DESK_LOW && !view.ended) fill();
  }

  async function undo() {
    if (view.busy) return;
    const entry = view.history.at(-1);
    if (!entry) { note(labels.nothing_to_undo); return; }
    if (!outbox.takeBack(entry)) {
      if (outbox.trouble && outbox.waiting.includes(entry)) { note(labels.undo_later); return; }
      view.busy = true;
      const saved = await entry.sent;
      const answer = saved && (await deskAsk(`documents/${entry.item.document_id}/undo`, {}));
      const now = answer.ok && (await deskAsk(`items/${encodeURIComponent(entry.item.id)}`));
      view.busy = false;
      if (!answer.ok) { note(answer ? deskSaid(answer, labels.not_undone) : labels.not_undone); return; }
      entry.item = now.body?.item ?? entry.item;
    }
    view.history.pop();
    view.left += 1;
    view.today = Math.max(0, view.today - 1);
    view.buffer = [entry.item, ...view.buffer.filter((item) => item.id !== entry.item.id)];
    note("");
    draw();
  }

  // The server would not take it: the item comes back after the one the person is at, with the reason.
  async function takeUpAgain(entry, answer) {
    view.history = view.history.filter((each) => each !== entry);
    if (answer.body.code === "item_settled" || answer.status === 404) {
      view.today = Math.max(0, view.today - 1);
      note(answer.status === 404 ? deskSaid(answer, labels.settled) : labels.settled);
      drawCount();
      return;
    }
    const moved = answer.body.code === "item_moved";
    const now = moved ? (await deskAsk(`items/${encodeURIComponent(entry.item.id)}`)).body.item : entry.item;
    if (!now) { note(labels.settled); return; }
    const again = { ...now, why: moved ? labels.moved : deskSaid(answer, labels.refused), typed: moved ? undefined : entry.text };
    view.left += 1;
    view.today = Math.max(0, view.today - 1);
    view.buffer.splice(1, 0, again);
    if (view.buffer.length === 1) draw();
    else drawCount();
  }

  // ---- keys

  function press(event) {
    const act = deskKeyed(event, { item: view.buffer[0], view, input, data }, acts);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  // Outside the text: letters are free to be keys there.
  function pressElsewhere(event) {
    if (deskComposing(event) || event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const act = { p: acts.page, "?": acts.help }[event.key.toLowerCase()];
    if (!act || event.composedPath()[0] === input) return;
    event.preventDefault();
    act();
  }

  function walk(step) {
    const count = view.offered.length + 1;
    view.picked = ((view.picked + 1 + step + count) % count) - 1;
    input.value = view.picked < 0 ? view.shown : view.offered[view.picked].name;
    drawChoices();
    drawHint();
    input.select();
  }

  function pick(place) {
    const offer = view.offered[place];
    if (offer) settle(offer.name, { chosen: offer.value });
  }

  function editFromHere() {
    view.touched = true;
    input.setSelectionRange(input.value.length, input.value.length);
  }

  function leave() {
    if (view.touched || view.picked >= 0) { draw(); return; }
    find(".keys").focus();
  }

  // ---- drawing

  function draw() {
    const item = view.buffer[0];
    work.hidden = !item;
    rest.hidden = Boolean(item);
    drawCount();
    drawSaved();
    if (!item) { sheet.show(null); drawRest(); return; }
    const values = deskValues(data, item);
    const shown = values.show(item.reading);
    const long = item.kind === "page" || data.several_lines.includes(item.field) || shown.length > 60;
    Object.assign(view, { touched: false, picked: -1, shown });
    find(".name").textContent = nameOf(item);
    drawFrom(item);
    drawLine(item);
    input.classList.toggle("long", long);
    input.rows = item.kind === "page" ? 12 : long ? 3 : 1;
    input.value = item.typed === undefined ? shown : values.show(item.typed);
    view.touched = item.typed !== undefined;
    view.offered = item.alternatives.map((value) => ({ value, name: values.show(value) }));
    find(".accept").firstChild.textContent = item.kind === "page" ? labels.save : labels.accept;
    find(".accept kbd").textContent = item.kind === "page" ? "Ctrl+Enter" : "Enter";
    find(".none").firstChild.textContent = item.kind === "field" ? labels.none_field : labels.none_word;
    find(".none").hidden = data.never_empty.includes(item.field);
    trouble(item.why ?? "");
    input.setAttribute("aria-label", deskFilled(labels.reading, { name: nameOf(item) }));
    find(".said").textContent = deskFilled(labels.said, {
      name: nameOf(item), reading: shown || labels.nothing, count: view.offered.length,
    });
    drawChoices();
    drawHint();
    prepare();
    showCut(item);
    sheet.show(item);
    focus();
  }

  function nameOf(item) {
    if (item.kind === "field") return data.fields[item.field] ?? item.field;
    return item.kind === "page" ? labels.page_unread : labels.word;
  }

  function drawFrom(item) {
    const from = find(".from");
    from.textContent = deskFilled(labels.from, { title: item.title, page: item.page ?? 1 });
    from.title = `${from.textContent}. ${labels.from_title}`;
    from.href = `/van-ban?id=${encodeURIComponent(item.document_id)}`;
  }

  // A word stands in its line; a field under the line it was read from.
  function drawLine(item) {
    const line = find(".line");
    if (item.kind === "word") {
      line.replaceChildren(item.before ? `${item.before} ` : "", deskElement("mark", "", item.reading || " "), item.after ? ` ${item.after}` : "");
    } else line.textContent = item.evidence && item.evidence !== item.reading ? item.evidence : "";
  }

  function drawChoices() {
    const byDigit = deskPicksByDigit(view.buffer[0]);
    choices.replaceChildren(...view.offered.slice(0, 9).map(({ name: words }, place) => {
      const row = deskElement("li");
      row.append(deskChoice(words, place, { against: view.shown, byDigit, pressed: place === view.picked, pick }));
      return row;
    }));
  }

  // While a name of a closed list is typed, what it may mean is offered.
  function suggest() {
    const item = view.buffer[0];
    const { choices: list } = deskValues(data, item);
    if (!list) { drawChoices(); return; }
    const named = deskNamed(list, input.value);
    view.offered = (named.length ? named : Object.entries(list)).slice(0, 9).map(([value, words]) => ({ value, name: words }));
    drawChoices();
  }

  function drawHint() {
    const item = view.buffer[0];
    const empty = { word: labels.empty_word, field: labels.empty_field, page: view.touched ? labels.empty_page : labels.type_page }[item.kind];
    const form = item.kind === "page" ? labels.type_page : data.forms[item.field] ?? "";
    find(".hint").textContent = !input.value && !data.never_empty.includes(item.field) && (view.touched || item.kind === "page") ? empty : form;
    if (input.value !== view.shown) trouble("");
  }

  function showCut(item) {
    stage.show(item, stage.size(view.page));
  }

  function openPage(open) {
    view.page = open;
    sheet.open = open;
    if (view.buffer[0]) { sheet.show(view.buffer[0]); showCut(view.buffer[0]); }
    if (open && window.matchMedia("(max-width: 1000px)").matches) sheet.box.scrollIntoView({ block: "nearest" });
  }

  // ---- around it

  function drawCount() { find(".count").textContent = deskCounted(view, labels); }

  function drawSaved() {
    deskDrawSaved(find(".saved"), outbox, labels);
  }

  function drawRest() {
    deskDrawRest(rest, view, labels);
    if (view.skipped.length && !touchOnly) rest.querySelector("button").focus({ preventScroll: true });
  }

  function note(words) {
    find(".note").textContent = words;
    find(".note").dataset.trouble = words === labels.trouble ? "1" : "";
  }

  function trouble(words) {
    find(".trouble").textContent = words;
    find(".trouble").hidden = !words;
  }

  function focus() {
    if (work.hidden) return;
    // On a touch screen the keyboard would cover half the page before it is wanted.
    if (!touchOnly) input.focus({ preventScroll: true });
    if (view.touched) editFromHere();
    else input.select();
  }
}
