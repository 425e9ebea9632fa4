// The learning system's run-time, of either edition, under one set of names.
// ADL, "SCORM 1.2 Run-Time Environment", chapter 3; "SCORM 2004 4th Edition Run-Time Environment", chapter 4.
"use strict";
window.VanthuRuntime = class {
  constructor(edition) {
    this.first = edition === "scorm12";
    this.began = Date.now();
    this.open = false;
    this.failed = false;
    this.api = this.find(this.first ? "API" : "API_1484_11");
    if (!this.api) return;
    this.open = String(this.call(this.first ? "LMSInitialize" : "Initialize", "")) === "true";
    if (!this.open) return;
    const mode = this.get(this.first ? "cmi.core.lesson_mode" : "cmi.mode");
    this.viewing = mode === "browse" || mode === "review";
    // What was reached on an earlier edition of the course is not taken back.
    this.reached = ["passed", "completed"].includes(
      this.get(this.first ? "cmi.core.lesson_status" : "cmi.completion_status"),
    );
  }

  find(name) {
    for (const start of [window, window.opener]) {
      let at = start;
      for (let up = 0; at && up < 500; up += 1) {
        try {
          if (at[name]) return at[name];
        } catch {
          break; // another site's window
        }
        if (at === at.parent) break;
        at = at.parent;
      }
    }
    return null;
  }

  call(name, ...given) {
    try {
      return this.api[name](...given);
    } catch {
      return "false";
    }
  }

  get(element) {
    return this.open ? String(this.call(this.first ? "LMSGetValue" : "GetValue", element) ?? "") : "";
  }

  set(element, value) {
    if (!this.open || this.viewing) return false;
    return String(this.call(this.first ? "LMSSetValue" : "SetValue", element, String(value))) === "true";
  }

  // What was done before, as it was kept; null where nothing was.
  resume() {
    const kept = this.get("cmi.suspend_data");
    try {
      return kept ? JSON.parse(kept) : null;
    } catch {
      return null;
    }
  }

  get room() {
    return this.first ? 4096 : 64000; // characters of suspend data every system has to keep
  }

  // `state`: kept (text), at, done, total, finished, quiz (null, "passed" or "failed"), best {right, total} or null.
  report(state) {
    if (!this.open || this.viewing) return;
    if (state.finished || !this.reached) this.standing(state);
    this.set(this.first ? "cmi.core.lesson_location" : "cmi.location", state.at);
    this.set(this.first ? "cmi.core.exit" : "cmi.exit", "suspend");
    this.set("cmi.suspend_data", state.kept);
    this.commit();
  }

  standing(state) {
    if (this.first) {
      const under = state.quiz === "failed" ? "failed" : "incomplete";
      this.set("cmi.core.lesson_status", state.finished ? (state.quiz ? "passed" : "completed") : under);
    } else {
      this.set("cmi.completion_status", state.finished ? "completed" : "incomplete");
      this.set("cmi.success_status", state.quiz ?? "unknown");
      this.set("cmi.progress_measure", (state.done / state.total).toFixed(4));
    }
    if (state.best) this.score(state.best);
  }

  score({ right, total }) {
    const at = this.first ? "cmi.core.score" : "cmi.score";
    this.set(`${at}.min`, 0);
    this.set(`${at}.max`, 100);
    this.set(`${at}.raw`, Number(((100 * right) / total).toFixed(2)));
    if (!this.first) this.set("cmi.score.scaled", (right / total).toFixed(4));
  }

  commit() {
    this.set(this.first ? "cmi.core.session_time" : "cmi.session_time", this.spent());
    this.failed = String(this.call(this.first ? "LMSCommit" : "Commit", "")) !== "true";
    return !this.failed;
  }

  end() {
    if (!this.open) return;
    if (!this.viewing) this.commit();
    this.call(this.first ? "LMSFinish" : "Terminate", "");
    this.open = false;
  }

  spent() {
    const seconds = Math.floor((Date.now() - this.began) / 1000);
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    if (!this.first) return `PT${hours}H${minutes}M${rest}S`;
    return [Math.min(hours, 9999), minutes, rest].map((part) => String(part).padStart(2, "0")).join(":");
  }

  // One answer of an attempt: what was asked, what was given and what was right.
  interaction(name, item, answer, right) {
    const n = Number(this.get("cmi.interactions._count"));
    if (!this.open || this.viewing || !Number.isInteger(n)) return;
    const at = `cmi.interactions.${n}`;
    const [given, key] = [this.pattern(item, answer, false), this.pattern(item, null, true)];
    this.set(`${at}.id`, name);
    this.set(`${at}.type`, TYPES[item.kind]);
    if (!this.first) {
      // Hundredths of a second are asked for where a zone is given (Run-Time Environment, 4.1.1.7).
      this.set(`${at}.timestamp`, `${new Date().toISOString().slice(0, 22)}Z`);
      this.set(`${at}.description`, item.stem.slice(0, 250));
    }
    if (key) this.set(`${at}.correct_responses.0.pattern`, key);
    this.set(`${at}.weighting`, 1);
    if (answer?.length && given !== "") this.set(`${at}.${this.first ? "student_response" : "learner_response"}`, given);
    this.set(`${at}.result`, right ? "correct" : this.first ? "wrong" : "incorrect");
    if (this.first) this.set(`${at}.time`, new Date().toTimeString().slice(0, 8));
  }

  pattern(item, answer, key) {
    const [comma, joint] = this.first ? [",", "."] : ["[,]", "[.]"];
    const codes = key ? item.key : answer ?? [];
    const letter = (n) => String.fromCharCode(97 + n);
    switch (item.kind) {
      case "true_false": {
        const said = item.options.length && codes.length ? codes[0] === 0 : null;
        return said === null ? "" : this.first ? (said ? "t" : "f") : String(said);
      }
      case "matching":
        return codes.map((to, n) => (to < 0 ? "" : `${letter(n)}${joint}${to + 1}`)).filter(Boolean).join(comma);
      case "numeric": {
        if (key) return this.first ? String(item.value) : `${item.value - item.off}[:]${item.value + item.off}`;
        const given = VanthuGrading.figure(answer?.[0] ?? "");
        return given === null ? "" : String(given);
      }
      case "cloze":
      case "short_text": {
        const said = (key ? item.accepted.map((forms) => forms[0]) : answer ?? []).map(
          (words) => words.replace(/\[[,.:]\]/g, " ").slice(0, this.first ? 80 : 250),
        );
        return said.join(this.first ? "; " : "[,]").slice(0, this.first ? 255 : undefined);
      }
      default:
        return codes.map(letter).join(comma);
    }
  }
};
const TYPES = {
  single: "choice",
  multiple: "choice",
  true_false: "true-false",
  ordering: "sequencing",
  matching: "matching",
  numeric: "numeric",
  cloze: "fill-in",
  short_text: "fill-in",
};
