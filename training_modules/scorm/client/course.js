// The course: one part at a time, and what was done kept with the learning system.
"use strict";
(() => {
  const { edition, labels, activities, stamp } = window.VANTHU;
  const { make, orderOf, fields, told, hint, shuffled } = VanthuFields;
  const runtime = new VanthuRuntime(edition);
  const find = (selector) => document.querySelector(selector);
  const partOf = (id) => find(`section[data-part="${CSS.escape(id)}"]`);
  const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const button = (words, act, className = "") => {
    const made = make("button", { type: "button", className }, words);
    made.addEventListener("click", act);
    return made;
  };

  // What is kept. `done`: numbers of finished activities. `tries`: of each drill or quiz the open attempt, what
  // has been seen, the best result. Short names: SCORM 1.2 keeps 4,096 characters.
  const fresh = { v: stamp, done: [], tries: {} };
  const earlier = runtime.resume();
  const state = earlier?.v === stamp ? { ...fresh, ...earlier } : fresh;
  let at = activities.some((each) => each.id === state.at) ? state.at : "intro";

  const isDone = (n) => state.done.includes(n);
  const entry = (n) => (state.tries[n] ??= { seen: [], count: 0 });
  const finished = () => activities.every((_, n) => isDone(n));

  function finish(n) {
    if (!isDone(n)) state.done.push(n);
  }

  // As text that every system keeps whole. What does not fit goes in this order: answers of attempts that are
  // over, which the system has been told; what has been seen; then the longest answers of the open attempt.
  function kept() {
    const short = structuredClone({ ...state, at });
    const tries = Object.values(short.tries);
    const fits = () => JSON.stringify(short).length <= runtime.room;
    if (!fits()) tries.filter((each) => each.over).forEach((each) => { each.answers = []; });
    if (!fits()) tries.forEach((each) => { each.seen = []; });
    while (!fits()) {
      const answers = tries.flatMap((each) => (each.answers ?? []).map((_, n) => [each.answers, n]));
      const size = ([list, n]) => JSON.stringify(list[n] ?? []).length;
      const [list, longest] = answers.reduce((one, other) => (size(other) > size(one) ? other : one));
      list[longest] = [];
    }
    return JSON.stringify(short);
  }

  function report() {
    const quizzes = activities.flatMap((each, n) => (each.kind === "quiz" ? [[each, state.tries[n]]] : []));
    const best = quizzes.flatMap(([each, tried]) => (tried?.best >= 0 ? [{ right: tried.best, total: each.draw }] : []));
    const tried = quizzes.some(([, each]) => each?.count);
    const passed = quizzes.length > 0 && activities.every((each, n) => each.kind !== "quiz" || isDone(n));
    runtime.report({
      kept: kept(),
      at,
      done: state.done.length,
      total: activities.length,
      finished: finished(),
      quiz: passed ? "passed" : tried ? "failed" : null,
      best: best.length ? best.reduce((sum, each) => ({ right: sum.right + each.right, total: sum.total + each.total })) : null,
    });
    notice();
  }

  let retrying = null;
  function notice() {
    const words = !runtime.api || !runtime.open ? labels.no_system : runtime.viewing ? labels.viewing : runtime.failed ? labels.not_saved : "";
    const place = find(".notice");
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
    clearTimeout(retrying);
    if (runtime.failed && runtime.open) {
      retrying = setTimeout(() => { runtime.commit(); notice(); }, 10000);
    }
  }

  function show(id, focus = true) {
    at = id;
    for (const section of document.querySelectorAll("section[data-part]")) section.hidden = section.dataset.part !== id;
    draw();
    report();
    if (focus) {
      window.scrollTo(0, 0);
      partOf(id).querySelector("h1, h2").focus({ preventScroll: true });
    }
    const list = find("nav details");
    if (window.matchMedia("(max-width: 959px)").matches) list.open = false;
  }

  function draw() {
    const done = state.done.length;
    find(".progress").textContent = finished()
      ? labels.finished
      : fill(labels.progress, { done, total: activities.length });
    find(".bar").value = done;
    const parts = [{ id: "intro", title: labels.intro }, ...activities];
    find(".parts").replaceChildren(
      ...parts.map((part, place) => {
        const n = place - 1;
        const tried = state.tries[n];
        const failed = tried?.count && !isDone(n);
        const told = n >= 0 && isDone(n) ? labels.done : failed ? labels.failed : "";
        const link = button(part.title, () => show(part.id), part.id === at ? "here" : "");
        if (part.id === at) link.setAttribute("aria-current", "page");
        if (told) link.append(make("small", { className: isDone(n) ? "good" : "warn" }, told));
        return make("li", {}, link);
      }),
    );
    const n = activities.findIndex((each) => each.id === at);
    if (n < 0) drawIntro();
    else if (activities[n].kind === "lesson") drawLesson(n);
    else drawTry(n);
  }

  const stemOf = (item) => (item.kind === "cloze" ? item.stem.replace(/\[(\d+)\]/g, "($1) ……") : item.stem);
  const movesOf = (id) => partOf(id).querySelector(":scope > .moves");
  const onward = (n) => activities[n + 1]?.id;

  function drawIntro() {
    const next = activities.find((_, n) => !isDone(n)) ?? activities[0];
    const words = state.done.length ? labels.go_on : labels.start;
    movesOf("intro").replaceChildren(button(words, () => show(next.id), "main"));
  }

  function drawLesson(n) {
    const next = onward(n);
    const read = button(next ? labels.read : labels.read_last, () => { finish(n); show(next ?? "intro"); }, "main");
    movesOf(activities[n].id).replaceChildren(read);
  }

  // An attempt at a drill or a quiz: drawn, unseen questions first, and answered one at a time.
  function begin(n) {
    const activity = activities[n];
    const tried = entry(n);
    const seed = Math.floor(Math.random() * 4294967296);
    let order = activity.kind === "drill" ? [...activity.items.keys()] : shuffled(activity.items.length, seed);
    if (tried.seen.length > activity.items.length - activity.draw) tried.seen = [];
    order = [...order.filter((each) => !tried.seen.includes(each)), ...order.filter((each) => tried.seen.includes(each))];
    Object.assign(tried, { seed, drawn: order.slice(0, activity.draw), answers: [], now: 0, over: false });
    tried.seen = [...new Set([...tried.seen, ...tried.drawn])];
  }

  function drawTry(n) {
    const activity = activities[n];
    const tried = state.tries[n];
    const work = partOf(activity.id).querySelector(".work");
    const moves = movesOf(activity.id);
    moves.replaceChildren();
    const idle = !tried?.drawn || (tried.over && !tried.answers.length);
    partOf(activity.id).querySelector(".guide").hidden = !idle;
    if (idle) return drawStart(n, work);
    return tried.over ? drawResult(n, work, moves) : drawQuestion(n, work);
  }

  function drawStart(n, work) {
    const { draw: total, pass: need, leaks } = activities[n];
    const rule = fill(labels.need, { need, total }) + (leaks ? ` ${labels.leak_rule}` : "");
    const words = state.tries[n]?.count ? labels.again : labels.begin;
    work.replaceChildren(make("p", { className: "rule" }, rule), button(words, () => { begin(n); draw(); report(); focusFirst(work); }, "main"));
  }

  function drawQuestion(n, work) {
    const activity = activities[n];
    const tried = state.tries[n];
    const item = activity.items[tried.drawn[tried.now]];
    const order = orderOf(item, tried.seed + tried.drawn[tried.now], activity.kind === "drill");
    const keep = (answer) => { tried.answers[tried.now] = answer; unsaved = true; };
    const turn = (by) => { tried.now += by; sure = false; draw(); report(); focusFirst(work); };
    const open = tried.drawn.filter((_, each) => !tried.answers[each]?.length).length;
    const last = tried.now === tried.drawn.length - 1;
    const moves = make("div", { className: "moves" });
    const back = button(labels.back, () => turn(-1));
    back.disabled = tried.now === 0;
    moves.append(back);
    if (!last) moves.append(button(labels.forward, () => turn(1), "main"));
    const handIn = button(labels.hand_in, () => {
      const empty = tried.drawn.filter((_, each) => !tried.answers[each]?.length).length;
      if (!empty) return grade(n);
      sure = true;
      draw();
      return work.querySelector(".sure button").focus();
    }, last ? "main" : "");
    moves.append(make("span", { className: "gap" }), handIn);
    const parts = [
      make("p", { className: "where" }, fill(labels.where, { n: tried.now + 1, total: tried.drawn.length })),
      make("fieldset", {}, make("legend", {}, stemOf(item)), make("p", { className: "hint" }, hint(item, labels)),
        ...fields(item, tried.answers[tried.now] ?? [], order, labels, keep)),
      moves,
    ];
    if (sure && open) {
      parts.push(make("div", { className: "sure", role: "alertdialog" }, make("p", {}, fill(labels.open, { count: open })),
        button(labels.stay, () => { sure = false; draw(); focusFirst(work); }), button(labels.hand_in_anyway, () => grade(n))));
    }
    work.replaceChildren(...parts);
  }
  let sure = false;
  let unsaved = false;

  function focusFirst(work) {
    (work.querySelector("input:checked") ?? work.querySelector("fieldset input, fieldset select, fieldset button:enabled"))?.focus();
  }

  function grade(n) {
    const activity = activities[n];
    const tried = state.tries[n];
    tried.answers = tried.drawn.map((_, place) => tried.answers[place] ?? []);
    const asked = tried.drawn.map((each, place) => [activity.items[each], tried.answers[place]]);
    const marks = asked.map(([item, answer]) => VanthuGrading.isRight(item, answer));
    const right = marks.filter(Boolean).length;
    const leaks = activity.leaks ? asked.filter(([item, answer]) => VanthuGrading.leaks(item, answer)).length : 0;
    sure = false;
    Object.assign(tried, { over: true, count: tried.count + 1, right, lost: leaks });
    tried.best = Math.max(tried.best ?? 0, right);
    asked.forEach(([item, answer], place) => runtime.interaction(`${activity.id}-${item.id}-${tried.count}`, item, answer, marks[place]));
    if (right >= activity.pass && !leaks) finish(n);
    draw();
    report();
    partOf(activity.id).querySelector(".verdict").focus();
  }

  function drawResult(n, work, moves) {
    const activity = activities[n];
    const tried = state.tries[n];
    const passed = tried.right >= activity.pass && !tried.lost;
    const facts = { right: tried.right, total: tried.drawn.length, need: activity.pass };
    const verdict = make("div", { className: passed ? "verdict good" : "verdict warn", tabIndex: -1 },
      make("p", { className: "big" }, passed ? labels.passed : labels.not_passed),
      make("p", {}, fill(labels.score, facts)));
    if (tried.lost) verdict.append(make("p", {}, `${fill(labels.leaks, { count: tried.lost })} ${labels.leak_rule}`));
    if (finished()) verdict.append(make("p", {}, labels.finished));
    const again = button(labels.again, () => { begin(n); draw(); report(); focusFirst(work); }, passed ? "" : "main");
    const next = onward(n);
    moves.replaceChildren(...(passed && next ? [button(labels.next, () => show(next), "main")] : []), again);
    work.replaceChildren(verdict, ...tried.drawn.map((each, place) => result(activity.items[each], tried.answers[place])));
  }

  function result(item, answer) {
    const right = VanthuGrading.isRight(item, answer);
    const line = (words, lines) => make("p", {}, make("b", {}, `${words}: `), lines.join(" · "));
    const parts = [
      make("p", { className: right ? "mark good" : "mark warn" }, right ? labels.right : labels.wrong),
      make("p", { className: "stem" }, stemOf(item)),
      line(labels.yours, answer?.length ? told(item, answer) : [labels.nothing]),
    ];
    if (!right) parts.push(line(labels.key, told(item, null)));
    parts.push(make("p", { className: "why" }, item.why));
    return make("article", { className: "result" }, ...parts);
  }

  // Answers are kept as they are given, at most every second: systems that are asked too often grow slow.
  setInterval(() => { if (unsaved) { unsaved = false; report(); } }, 1000);
  const leave = () => { report(); runtime.end(); };
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  document.documentElement.classList.add("running");
  show(at, false);
})();
