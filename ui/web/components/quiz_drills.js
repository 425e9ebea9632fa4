// What a drill is answered with, by its kind, and the texts that are read beside it.
// As with `answerFields`, `keep(answer)` is called whenever the answer has changed.
function drillFields(item, given, labels, keep) {
  switch (item.kind) {
    case "mark": return [markOf(item, given, labels, keep)];
    case "version": return versionOf(item, given, labels, keep);
    case "file_building": return fileOf(item, given, labels, keep);
    case "cited_summary": return summaryOf(item, given, labels, keep);
    default: return [writingOf(item, given, labels, keep)];
  }
}

// Texts, clauses or the picture of a page to read beside the answer; nothing where there are none.
function materialOf(item, labels) {
  const { material = [], texts, picture } = item.sheet ?? {};
  const names = new Map(item.options);
  const parts = material.map(({ title, text }) =>
    made("section", {}, made("h2", { textContent: title }), made("p", { textContent: text })));
  if (texts) parts.push(made("dl", {}, ...texts.flatMap(([code, text]) =>
    [made("dt", { textContent: names.get(code) }), made("dd", { textContent: text })])));
  if (picture) parts.push(made("img", { src: picture, alt: labels.picture }));
  return parts;
}

function markOf(item, given, labels, keep) {
  const marked = new Map(given.map((part) => part.split("=")));
  const tell = () => keep(
    item.options.filter(([code]) => marked.has(code))
      .map(([code]) => (marked.get(code) ? `${code}=${marked.get(code)}` : code)));
  return made("ol", { className: "sentences" }, ...item.options.map(([code, words], at) => {
    const number = at + 1;
    const kinds = item.targets.length ? chooser(item.targets, marked.get(code), labels.kind, (kind) => {
      marked.set(code, kind);
      tell();
    }, labels.kind_of.replace("{n}", number)) : null;
    const box = made("input", {
      type: "checkbox", checked: marked.has(code),
      onchange: () => {
        if (box.checked) marked.set(code, kinds?.value ?? ""); else marked.delete(code);
        if (kinds) kinds.hidden = !box.checked;
        tell();
      },
    });
    if (kinds) kinds.hidden = !box.checked;
    return made("li", {}, made("label", {}, box, made("span", { textContent: words })), ...(kinds ? [kinds] : []));
  }));
}

function versionOf(item, given, labels, keep) {
  const chosen = new Map(given.map((part) => part.split("=")));
  return [["clause", item.options], ["version", item.targets]].map(([part, choices]) => {
    const group = made("div", { className: "stack", role: "radiogroup" }, made("h2", { textContent: labels[part] }),
      ...choices.map(([code, words]) => made("label", {}, made("input", {
        type: "radio", name: part, checked: chosen.get(part) === code,
        onchange: () => {
          chosen.set(part, code);
          keep([...chosen].map((pair) => pair.join("=")));
        },
      }), made("span", { textContent: words }))));
    group.setAttribute("aria-label", labels[part]);
    return group;
  });
}

// A request that is written, or a recognised text that is corrected.
function writingOf(item, given, labels, keep) {
  const corrects = item.kind === "rewrite";
  const area = made("textarea", {
    value: given[0] ?? item.sheet.given ?? "", maxLength: item.sheet.longest, rows: corrects ? 11 : 9,
    spellcheck: false, autocomplete: "off",
    ...typing(() => keep(area.value.trim() ? [area.value] : [])),
  });
  const name = corrects ? labels.corrected : labels.request;
  return made("label", { className: "writing" }, made("span", { textContent: name }), area);
}

function fileOf(item, given, labels, keep) {
  const words = new Map(item.options);
  const card = new Map(given.map((part) => cut(part)).filter(([name]) => name !== "doc"));
  let inside = given.map((part) => cut(part)).filter(([name]) => name === "doc").map(([, code]) => code);
  const [desk, file] = [made("ul", { className: "desk-pile" }), made("ol", { className: "order" })];
  const said = made("p", { className: "hidden", role: "status" });
  const nothing = made("p", { className: "hint", textContent: labels.file_empty });
  draw();
  const [on_desk, in_file] = [labels.on_desk, labels.in_file].map((text) => made("h2", { textContent: text }));
  return [
    made("div", { className: "stack" }, on_desk, desk),
    made("div", { className: "stack" }, in_file, nothing, file, said,
      made("h2", { textContent: labels.card }), ...item.sheet.fields.map(field)),
  ];

  function draw() {
    const left = item.options.filter(([code]) => !inside.includes(code));
    desk.replaceChildren(...left.map(([code, text]) => made("li", {}, made("span", { textContent: text }),
      push("add", labels.add, text, () => move([...inside, code], labels.added, text, "add")))));
    file.replaceChildren(...inside.map((code, at) => made("li", {}, made("span", { textContent: words.get(code) }),
      step(at, -1), step(at, 1),
      push("remove", labels.remove, words.get(code),
        () => move(inside.filter((other) => other !== code), labels.removed, words.get(code), "remove")))));
    nothing.hidden = inside.length > 0;
  }

  function step(at, by) {
    const button = push(by < 0 ? "arrow_upward" : "arrow_downward", by < 0 ? labels.up_one : labels.down_one,
      words.get(inside[at]), () => {
        const order = [...inside];
        order.splice(at + by, 0, ...order.splice(at, 1));
        move(order);
        const same = file.children[at + by].querySelectorAll("button");
        (same[by < 0 ? 0 : 1].disabled ? same[by < 0 ? 1 : 0] : same[by < 0 ? 0 : 1]).focus();
      });
    button.disabled = at + by < 0 || at + by >= inside.length;
    return button;
  }

  // Who works by keyboard stays at the list they took a document from.
  function move(order, told, text, from) {
    inside = order;
    draw();
    if (told) said.textContent = told.replace("{document}", () => text).replace("{n}", inside.length);
    const next = from === "add" ? desk : file;
    if (from) (next.querySelector("button:enabled") ?? (from === "add" ? file : desk).querySelector("button:enabled"))?.focus();
    tell();
  }

  function field({ id, label, options }) {
    const given_words = card.get(id) ?? "";
    const note = (value) => {
      if (value.trim()) card.set(id, value); else card.delete(id);
      tell();
    };
    if (options.length) {
      return made("label", { className: "pair" }, made("span", { textContent: label }),
        chooser(options, given_words, labels.choose, note));
    }
    const input = made("input", {
      type: "text", value: given_words, maxLength: item.sheet.longest, autocomplete: "off", spellcheck: false,
      ...typing(() => note(input.value)),
    });
    return made("label", { className: "pair" }, made("span", { textContent: label }), input);
  }

  function tell() {
    keep([...inside.map((code) => `doc=${code}`), ...[...card].map((pair) => pair.join("="))]);
  }
}

function summaryOf(item, given, labels, keep) {
  const rows = (given.length ? given : ["=", "=", "="]).map((part) => cut(part));
  const list = made("ol", { className: "cited" });
  const count = made("p", { className: "hint", role: "status" });
  const more = made("button", { type: "button", className: "more", textContent: labels.more, onclick: () => {
    rows.push(["", ""]);
    draw();
    list.lastElementChild.querySelector("textarea").focus();
  } });
  draw();
  return [list, more, count];

  function draw() {
    list.replaceChildren(...rows.map(row));
    more.disabled = rows.length >= item.sheet.most_sentences;
    told();
  }

  function row(sentence, at) {
    const number = at + 1;
    const area = made("textarea", {
      value: sentence[1], placeholder: labels.sentence.replace("{n}", number), rows: 2, maxLength: item.sheet.longest, spellcheck: false, autocomplete: "off",
      ...typing(tell),
    });
    area.addEventListener("input", () => { sentence[1] = area.value.replaceAll("\n", " "); told(); });
    area.setAttribute("aria-label", labels.sentence.replace("{n}", number));
    const clause = chooser(item.options, sentence[0], labels.no_clause, (code) => {
      sentence[0] = code;
      tell();
    }, labels.clause_of.replace("{n}", number));
    const away = push("delete", labels.drop.replace("{n}", number), "", () => {
      rows.splice(at, 1);
      draw();
      tell();
      (list.children[Math.min(at, rows.length - 1)]?.querySelector("textarea") ?? more).focus();
    });
    return made("li", {}, area, made("div", {}, clause, away));
  }

  function told() {
    const written = rows.flatMap(([, text]) => text.split(/\s+/).filter(Boolean)).length;
    count.textContent = labels.length.replace("{n}", written).replace("{most}", item.sheet.most_words);
    count.classList.toggle("over", written > item.sheet.most_words);
  }

  function tell() {
    keep(rows.filter(([, text]) => text.trim()).map((pair) => pair.join("=")));
  }
}

function chooser(choices, value, nothing, chosen, label) {
  const select = made("select", { onchange: () => chosen(select.value) },
    made("option", { value: "", textContent: nothing }),
    ...choices.map(([code, text]) => made("option", { value: code, textContent: text })));
  select.value = value ?? "";
  if (label) select.setAttribute("aria-label", label);
  return select;
}

function push(icon, label, text, act) {
  const button = made("button", { type: "button", className: "mover", title: label, onclick: act },
    made("span", { className: "icon", textContent: icon }));
  button.setAttribute("aria-label", text ? `${label}: ${text}` : label);
  return button;
}

function cut(part) {
  const at = part.indexOf("=");
  return [part.slice(0, at), part.slice(at + 1)];
}
