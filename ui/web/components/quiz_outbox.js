// Answers that were given and the server has not yet acknowledged. The window keeps them, not an element:
// a connection that drops, or a page drawn anew, loses none; they go out by themselves once it is back.
const QUIZ_WAIT_MS = 1000;
const QUIZ_LONGEST_WAIT_MS = 8000;

function quizOutbox() {
  return (window.vanthuQuiz ??= new QuizOutbox());
}

// One request to the API of an attempt: whether it was done, and what the server says where it was not.
async function quizAsk(attempt, method, path, body) {
  try {
    const answer = await fetch(`/api/training/attempts/${attempt}${path}`, {
      method,
      headers: { "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
      keepalive: true,
    });
    if (answer.ok) return { ok: true, told: {} };
    const late = answer.status >= 500 || [401, 408, 429].includes(answer.status);
    return { ok: false, late, told: await answer.json() };
  } catch { // no connection, or an answer that is not ours
    return { ok: false, late: true, told: {} };
  }
}

class QuizOutbox {
  waiting = new Map();  // by attempt and question, oldest first; an answer that replaces another takes its place
  trouble = false;  // the last try got no answer, or none that decides
  onchange = () => {};
  onrefused = () => {};
  #refused = new Map();
  #running = null;
  #wake = () => {};
  #tried = [];

  constructor() {
    window.addEventListener("beforeunload", (event) => { if (this.waiting.size) event.preventDefault(); });
    window.addEventListener("online", () => this.#wake());
  }

  put(attempt, item, answer) {
    const name = `${attempt} ${item}`;
    this.#refused.delete(name);
    this.waiting.set(name, { attempt, item, answer });
    this.#running ??= this.#run();
  }

  // What this attempt was answered with and the server may not have.
  of(attempt) {
    return [...this.waiting.values()].filter((each) => each.attempt === attempt);
  }

  // Once all is saved, true; false as soon as a try has failed, or where the server refuses an answer.
  async flushed() {
    for (const [name, entry] of this.#refused) this.waiting.set(name, entry);
    this.#refused.clear();
    if (this.waiting.size) {
      const tried = new Promise((done) => this.#tried.push(done));
      this.#running ??= this.#run();
      this.#wake();
      await tried;
    }
    return !this.waiting.size && !this.#refused.size;
  }

  // One after the other: an earlier answer that travels slowly must not arrive after the one that replaced it.
  async #run() {
    for (let wait = QUIZ_WAIT_MS; this.waiting.size;) {
      const [name, entry] = this.waiting.entries().next().value;
      const path = `/answers/${encodeURIComponent(entry.item)}`;
      const answer = await quizAsk(entry.attempt, "PUT", path, { answer: entry.answer });
      this.trouble = !answer.ok && answer.late;
      if (this.trouble) {
        this.onchange(answer.told);
        this.#tell();
        await this.#pause(wait);
        wait = Math.min(wait * 2, QUIZ_LONGEST_WAIT_MS);
        continue;
      }
      wait = QUIZ_WAIT_MS;
      if (this.waiting.get(name) === entry) {
        this.waiting.delete(name);
        if (!answer.ok) this.#refused.set(name, entry);
      }
      if (!answer.ok) this.onrefused(entry, answer.told);
      else this.onchange({});
    }
    this.#running = null;
    this.#tell();
  }

  #tell() {
    for (const done of this.#tried.splice(0)) done();
  }

  #pause(wait) {
    return new Promise((done) => {
      const timer = setTimeout(done, wait);
      this.#wake = () => { clearTimeout(timer); done(); };
    });
  }
}
