// One word, or several of a line, opened for typing in its place, with its other readings under it.
class WordEdit {
  saving = null;  // the promise of the save that is under way
  #picked = -1;
  #touched = false;

  // `host`: {data, place, count, words, element, save({confirm, focus}), leave(), go(by)}
  constructor(host) {
    Object.assign(this, { host, place: host.place, count: host.count });
    this.before = host.words.map((word) => word.text).join(" ");
    this.offered = host.count === 1 ? host.words[0].alternatives : [];
    this.#draw();
  }

  get text() { return this.input.value; }
  get changed() { return this.text.normalize("NFC").trim() !== this.before.normalize("NFC"); }

  hold(saving) {
    this.input.readOnly = saving;
    if (saving) return;
    this.saving = null;
    this.input.focus({ preventScroll: true });
  }

  #draw() {
    const { data: { labels }, element, count, words } = this.host;
    const row = element.parentElement;
    const edit = deskElement("span", "edit");
    this.input = deskElement("input");
    Object.assign(this.input, { type: "text", value: this.before, autocomplete: "off", spellcheck: false });
    this.input.style.width = `${Math.max(5, this.before.length + 2)}ch`;
    const said = deskFilled(count > 1 ? labels.several : labels.editing, { word: this.before, count });
    this.input.setAttribute("aria-label", words[0].doubtful ? `${said}, ${labels.doubt}` : said);
    this.options = deskElement("div", "options");
    edit.append(this.input, this.options);
    for (let place = 1; place < count; place += 1) {
      row.querySelector(`[data-word="${this.place.word + place}"]`)?.remove();
    }
    element.replaceWith(edit);
    this.input.addEventListener("keydown", (event) => this.#press(event));
    this.input.addEventListener("input", () => { this.#touched = true; this.#picked = -1; this.#drawOptions(); });
    this.input.addEventListener("blur", () => { if (edit.isConnected) this.host.save({ focus: false }); });
    this.#drawOptions();
    this.input.focus({ preventScroll: true });
    this.input.select();
    edit.scrollIntoView({ block: "nearest" });
  }

  #drawOptions() {
    const { data: { labels }, words } = this.host;
    const rows = this.offered.slice(0, 9).map((reading, place) =>
      deskChoice(reading, place, {
        against: this.before, byDigit: this.#byDigit, pressed: place === this.#picked, pick: (at) => this.#take(at),
      }));
    const hint = !this.text.trim() ? labels.empty : words.some((word) => word.doubtful) && !this.changed ? labels.confirm : "";
    if (hint) rows.push(deskElement("p", "", hint));
    this.options.replaceChildren(...rows);
    this.options.hidden = !rows.length;
  }

  // Where digits may be what is to be typed, a digit alone picks nothing.
  get #byDigit() { return ![this.before, ...this.offered].some((text) => /\d/.test(text)); }

  #take(place) {
    if (this.saving || this.offered[place] === undefined) return;
    this.input.value = this.offered[place];
    this.host.save({ confirm: true });
  }

  #walk(step) {
    const count = this.offered.length + 1;
    this.#picked = ((this.#picked + 1 + step + count) % count) - 1;
    this.input.value = this.#picked < 0 ? this.before : this.offered[this.#picked];
    this.#drawOptions();
    this.input.select();
  }

  #press(event) {
    if (deskComposing(event)) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    let act = null;
    if (this.saving) act = () => {};
    else if (event.key === "Enter") act = () => this.host.save({ confirm: true });
    else if (event.key === "Escape") act = () => this.host.leave();
    else if (event.key === "F8") act = () => this.host.go(event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowDown" && this.offered.length) act = () => this.#walk(1);
    else if (event.key === "ArrowUp" && this.offered.length) act = () => this.#walk(-1);
    else if (digit && this.offered[digit - 1] !== undefined && ((event.altKey && !event.ctrlKey) || (plain && !event.shiftKey && !this.#touched && this.#byDigit))) {
      act = () => this.#take(digit - 1);
    }
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }
}
