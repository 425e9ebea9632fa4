// One question at a time. Every answer is saved at once; nothing here knows which answer is right.
const LAST_MINUTES = 2;
const READ_ANEW_MS = 20_000;
const TRY_AGAIN_MS = 5000; // after time has run out without a connection

export default function ({ data, parentElement, setTriggerValue }) {
  // Streamlit calls this anew with new data and keeps the element: what listened for the old data must stop.
  parentElement.vanthuStop?.abort();
  const stop = (parentElement.vanthuStop = new AbortController());
  const { attempt, labels } = data;
  const view = (parentElement.vanthuPlayer ??= {});
  const outbox = quizOutbox();
  if (view.attempt !== attempt.id) {
    const answers = new Map(Object.entries(attempt.answers));
    for (const { item, answer } of outbox.of(attempt.id)) answers.set(item, answer);
    const first = attempt.items.findIndex((item) => !answers.get(item.id)?.length);
    Object.assign(view, { attempt: attempt.id, answers, at: Math.max(0, first), held: false });
  }
  const find = (selector) => parentElement.querySelector(selector);
  const on = (element, name, act) => element.addEventListener(name, act, { signal: stop.signal });
  const [map, options, sure, trouble] = [".map", ".options", ".sure", ".trouble"].map(find);
  const items = attempt.items;
  const answered = (item) => Boolean(view.answers.get(item.id)?.length);

  find(".player").classList.toggle("drill", attempt.kind === "drill");
  find(".back").textContent = labels.back;
  find(".on").textContent = labels.on;
  find(".hand-in").textContent = labels.hand_in;
  find(".yes").textContent = labels.hand_in;
  find(".no").textContent = labels.stay;
  map.setAttribute("aria-label", labels.map);
  sure.setAttribute("aria-label", labels.hand_in);
  for (const part of [map, find(".back"), find(".on")]) part.hidden = items.length === 1;
  find(".material").setAttribute("aria-label", labels.material);

  on(find(".back"), "click", () => turn(view.at - 1));
  on(find(".on"), "click", () => turn(view.at + 1));
  on(find(".no"), "click", () => { sure.hidden = true; find(".hand-in").focus(); });
  on(find(".yes"), "click", handIn);
  on(find(".player"), "submit", (event) => {
    event.preventDefault();
    const open = items.filter((item) => !answered(item)).length;
    if (!open) { handIn(); return; }
    sure.hidden = false;
    sure.querySelector("p").textContent = labels.open.replace("{count}", open);
    find(".no").focus();
  });
  on(window, "pagehide", flush);
  const heard = {
    onchange: (told) => { if (outbox.trouble) refused(told); else if (outbox.settled(attempt.id)) tellTrouble(""); },
    onrefused: (entry, told) => { if (entry.attempt === attempt.id) refused(told); },
  };
  Object.assign(outbox, heard);
  stop.signal.addEventListener("abort", () => {
    if (outbox.onchange === heard.onchange) Object.assign(outbox, { onchange() {}, onrefused() {} });
  });
  hold(view.held);
  draw();
  if (attempt.seconds_left !== null) countDown();
  return () => stop.abort();

  // The server closes the attempt by its own clock; this one only tells, and hands in when it is time.
  function countDown() {
    const [clock, end] = [find(".clock"), Date.now() + attempt.seconds_left * 1000];
    clock.hidden = false;
    const tick = setInterval(tell, 1000);
    stop.signal.addEventListener("abort", () => clearInterval(tick));
    tell();

    function tell() {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      const [minutes, seconds] = [Math.floor(left / 60), String(left % 60).padStart(2, "0")];
      clock.textContent = labels.time_left.replace("{time}", `${minutes}:${seconds}`);
      clock.classList.toggle("short", left <= LAST_MINUTES * 60);
      if (left > 0) return;
      clearInterval(tick);
      closeIt();
    }
  }

  async function closeIt() {
    while (!await handIn() && !stop.signal.aborted) await new Promise((done) => setTimeout(done, TRY_AGAIN_MS));
  }

  function turn(at) {
    flush();
    view.at = Math.min(items.length - 1, Math.max(0, at));
    sure.hidden = true;
    draw();
    const first = options.querySelector("input:checked") ?? options.querySelector("input, textarea, select, button:enabled");
    first?.focus({ preventScroll: true });
  }

  function draw() {
    const item = items[view.at];
    tellWhere();
    find("legend").textContent = stemOf(item);
    find(".hint").textContent = labels.hints[item.kind] ?? "";
    find(".back").disabled = view.at === 0;
    find(".on").disabled = view.at === items.length - 1;
    const material = materialOf(item, labels);
    find(".material").replaceChildren(...material);
    find(".side").className = `side ${item.kind} ${material.length ? "two" : ""}`;
    const [at, given] = [view.at, view.answers.get(item.id) ?? []];
    options.replaceChildren(...answerFields(item, given, labels, (answer) => keep(item, at, answer)));
    map.replaceChildren(...items.map(stepTo));
  }

  function tellWhere() {
    const done = items.filter(answered).length;
    find(".where").textContent = labels.where
      .replace("{n}", view.at + 1).replace("{count}", items.length).replace("{done}", done);
    find(".hand-in").classList.toggle("ready", done === items.length);
  }

  function stepTo(item, at) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = at + 1;
    button.classList.toggle("answered", answered(item));
    button.setAttribute("aria-label", (answered(item) ? labels.step_done : labels.step_open).replace("{n}", at + 1));
    if (at === view.at) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => turn(at));
    return button;
  }

  function keep(item, at, answer) {
    view.answers.set(item.id, answer);
    outbox.put(attempt.id, item.id, answer);
    tellWhere();
    map.children[at].classList.toggle("answered", answer.length > 0);
  }

  // Whether there is nothing to try again.
  async function handIn() {
    sure.hidden = true;
    flush();
    hold(true);
    const saved = await outbox.flushed(attempt.id);
    const { ok, late, told } = saved ? await submit() : { late: true };
    if (ok) { done(); return true; }
    hold(false);
    if (saved) refused(told, labels.not_handed_in);
    return !late;
  }

  function submit() {
    return quizAsk(attempt.id, "POST", "/submission", undefined, () => tellTrouble(labels.trouble));
  }

  // While it is handed in nothing can be answered: it might come too late.
  function hold(held) {
    view.held = find("fieldset").disabled = find(".hand-in").disabled = held;
  }

  // Where the page itself has no connection yet, nothing follows; read anew, it shows how the attempt came out.
  // Whoever has gone to another page meanwhile stays there.
  function done() {
    if (!parentElement.isConnected) return;
    setTriggerValue("handed_in", attempt.id);
    const late = setTimeout(() => { if (parentElement.isConnected) location.reload(); }, READ_ANEW_MS);
    stop.signal.addEventListener("abort", () => clearTimeout(late));
  }

  function refused(told, otherwise = labels.trouble) {
    if (told.code === "attempt_closed") done();
    tellTrouble(told.message ? `${told.message} ${told.remedy ?? ""}` : otherwise);
  }

  function tellTrouble(words) {
    trouble.hidden = !words;
    trouble.textContent = words;
  }

  // What is being typed is saved before it leaves the screen.
  function flush() {
    options.querySelectorAll("input[type=text], textarea").forEach((field) => field.onchange());
  }
}
