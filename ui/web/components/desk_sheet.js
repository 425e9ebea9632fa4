// The whole page beside an item, and the item's cut from it.

function deskFraction({ left, top, width, height }) {
  return { left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` };
}

class DeskSheet {
  open = false;
  #item = null;

  // `host`: {find, on, labels}
  constructor(host) {
    this.host = host;
    this.box = host.find(".page");
    this.image = this.box.querySelector("img");
    this.outline = this.box.querySelector(".outline");
    host.on(this.image, "load", () => this.#reveal());
  }

  // An item without a place is looked for on the whole page, whether it was asked for or not.
  show(item) {
    const { find, labels } = this.host;
    this.#item = item;
    const open = Boolean(item) && (this.open || !item.box);
    this.box.hidden = !open;
    find(".show").setAttribute("aria-expanded", String(open));
    find(".show").firstChild.textContent = open ? labels.hide : labels.show;
    if (!open) return;
    const page = item.page ?? 1;
    this.outline.hidden = !item.box;
    if (item.box) {
      const [left, top, right, bottom] = item.box;
      Object.assign(this.outline.style, deskFraction({ left, top, width: right - left, height: bottom - top }));
    }
    this.image.alt = deskFilled(labels.page_alt, { page });
    const address = deskPageImage(item.document_id, page);
    if (this.image.getAttribute("src") !== address) this.image.src = address;
    else this.#reveal();
  }

  #reveal() {
    this.box.scrollTop = this.#item?.box ? this.outline.offsetTop - this.box.clientHeight / 3 : 0;
  }
}

class DeskStage {
  #item = null;

  // `host`: {find, labels}; `crops`: DeskCrops
  constructor(host, crops) {
    Object.assign(this, { host, crops, box: host.find(".stage") });
  }

  // As it will be for an item with a place, whatever it is now.
  size(pageOpen) {
    const panes = this.host.find(".panes").clientWidth || 800;
    const beside = pageOpen && !window.matchMedia("(max-width: 1000px)").matches;
    const height = window.matchMedia("(max-width: 760px)").matches ? 150 : 230;
    return { width: Math.min(860, beside ? (panes - 24) / 2 : panes), height };
  }

  async show(item, size) {
    const { labels } = this.host;
    this.#item = item;
    this.box.classList.toggle("blank", !item.box);
    if (!item.box) { this.#say(item.kind === "page" ? labels.page_unread : labels.no_place); return; }
    this.#say("");
    try {
      const { canvas, place } = await this.crops.get(item, size);
      if (this.#item === item) this.#draw(canvas, place);
    } catch {
      if (this.#item === item) this.#say(labels.no_image);
    }
  }

  #draw(canvas, place) {
    const [cut, outline] = [deskElement("div", "cut"), deskElement("div", "outline")];
    Object.assign(outline.style, deskFraction(place));
    const fit = Math.min(this.box.clientWidth / canvas.width, this.box.clientHeight / canvas.height);
    Object.assign(cut.style, { width: `${canvas.width * fit}px`, height: `${canvas.height * fit}px` });
    cut.setAttribute("role", "img");
    cut.setAttribute("aria-label", this.host.labels.crop);
    cut.append(canvas, outline);
    this.box.replaceChildren(cut);
  }

  #say(words) {
    this.box.replaceChildren(deskElement("p", "stage-said", words));
  }
}

// Names of the buttons, and the list of keys.
function deskNameAll({ find, labels }, help) {
  find(".keys span:last-child").textContent = labels.keys;
  find(".choices").setAttribute("aria-label", labels.choices);
  find(".reading").setAttribute("aria-describedby", "hint");
  for (const [button, words, key] of [
    ["accept", labels.accept, "Enter"], ["none", labels.none_word, "⌫"], ["skip", labels.skip, "Tab"],
    ["undo", labels.undo, "Ctrl+Z"], ["show", labels.show, "Alt+P"],
  ]) {
    const hint = deskElement("kbd", "", key);
    hint.setAttribute("aria-hidden", "true");
    find(`.${button}`).replaceChildren(document.createTextNode(words), hint);
  }
  const box = find(".help");
  box.querySelector("h2").textContent = labels.keys;
  box.setAttribute("aria-label", labels.keys);
  box.querySelector("button").textContent = labels.close;
  box.querySelector("dl").replaceChildren(...help.flatMap(([key, does]) => {
    const term = deskElement("dt");
    term.append(deskElement("kbd", "", key));
    return [term, deskElement("dd", "", does)];
  }));
}
