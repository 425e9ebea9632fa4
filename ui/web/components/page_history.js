// Who corrected what, when, from what to what.
class PageHistory {
  // `host`: {data, find, ask(path, body)}
  constructor(host) {
    this.host = host;
    this.box = host.find(".history");
    this.box.querySelector("h3").textContent = host.data.labels.past;
  }

  get open() { return !this.box.hidden; }

  toggle() {
    this.box.hidden = !this.box.hidden;
    this.host.find(".past").setAttribute("aria-expanded", String(this.open));
    if (this.open) this.load();
  }

  async load() {
    const { ask, data } = this.host;
    const answer = await ask("history");
    const list = this.box.querySelector("ol");
    if (!answer.ok) { list.replaceChildren(deskElement("li", "meta", deskSaid(answer, data.labels.not_done))); return; }
    const { steps } = answer.body;
    const rows = steps.map((step) => this.#row(step));
    list.replaceChildren(...(rows.length ? rows : [deskElement("li", "meta", data.labels.none_yet)]));
  }

  #row(step) {
    const { labels, fields } = this.host.data;
    const row = deskElement("li");
    const change = deskElement("p", "change");
    change.append(
      deskElement("del", "", step.before || labels.nothing), " → ", deskElement("ins", "", step.after || labels.removed),
    );
    const words = deskFilled(step.field ? labels.step_field : labels.step, {
      by: step.by, at: this.#moment(step.at), page: step.page, field: fields[step.field] ?? step.field,
    });
    const more = [step.words > 1 && !step.field ? deskFilled(labels.step_several, { count: step.words }) : "", step.undone ? labels.was_undone : ""];
    row.append(change, deskElement("p", "meta", [words, ...more].filter(Boolean).join(" · ")));
    return row;
  }

  #moment(at) {
    const style = { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };
    return new Intl.DateTimeFormat(this.host.data.language === "vi" ? "vi-VN" : "en-GB", style).format(new Date(at));
  }
}
