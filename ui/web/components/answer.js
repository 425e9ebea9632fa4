// An answer's sentences, each with chips, and the list of sources; choosing one tells Python which.
export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.querySelector(".answer")?.remove();
  const root = make("div", "answer");
  const choose = (button, n) => {
    button.setAttribute("aria-pressed", String(n === data.active));
    button.addEventListener("click", () => setTriggerValue("open", n));
    return button;
  };
  for (const sentence of data.sentences) {
    const paragraph = make("p", "", sentence.text);
    for (const n of sentence.citations) {
      const chip = choose(make("button", "chip", String(n)), n);
      const source = data.sources.find((item) => item.n === n);
      chip.setAttribute("aria-label", `${data.labels.source} ${n}: ${source?.title ?? ""}, ${source?.place ?? ""}`);
      chip.title = `${source?.title ?? ""}, ${source?.place ?? ""}`;
      paragraph.append(" ", chip);
    }
    root.append(paragraph);
  }
  if (data.sources.length) root.append(sources());
  parentElement.append(root);

  function sources() {
    const list = make("ul", "sources");
    list.setAttribute("aria-label", data.labels.sources);
    for (const source of data.sources) {
      const item = make("li");
      const button = choose(make("button"), source.n);
      button.title = data.labels.open;
      const number = make("span", "number", data.numbered ? String(source.n) : "");
      if (!data.numbered) {
        const icon = make("span", "icon", "find_in_page");
        icon.setAttribute("aria-hidden", "true");
        number.append(icon);
      }
      const words = make("span", "");
      words.append(make("span", "title", source.title), make("span", "place", source.place));
      if (source.text) words.append(make("span", "words", source.text));
      button.append(number, words);
      item.append(button);
      list.append(item);
    }
    return list;
  }
}

function make(tag, name = "", text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = text;
  return element;
}
