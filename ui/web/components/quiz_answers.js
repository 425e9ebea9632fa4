// What a question is answered with, by its kind. `keep(answer)` is called whenever the answer has changed.
const TYPING_PAUSE = 700; // ms after the last key before typed words are saved

function answerFields(item, given, labels, keep) {
  switch (item.kind) {
    case "ordering": return [orderOf(item, given, labels, keep)];
    case "matching": return pairsOf(item, given, labels, keep);
    case "cloze": case "short_text": case "numeric": return typedOf(item, given, labels, keep);
    case "single": case "multiple": case "true_false": return choicesOf(item, given, keep);
    default: return drillFields(item, given, labels, keep);
  }
}

function stemOf(item) {
  return item.kind === "cloze" ? item.stem.replace(/\[(\d+)\]/g, "…… ($1)") : item.stem;
}

function made(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function choicesOf(item, given, keep) {
  const inputs = item.options.map(([code]) => made("input", {
    type: item.kind === "multiple" ? "checkbox" : "radio", name: "answer", value: code, checked: given.includes(code),
    onchange: () => keep(inputs.filter((input) => input.checked).map((input) => input.value)),
  }));
  return item.options.map(([, words], at) =>
    made("label", {}, inputs[at], made("span", { textContent: words })));
}

function orderOf(item, given, labels, keep) {
  const words = new Map(item.options);
  const order = given.length ? [...given] : item.options.map(([code]) => code);
  const list = made("ol", { className: "order" });
  draw();
  return list;

  function draw() {
    list.replaceChildren(...order.map((code, at) => made("li", {},
      made("span", { textContent: words.get(code) }), mover(at, -1), mover(at, 1))));
  }

  function mover(at, by) {
    const label = (by < 0 ? labels.up : labels.down).replace("{n}", at + 1);
    const button = made("button", {
      type: "button", className: "mover", disabled: at + by < 0 || at + by >= order.length, title: label,
      onclick: () => {
        order.splice(at + by, 0, ...order.splice(at, 1));
        draw();
        const buttons = list.children[at + by].querySelectorAll("button");
        const same = buttons[by < 0 ? 0 : 1];
        (same.disabled ? buttons[by < 0 ? 1 : 0] : same).focus();
        keep([...order]);
      },
    }, made("span", { className: "icon", textContent: by < 0 ? "arrow_upward" : "arrow_downward" }));
    button.setAttribute("aria-label", label);
    return button;
  }
}

function pairsOf(item, given, labels, keep) {
  const chosen = new Map(given.map((pair) => pair.split("=")));
  return item.options.map(([left, words]) => {
    const select = made("select", {
      onchange: () => {
        if (select.value) chosen.set(left, select.value); else chosen.delete(left);
        keep([...chosen].map((pair) => pair.join("=")));
      },
    }, made("option", { value: "", textContent: labels.choose }),
    ...item.targets.map(([code, text]) => made("option", { value: code, textContent: text })));
    select.value = chosen.get(left) ?? "";
    return made("label", { className: "pair" }, made("span", { textContent: words }), select);
  });
}

function typedOf(item, given, labels, keep) {
  const count = Math.max(1, item.gaps);
  const inputs = Array.from({ length: count }, (_, at) => made("input", {
    type: "text", value: given[at] ?? "", autocomplete: "off", spellcheck: false,
    inputMode: item.kind === "numeric" ? "decimal" : "text",
    ...typing(tell),
  }));
  return inputs.map((input, at) => made("label", { className: "typed" },
    made("span", { textContent: count > 1 ? labels.gap.replace("{n}", at + 1) : labels.answer }), input,
    ...(item.unit ? [made("span", { className: "unit", textContent: item.unit })] : [])));

  function tell() {
    const words = inputs.map((input) => input.value);
    keep(words.some((each) => each.trim()) ? words : []);
  }
}

// What is typed is told after a pause, at once when the field is left or `onchange` is called.
function typing(tell) {
  let waiting = null;
  return { oninput: () => { clearTimeout(waiting); waiting = setTimeout(now, TYPING_PAUSE); }, onchange: now };

  function now() {
    if (waiting === null) return;
    clearTimeout(waiting);
    waiting = null;
    tell();
  }
}
