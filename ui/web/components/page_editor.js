// The words of the page that the viewer shows, to be corrected in place. It speaks with the page_viewer of the
// same document through window events, as page_text does.
const REGION_ICONS = {
  seal: "approval", received_stamp: "move_to_inbox", signature_banner: "verified", handwriting: "ink_pen", picture: "image",
};

export default function ({ data, parentElement }) {
  // Streamlit calls this anew with new data and keeps the element: what listened for the old data must stop.
  parentElement.vanthuStop?.abort();
  const stop = (parentElement.vanthuStop = new AbortController());
  const { labels } = data;
  const view = (parentElement.vanthuEditor ??= { page: null, text: null, at: null, extent: 1, edit: null, seen: false });
  const find = (selector) => parentElement.querySelector(selector);
  const [root, list, scroll] = [".editor", ".lines", ".scroll"].map(find);
  const on = (element, name, act) => element.addEventListener(name, act, { signal: stop.signal });
  const channel = (name) => `vanthu:${name}:${data.document_id}`;
  const tell = (name, detail) => window.dispatchEvent(new CustomEvent(channel(name), { detail }));
  const ask = (path, body) => deskAsk(`documents/${data.document_id}/${path}`, body, stop.signal);

  const host = { data, find, on, ask, put, say, show: showMatch, changed: () => load(view.page, true) };
  const finder = new PageFinder(host);
  const past = new PageHistory(host);
  name();

  on(find(".previous"), "click", () => toDoubt(-1));
  on(find(".next"), "click", () => toDoubt(1));
  on(find(".seek"), "click", () => finder.open(selectedWords()));
  on(find(".undo"), "click", () => takeStep("undo"));
  on(find(".redo"), "click", () => takeStep("redo"));
  on(find(".past"), "click", () => past.toggle());
  on(list, "click", ({ target }) => { const place = pagePlaceOf(target); if (place) openEdit(place); });
  // From one open word to another: leaving the first redraws the lines, and the click would find nothing.
  on(list, "mousedown", (event) => {
    const place = view.edit && pagePlaceOf(event.target);
    if (!place) return;
    event.preventDefault();
    openEdit(place);
  });
  on(list, "keydown", pressInList);
  on(window, "keydown", pressAnywhere);
  on(window, channel("page"), ({ detail }) => load(detail.page));
  on(window, channel("point"), ({ detail }) => { if (view.seen) pointed(detail); });
  // Streamlit draws every tab and hides all but one: the page is marked only while its words are to be seen.
  const watch = new ResizeObserver(() => {
    const seen = root.getClientRects().length > 0;
    if (seen === view.seen) return;
    view.seen = seen;
    mark();
  });
  watch.observe(root);
  parentElement.vanthuLoad = load;
  load(view.page ?? data.page, view.text === null);
  tell("ready");
  return () => { stop.abort(); watch.disconnect(); };

  // ---- the page's words

  async function load(page, anew = false) {
    if (view.page === page && !anew) return view.loading;
    if (view.page !== page) Object.assign(view, { page, text: null, at: null, edit: null });
    if (!view.text) { find(".head").textContent = labels.loading; list.replaceChildren(); }
    view.loading = (async () => {
      const answer = await ask(`pages/${page}`);
      if (stop.signal.aborted || view.page !== page) return;
      if (!answer.ok) { find(".head").textContent = labels.trouble; return; }
      view.text = answer.body;
      draw();
      if (past.open) past.load();
    })();
    return view.loading;
  }

  function draw() {
    const { lines, regions, number } = view.text;
    view.edit = null;
    const doubts = places().filter(doubtful).length;
    const words = !lines.length ? labels.blank : doubts ? labels.doubts : labels.sure;
    find(".head").textContent = deskFilled(words, { page: number, count: doubts });
    const kinds = new Set(places().map((place) => pageKindOf(wordAt(place), data.much_below)));
    find(".legend").replaceChildren(...Object.entries(pageKinds(labels)).filter(([kind]) => kinds.has(kind)).map(([kind, said]) => deskElement("span", kind, said)));
    const names = [...new Set(regions.map(({ kind }) => data.regions[kind] ?? kind))];
    find(".regions").textContent = names.length ? deskFilled(labels.regions, { names: names.join(", ") }) : "";
    list.replaceChildren(...pageRows(lines, data, matching));
    if (view.at) view.at = nearest(view.at);
    drawCurrent();
    mark();
  }

  function wordAt({ line, word }) {
    return view.text?.lines[line]?.words[word];
  }

  function doubtful(place) {
    return Boolean(wordAt(place)?.doubtful);
  }

  function places() {
    return view.text.lines.flatMap(({ words }, line) => words.map((_, word) => ({ line, word })));
  }

  function elementAt({ line, word }) {
    return list.querySelector(`[data-line="${line}"][data-word="${word}"]`);
  }

  // Where that word is after lines have changed.
  function nearest({ line, word }) {
    const words = view.text.lines[line]?.words;
    return words?.length ? { line, word: Math.min(word, words.length - 1) } : places()[0] ?? null;
  }

  function matching({ line, word }) {
    const match = view.match;
    return match?.page === view.page && match.lines.some((each) => each.line === line && word >= each.word && word < each.word + each.words);
  }

  // ---- where one is

  function go(place, { focus = true } = {}) {
    Object.assign(view, { at: place, extent: 1 });
    drawCurrent();
    const element = elementAt(place);
    if (focus) element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
    pointOut(wordAt(place)?.box);
  }

  function pointOut(box) {
    return tell("line", { page: view.page, box, scroll: true });
  }

  function drawCurrent() {
    for (const span of list.querySelectorAll(".word")) {
      const place = pagePlaceOf(span);
      const here = view.at && place.line === view.at.line && place.word >= view.at.word && place.word < view.at.word + view.extent;
      if (here) span.setAttribute("aria-current", "true");
      else span.removeAttribute("aria-current");
    }
    const stopAt = view.at ?? view.text?.lines.length ? elementAt(view.at ?? { line: 0, word: 0 }) ?? list.querySelector(".word") : null;
    list.querySelectorAll('.word[tabindex="0"]').forEach((span) => { span.tabIndex = -1; });
    if (stopAt) stopAt.tabIndex = 0;
  }

  function move(by) {
    const all = places();
    const here = all.findIndex(({ line, word }) => line === view.at?.line && word === view.at?.word);
    const place = all[Math.min(all.length - 1, Math.max(0, here + by))];
    if (place) go(place);
  }

  function moveLine(by) {
    const { lines } = view.text;
    let line = (view.at?.line ?? 0) + by;
    while (lines[line] && !lines[line].words.length) line += by;
    if (!lines[line]) return;
    const middle = ([left, , right]) => (left + right) / 2;
    const from = middle(wordAt(view.at)?.box ?? [0, 0, 0, 0]);
    const away = (word) => Math.abs(middle(word.box) - from);
    const words = lines[line].words;
    go({ line, word: words.indexOf([...words].sort((a, b) => away(a) - away(b))[0]) });
  }

  function extend(by) {
    const most = view.text.lines[view.at.line].words.length - view.at.word;
    view.extent = Math.min(most, Math.max(1, view.extent + by));
    drawCurrent();
    pointOut(boxFrom(view.at, view.extent));
  }

  function boxFrom({ line, word }, count) {
    return pageBoxOf(view.text.lines[line].words.slice(word), count);
  }

  async function toDoubt(by) {
    if (view.edit && !(await saveEdit())) return;
    if (!view.text) return;
    const all = places();
    const here = view.at ? all.findIndex(({ line, word }) => line === view.at.line && word === view.at.word) : by > 0 ? -1 : all.length;
    const ahead = by > 0 ? all.slice(here + 1) : all.slice(0, Math.max(0, here)).reverse();
    const found = ahead.find(doubtful);
    if (found) { view.turning = 0; say(""); openEdit(found); return; }
    const page = view.page + by;
    if (page < 1 || page > data.page_count) { say(by > 0 ? labels.last_page : labels.first_page); return; }
    if (view.turning !== by) { view.turning = by; say(by > 0 ? labels.no_more : labels.no_earlier); return; }
    view.turning = 0;
    say("");
    tell("turn", { page });
    await load(page);
    toDoubt(by);
  }

  function pointed({ page, x, y }) {
    if (page !== view.page || !view.text) return;
    const inside = ({ box: [left, top, right, bottom] }) => x >= left && x <= right && y >= top && y <= bottom;
    const place = places().find((each) => inside(wordAt(each)));
    if (place) openEdit(place);
  }

  function selectedWords() {
    return view.at && view.text ? view.text.lines[view.at.line].words.slice(view.at.word, view.at.word + view.extent).map((word) => word.text).join(" ") : "";
  }

  // ---- correcting

  async function openEdit(place) {
    if (view.edit && !(await saveEdit())) return;
    const kept = view.at && place.line === view.at.line && place.word === view.at.word ? view.extent : 1;
    go(place, { focus: false });
    view.extent = kept;
    view.edit = new WordEdit({
      data, place, count: kept, words: view.text.lines[place.line].words.slice(place.word, place.word + kept),
      element: elementAt(place), save: saveEdit, leave: leaveEdit, go: toDoubt,
    });
    pointOut(boxFrom(place, kept));
  }

  function leaveEdit(focus = true) {
    const { place } = view.edit;
    draw();
    go(place, { focus });
  }

  // True where nothing had to be saved or all was.
  function saveEdit({ confirm = false, focus = true } = {}) {
    const edit = view.edit;
    if (!edit) return Promise.resolve(true);
    edit.saving ??= (async () => {
      if (!edit.changed && !(confirm && doubtful(edit.place))) { leaveEdit(focus); return true; }
      edit.hold(true);
      const saved = await put({ page: view.page, ...edit.place }, edit.count, edit.text, focus);
      if (!saved && view.edit === edit) edit.hold(false);
      return saved;
    })();
    return edit.saving;
  }

  // `count` words from a place on become `text`.
  async function put({ page, line, word }, count, text, focus = true) {
    saying(labels.saving);
    if (page !== view.page) { tell("turn", { page }); await load(page); }
    const answer = await ask("edits", { page, line, word, words: count, text: text.normalize("NFC").trim(), revision: view.text.revision });
    saying(answer.ok ? labels.saved : "");
    if (!answer.ok) {
      say(deskSaid(answer, labels.not_saved), true);
      if (answer.body.code === "line_moved") await load(page, true);
      return false;
    }
    say("");
    view.edit = null;
    await parentElement.vanthuLoad(page, true);  // the page may have been drawn anew meanwhile
    if (finder.form.hidden && view.text?.lines.length) go(nearest({ line, word }), { focus });
    return true;
  }

  async function takeStep(which) {
    const answer = await ask(which, {});
    if (!answer.ok) { say(deskSaid(answer, labels.not_done), true); return; }
    const { step } = answer.body;
    if (!step) { say(which === "undo" ? labels.no_undo : labels.no_redo); return; }
    if (!step.field && step.page !== view.page) tell("turn", { page: step.page });
    await load(step.field ? view.page : step.page, true);
    if (!finder.form.hidden) finder.look(Math.max(0, finder.at));
    say(deskFilled(which === "undo" ? labels.undone : labels.redone, { before: step.before || labels.nothing, after: step.after || labels.nothing }));
    if (view.at) go(view.at);
  }

  // ---- found

  async function showMatch(match) {
    view.match = match;
    if (!match) { if (view.text) draw(); return; }
    if (match.page !== view.page) tell("turn", { page: match.page });
    await load(match.page);
    if (view.match !== match || !view.text) return;
    view.at = { line: match.line, word: match.word };
    view.extent = match.lines[0].words;
    draw();
    drawCurrent();
    elementAt(view.at)?.scrollIntoView({ block: "nearest" });
    tell("line", { page: match.page, boxes: match.lines.map((each) => boxFrom(each, each.words)), scroll: true });
  }

  // ---- keys

  function pressInList(event) {
    if (deskComposing(event) || view.edit || !view.text) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!plain) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = {
      Enter: () => openEdit(view.at), F2: () => openEdit(view.at), " ": () => openEdit(view.at),
      ArrowRight: () => (event.shiftKey ? extend(1) : move(1)), ArrowLeft: () => (event.shiftKey ? extend(-1) : move(-1)),
      ArrowDown: () => moveLine(1), ArrowUp: () => moveLine(-1),
      n: () => toDoubt(1), p: () => toDoubt(-1),
    }[key];
    if (!act) return;
    event.preventDefault();
    view.at ??= pagePlaceOf(event.target);
    if (view.at) act();
  }

  function pressAnywhere(event) {
    if (!view.seen || deskComposing(event)) return;
    const command = event.ctrlKey || event.metaKey;
    const typing = event.composedPath()[0].matches?.("input, textarea");
    let act = null;
    if (event.key === "F8") act = () => toDoubt(event.shiftKey ? -1 : 1);
    else if (command && event.code === "KeyH") act = () => finder.open(selectedWords());
    else if (command && !typing && event.code === "KeyZ") act = () => takeStep(event.shiftKey ? "redo" : "undo");
    else if (command && !typing && event.code === "KeyY") act = () => takeStep("redo");
    if (!act) return;
    event.preventDefault();
    act();
  }

  // ---- around it

  function mark() {
    if (!view.text) return;
    const marks = !view.seen ? [] : [
      ...view.text.regions.map(({ kind, box }) => ({ box, kind: "region", name: data.regions[kind] ?? kind, icon: REGION_ICONS[kind] })),
      ...view.text.lines.flatMap(({ words }) => words).map((word) => ({ box: word.box, kind: pageKindOf(word, data.much_below) })).filter(({ kind }) => kind),
    ];
    tell("layer", { page: view.page, marks });
  }

  function say(words, trouble = false) {
    find(".note").textContent = words;
    find(".note").classList.toggle("stop", trouble);
  }

  function saying(words) {
    find(".saved").textContent = words;
  }

  function name() {
    root.style.setProperty("--text-height", data.height);
    find(".bar").setAttribute("aria-label", labels.toolbar);
    for (const button of ["previous", "next", "seek", "undo", "redo", "past"]) {
      Object.assign(find(`.${button}`), { title: labels[button], ariaLabel: labels[button] });
    }
    find(".keys").textContent = labels.keys;
  }
}
