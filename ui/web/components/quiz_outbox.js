// Answers that were given and the server has not yet acknowledged. The window keeps them, not an element:
// a connection that drops, or a page drawn anew, loses none; they go out by themselves once it is back.
const QUIZ_WAIT_MS = 1000;
const QUIZ_LONGEST_WAIT_MS = 8000;
const QUIZ_SLOW_MS = 10_000; // without an answer: to whoever waits, that is trouble already
const QUIZ_LOST_MS = 60_000; // a connection may go silently; what comes next must not wait for ever

function quizOutbox() {
  return (window.vanthuQuiz ??= new QuizOutbox());
}

// One request to the API of an attempt: whether it was done, and what the server says where it was not.
// `onslow` is called where the answer takes long.
async function quizAsk(attempt, method, path, body, onslow) {
  const slow = setTimeout(onslow, QUIZ_SLOW_MS);
  try {
    const answer = await fetch(`/api/training/attempts/${attempt}${path}`, {
      method,
      headers: { "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
      keepalive: true,
      signal: AbortSignal.timeout(QUIZ_LOST_MS),
    });
    if (answer.ok) return { ok: true, told: {} };
    const late = answer.status >= 500 || [401, 408, 429].includes(answer.status);
    return { ok: false, late, told: await answer.json() };
  } catch { // no connection, or an answer that is not ours
    return { ok: false, late: true, told: {} };
  } finally {
    clearTimeout(slow);
  }
}

class QuizOutbox {
  waiting = new Map();  // by attempt and question, oldest first; an answer that replaces another takes its place
  trouble = false;  // the last try got no answer, or none that decides, or has waited long for one
  onchange = () => {};
  onrefused = () => {};
  #refused = new Map();  // what may be taken another time; of a closed attempt nothing ever is
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

  // Whether nothing of this attempt waits or has been refused.
  settled(attempt) {
    return ![...this.waiting.values(), ...this.#refused.values()].some((each) => each.attempt === attempt);
  }

  // The same, once all of this attempt has been sent, what was refused too, or a try has failed.
  async flushed(attempt) {
    for (const [name, entry] of this.#refused) {
      if (entry.attempt === attempt && this.#refused.delete(name)) this.waiting.set(name, entry);
    }
    if (!this.settled(attempt)) {
      const tried = new Promise((done) => this.#tried.push(done));
      this.#running ??= this.#run();
      this.#wake();
      await tried;
    }
    return this.settled(attempt);
  }

  // One after the other: an earlier answer that travels slowly must not arrive after the one that replaced it.
  async #run() {
    for (let wait = QUIZ_WAIT_MS; this.waiting.size;) {
      const [name, entry] = this.waiting.entries().next().value;
      const path = `/answers/${encodeURIComponent(entry.item)}`;
      const answer = await quizAsk(entry.attempt, "PUT", path, { answer: entry.answer }, () => {
        this.trouble = true;
        this.onchange({});
      });
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
        if (!answer.ok && answer.told.code !== "attempt_closed") this.#refused.set(name, entry);
      }
      this.onchange({});
      if (!answer.ok) this.onrefused(entry, answer.told);
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
