// Find and replace across the document: every place shown before it is changed.
const PAGE_FIND_WAIT_MS = 250;

class PageFinder {
  matches = [];
  at = -1;
  #timer = null;
  #asked = 0;

  // `host`: {data, find, on, ask(path, body), show(match), changed(words), say(words, stop)}
  constructor(host) {
    this.host = host;
    const { find, on, data: { labels } } = host;
    this.form = find(".finder");
    this.wanted = find(".wanted");
    this.instead = find(".instead");
    this.boxes = [".match-case", ".whole-word", ".fold"].map(find);
    const words = [labels.find, labels.instead, labels.match_case, labels.whole_word, labels.fold];
    this.form.querySelectorAll("label > span").forEach((span, place) => { span.textContent = words[place]; });
    for (const [button, text] of [["one", labels.one], ["all", labels.all], ["close", labels.close]]) find(`.${button}`).textContent = text;
    for (const button of ["before-it", "after-it"]) {
      const text = labels[button.replace("-", "_")];
      Object.assign(find(`.${button}`), { title: text, ariaLabel: text });
    }
    for (const input of [this.wanted, this.instead]) {
      on(input, "input", (event) => { if (!event.isComposing) this.#later(); });
      on(input, "compositionend", () => this.#later());
    }
    for (const box of this.boxes) on(box, "change", () => this.look());
    on(find(".before-it"), "click", () => this.step(-1));
    on(find(".after-it"), "click", () => this.step(1));
    on(find(".close"), "click", () => this.close());
    on(find(".all"), "click", () => this.#all());
    on(this.form, "submit", (event) => { event.preventDefault(); this.#one(); });
    on(this.form, "keydown", (event) => this.#press(event));
    this.#draw();
  }

  open(words = "") {
    this.form.hidden = false;
    if (words) this.wanted.value = words;
    this.wanted.focus();
    this.wanted.select();
    if (this.wanted.value) this.look();
  }

  close() {
    this.form.hidden = true;
    this.matches = [];
    this.host.show(null);
  }

  step(by) {
    if (!this.matches.length) return;
    this.at = (this.at + by + this.matches.length) % this.matches.length;
    this.#draw();
    this.host.show(this.matches[this.at]);
  }

  async look(keep = 0) {
    clearTimeout(this.#timer);
    const asked = (this.#asked += 1);
    const { ask, show, say, data } = this.host;
    if (!this.wanted.value.trim()) { this.matches = []; this.at = -1; this.#draw(); show(null); return; }
    const answer = await ask("find", this.#asking());
    if (asked !== this.#asked) return;
    if (!answer.ok) { say(deskSaid(answer, data.labels.not_done), true); return; }
    this.matches = answer.body.found;
    this.at = this.matches.length ? Math.min(keep, this.matches.length - 1) : -1;
    this.#draw();
    show(this.matches[this.at] ?? null);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.look(), PAGE_FIND_WAIT_MS);
  }

  #asking() {
    const [match_case, whole_word, fold] = this.boxes.map((box) => box.checked);
    return { text: this.wanted.value, match_case, whole_word, fold, replacement: this.instead.value };
  }

  async #one() {
    const match = this.matches[this.at];
    if (!match) { this.look(); return; }
    if (match.reading === match.replaced) { this.step(1); return; }
    if (await this.host.put(match, match.words, match.replaced)) this.look(this.at);
  }

  async #all() {
    if (!this.matches.length) return;
    const { ask, say, changed, data: { labels } } = this.host;
    const count = this.matches.length;
    const answer = await ask("replace", this.#asking());
    if (!answer.ok) { say(deskSaid(answer, labels.not_done), true); return; }
    await changed();
    await this.look();
    if (answer.body.step) say(deskFilled(labels.replaced, { count }));
  }

  #press(event) {
    if (deskComposing(event)) return;
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.close(); }
    else if (event.key === "F3") { event.preventDefault(); this.step(event.shiftKey ? -1 : 1); }
    // In the box of what is looked for, Enter goes on; replacing is asked for from its own box or button.
    else if (event.key === "Enter" && event.target === this.wanted) { event.preventDefault(); this.step(event.shiftKey ? -1 : 1); }
  }

  #draw() {
    const { find, data: { labels } } = this.host;
    const [match, count] = [this.matches[this.at], this.matches.length];
    const looked = Boolean(this.wanted.value.trim());
    find(".found").textContent = match
      ? deskFilled(labels.found, { place: this.at + 1, count, page: match.page }) : looked ? labels.not_found : "";
    find(".all").textContent = count ? deskFilled(labels.all_counted, { count }) : labels.all;
    for (const button of [".one", ".all", ".before-it", ".after-it"]) find(button).disabled = !count;
    const sample = find(".sample");
    sample.replaceChildren();
    if (!match) return;
    const same = match.reading === match.replaced || !this.instead.value;
    sample.append(
      `${match.before} `,
      ...(same ? [deskElement("ins", "", match.reading)] : [deskElement("del", "", match.reading), " ", deskElement("ins", "", match.replaced)]),
      ` ${match.after}`,
    );
  }
}
