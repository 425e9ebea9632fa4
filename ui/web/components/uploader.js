// Sends dropped files to the spool one after the other, each as a raw stream with its progress.
// What the server has answered for moves to the list of jobs below; what did not arrive stays here.
export default function ({ data, parentElement, setTriggerValue }) {
  // Streamlit calls this anew with new data and keeps the element: what listened for the old data must stop.
  parentElement.vanthuStop?.abort();
  const stop = (parentElement.vanthuStop = new AbortController());
  const state = (parentElement.vanthuUploads ??= { queue: [], busy: false });
  state.tell = () => setTriggerValue("received", Date.now());
  const find = (selector) => parentElement.querySelector(selector);
  const [drop, input, list] = [".drop", "input", ".files"].map(find);
  const on = (element, name, act) => element.addEventListener(name, act, { signal: stop.signal });
  find(".what").textContent = data.labels.what;
  find(".kinds").textContent = data.labels.kinds;
  input.accept = data.accept;
  input.disabled = !data.declared;
  drop.classList.toggle("closed", !data.declared);
  state.labels = data.labels;

  on(input, "change", () => { add([...input.files]); input.value = ""; });
  on(drop, "dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  on(drop, "dragleave", () => drop.classList.remove("over"));
  on(drop, "drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (data.declared) add([...event.dataTransfer.files]);
  });
  on(window, "beforeunload", (event) => { if (state.busy) event.preventDefault(); });
  return () => stop.abort();

  async function add(files) {
    // What was declared when the file was chosen counts, whatever is chosen on the page meanwhile.
    const { declared } = data;
    const rows = files.map((file) => ({ file, row: rowOf(file), declared }));
    const batch = files.length > 1 ? await batchOf(files.length) : null;
    state.queue.push(...rows.map((each) => ({ ...each, batch })));
    if (!state.busy) run();
  }

  // Files chosen together are one batch; where none can be opened they are handed in one by one.
  async function batchOf(count) {
    const name = state.labels.batch.replace("{count}", count);
    const headers = { "Content-Type": "application/json" };
    try {
      const answer = await fetch("/api/batches", { method: "POST", headers, body: JSON.stringify({ name }) });
      return answer.ok ? (await answer.json()).id : null;
    } catch { return null; }
  }

  async function run() {
    state.busy = true;
    while (state.queue.length) await send(state.queue.shift());
    state.busy = false;
  }

  function rowOf(file) {
    const row = document.createElement("li");
    row.append(make("span", "name", file.name), make("span", "much", data.labels.waiting));
    list.append(row);
    return row;
  }

  function send({ file, row, declared, batch }) {
    const { labels } = state;
    const bar = make("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `${labels.sending}: ${file.name}`);
    row.append(bar);
    const much = row.querySelector(".much");
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const { secrecy, sensitive } = declared;
      const within = batch ? `&batch=${batch}` : "";
      request.open("POST", `/api/uploads?secrecy=${secrecy}&sensitive=${sensitive}${within}`);
      // Addresses are written into logs on the way; a file's name may be a secret.
      request.setRequestHeader("X-Vanthu-Filename", encodeURIComponent(file.name));
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.onprogress = ({ loaded, total }) => {
        bar.value = total ? loaded / total : 0;
        much.textContent = loaded < total ? `${Math.floor((100 * loaded) / total)}%` : labels.checking;
      };
      // Whatever happens on the page meanwhile, the next file is sent.
      request.onloadend = () => { bar.remove(); try { settle(request, row); } finally { done(); } };
      request.send(file);
    });
  }

  function settle(request, row) {
    const { labels } = state;
    let answer = null;
    try { answer = JSON.parse(request.responseText); } catch { /* no answer, or not ours: told below */ }
    const job = Array.isArray(answer) ? answer[0] : answer;
    if (request.status === 201 && job) {
      row.remove();
      state.tell();
      return;
    }
    row.querySelector(".much").textContent = labels.not_received;
    const words = job?.message ? `${job.message} ${job.remedy ?? ""}` : labels.no_answer;
    row.append(make("span", "said stop", words));
  }
}

function make(tag, name = "", text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}
