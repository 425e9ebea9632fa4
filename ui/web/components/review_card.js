// One question to remember. The answer goes to the page; nothing here knows which one is right.
export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.vanthuStop?.abort();
  const stop = (parentElement.vanthuStop = new AbortController());
  const { card, item, labels } = data;
  const view = (parentElement.vanthuCard ??= {});
  if (view.card !== card) Object.assign(view, { card, answer: [], sent: false });
  const find = (selector) => parentElement.querySelector(selector);
  const sure = find(".hand-in");

  find("legend").textContent = stemOf(item);
  find(".hint").textContent = labels.hints[item.kind] ?? "";
  sure.textContent = labels.check;
  find(".options").replaceChildren(...answerFields(item, view.answer, labels, keep));
  if (item.kind === "ordering" && !view.answer.length) view.answer = item.options.map(([code]) => code);
  ready();
  find(".player").addEventListener("input", ready, { signal: stop.signal });
  find(".player").addEventListener("submit", (event) => {
    event.preventDefault();
    find(".options").querySelectorAll("input[type=text]").forEach((input) => input.onchange());
    if (view.sent || !view.answer.length) return;
    view.sent = true;
    ready();
    setTriggerValue("answered", { card, answer: view.answer });
  }, { signal: stop.signal });
  return () => stop.abort();

  function keep(answer) {
    view.answer = answer;
    ready();
  }

  // Words being typed count before the pause after which they are kept.
  function ready() {
    const typed = [...find(".options").querySelectorAll("input[type=text]")].some((input) => input.value.trim());
    sure.disabled = view.sent || !(view.answer.length || typed);
    sure.classList.toggle("ready", !sure.disabled);
  }
}
