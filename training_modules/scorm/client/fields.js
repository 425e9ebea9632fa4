// How each kind of question is answered. `keep` is told the answer as it stands: a list.
"use strict";
window.VanthuFields = (() => {
  function make(name, told = {}, ...within) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(told)) {
      if (key in element && key !== "list") element[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...within);
    return element;
  }

  // The order in which an attempt shows things: fixed by its seed.
  function shuffled(count, seed) {
    let state = seed >>> 0;
    const random = () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
    const order = [...Array(count).keys()];
    for (let at = count - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      [order[at], order[other]] = [order[other], order[at]];
    }
    return order;
  }

  function choices(item, given, order, labels, keep) {
    const many = item.kind === "multiple";
    return order.map((n) => {
      const input = make("input", { type: many ? "checkbox" : "radio", name: "answer", checked: given.includes(n) });
      input.addEventListener("change", () => {
        if (!many) return keep([n]);
        given = input.checked ? [...given, n].sort((a, b) => a - b) : given.filter((each) => each !== n);
        return keep(given);
      });
      return make("label", { className: "option" }, input, make("span", {}, item.options[n]));
    });
  }

  function steps(item, given, order, labels, keep) {
    const list = make("ol", { className: "steps" });
    let now = given.length ? given : order;
    const draw = (focus) => {
      const mover = (words, n, by) => {
        const button = make("button", { type: "button", disabled: !(now[n + by] >= 0) }, by < 0 ? "↑" : "↓");
        button.setAttribute("aria-label", words.replace("{words}", item.options[now[n]]));
        button.addEventListener("click", () => {
          now = [...now];
          [now[n], now[n + by]] = [now[n + by], now[n]];
          keep(now);
          draw([n + by, by]);
        });
        return button;
      };
      list.replaceChildren(
        ...now.map((code, n) =>
          make("li", {}, make("span", {}, item.options[code]), mover(labels.up, n, -1), mover(labels.down, n, 1)),
        ),
      );
      if (focus) {
        const buttons = list.children[focus[0]].querySelectorAll("button:enabled");
        (focus[1] < 0 ? buttons[0] : buttons[buttons.length - 1]).focus();
      }
    };
    draw();
    return [list];
  }

  function pairs(item, given, order, labels, keep) {
    const now = given.length ? [...given] : item.options.map(() => -1);
    return order.map((n) => {
      const select = make(
        "select",
        {},
        make("option", { value: "-1" }, labels.choose),
        ...item.targets.map((words, to) => make("option", { value: String(to) }, words)),
      );
      select.value = String(now[n]);
      select.addEventListener("change", () => {
        now[n] = Number(select.value);
        keep(now.some((to) => to >= 0) ? [...now] : []);
      });
      return make("label", { className: "pair" }, make("span", {}, item.options[n]), select);
    });
  }

  function typed(item, given, order, labels, keep) {
    const gaps = item.kind === "cloze" ? item.accepted.length : 1;
    const now = [...Array(gaps).keys()].map((n) => given[n] ?? "");
    return now.map((words, n) => {
      const figure = item.kind === "numeric";
      const input = make("input", { type: "text", value: words, maxLength: figure ? 30 : 200, autocomplete: "off" });
      if (figure) input.inputMode = "decimal";
      input.addEventListener("input", () => {
        now[n] = input.value;
        keep(now.some((each) => each.trim()) ? [...now] : []);
      });
      const name = gaps > 1 ? labels.gap.replace("{n}", n + 1) : labels.answer;
      return make("label", { className: "typed" }, make("span", {}, name), input, item.unit ? make("span", {}, item.unit) : "");
    });
  }

  const KINDS = { ordering: steps, matching: pairs, numeric: typed, cloze: typed, short_text: typed };
  const HINTS = { multiple: "several", ordering: "order" };

  // The order of options in an attempt; a drill keeps its own, and steps never stand in their right order.
  function orderOf(item, seed, still) {
    const count = item.options?.length ?? 0;
    if (still || item.kind === "true_false") return [...Array(count).keys()];
    const order = shuffled(count, seed);
    const right = item.kind === "ordering" && order.every((code, n) => code === item.key[n]);
    return right ? [...order.slice(1), order[0]] : order;
  }

  const fields = (item, given, order, labels, keep) => (KINDS[item.kind] ?? choices)(item, given, order, labels, keep);

  // An answer, or the key where there is none given, in words.
  function told(item, answer) {
    const codes = answer ?? item.key;
    switch (item.kind) {
      case "numeric":
        return [`${answer ? answer[0] : item.shown} ${item.unit}`.trim()];
      case "cloze":
      case "short_text":
        return answer ?? item.accepted.map((forms) => forms[0]);
      case "matching":
        return codes.map((to, n) => `${item.options[n]}: ${item.targets[to] ?? "…"}`);
      default:
        return codes.map((code) => item.options[code]);
    }
  }

  return { make, shuffled, orderOf, fields, told, hint: (item, labels) => labels[HINTS[item.kind]] ?? "" };
})();
