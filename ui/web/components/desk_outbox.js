// What a person has settled and the server has not yet acknowledged. The window keeps it, not an element:
// going to another screen, or a connection that drops, loses nothing.
const DESK_WAIT_MS = 1000;
const DESK_LONGEST_WAIT_MS = 15_000;

function deskOutbox() {
  return (window.vanthuDesk ??= new DeskOutbox());
}

class DeskOutbox {
  waiting = [];  // oldest first
  saved = 0;
  trouble = false;  // the last try got no answer, or none of ours
  onchange = () => {};
  onrefused = () => {};
  #running = false;
  #wake = () => {};

  constructor() {
    window.addEventListener("beforeunload", (event) => { if (this.waiting.length) event.preventDefault(); });
    window.addEventListener("online", () => this.#wake());
  }

  put(entry) {
    entry.tries = 0;
    entry.sent = new Promise((done) => { entry.done = done; });
    this.waiting.push(entry);
    this.onchange();
    if (!this.#running) this.#run();
  }

  // True where it had not gone out yet and is now as if never settled. What was tried without an answer may
  // have arrived, so it stays.
  takeBack(entry) {
    const place = this.waiting.indexOf(entry);
    if (place < 0 || entry.tries) return false;
    this.waiting.splice(place, 1);
    this.onchange();
    return true;
  }

  // Icon and words of how it stands.
  said(labels) {
    const count = this.waiting.length;
    if (count) return this.trouble ? ["cloud_off", deskFilled(labels.unsaved, { count })] : ["sync", labels.saving];
    return this.saved ? ["cloud_done", labels.saved] : [null, ""];
  }

  async #run() {
    this.#running = true;
    for (let wait = DESK_WAIT_MS; this.waiting.length;) {
      const entry = this.waiting[0];
      const { item, text } = entry;
      entry.tries += 1;
      const answer = await deskAsk(`items/${encodeURIComponent(item.id)}`, { text, revision: item.revision });
      this.trouble = !answer.ok && (answer.status < 400 || answer.status >= 500 || [401, 408, 429].includes(answer.status));
      if (this.trouble) {
        this.onchange();
        await this.#pause(wait);
        wait = Math.min(wait * 2, DESK_LONGEST_WAIT_MS);
        continue;
      }
      wait = DESK_WAIT_MS;
      this.waiting.shift();
      // Tried before without an answer and settled since: it was this very settlement that had arrived.
      const saved = answer.ok || (entry.tries > 1 && answer.body.code === "item_settled");
      if (saved) this.saved += 1;
      entry.done(saved);
      this.onchange();
      if (!saved) this.onrefused(entry, answer);
    }
    this.#running = false;
  }

  #pause(wait) {
    return new Promise((done) => {
      const timer = setTimeout(done, wait);
      this.#wake = () => { clearTimeout(timer); done(); };
    });
  }
}
