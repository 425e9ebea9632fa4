// Shows one page image at a time and marks places on it. Boxes are fractions of the page.
// It speaks with a page_text beside it through window events named after the document.
const STEPS = [1, 1.25, 1.5, 2, 2.5, 3];

export default function ({ data, parentElement }) {
  // Streamlit calls this anew with new data and keeps the element: what listened for the old data must stop.
  parentElement.vanthuStop?.abort();
  const stop = (parentElement.vanthuStop = new AbortController());
  const view = (parentElement.vanthuView ??= { page: null, zoom: 0, line: null, target: null, layer: [] });
  const find = (selector) => parentElement.querySelector(selector);
  const [sheet, image, marks, desk, trouble] = [".sheet", "img", ".marks", ".desk", ".trouble"].map(find);
  const on = (element, name, act) => element.addEventListener(name, act, { signal: stop.signal });

  const target = JSON.stringify([data.document_id, data.page, data.strong, data.faint, data.visit]);
  if (view.target !== target) {
    Object.assign(view, { target, page: data.page, line: null, scroll: true });
  }
  desk.style.setProperty("--desk-height", data.height);
  for (const [name, words] of Object.entries(data.labels.buttons)) {
    find(`.${name}`).setAttribute("aria-label", words);
    find(`.${name}`).title = words;
  }
  find(".bar").setAttribute("aria-label", data.labels.toolbar);
  desk.setAttribute("aria-label", data.labels.desk);
  sheet.classList.toggle("pickable", data.pickable);

  function show() {
    const words = data.labels.where.replace("{page}", view.page).replace("{count}", data.page_count);
    find(".where").textContent = words;
    find(".previous").disabled = view.page <= 1;
    find(".next").disabled = view.page >= data.page_count;
    const address = imageOf(view.page);
    trouble.hidden = true;
    sheet.hidden = false;
    if (image.getAttribute("src") !== address) {
      sheet.classList.add("loading");
      image.src = address;
    }
    image.alt = data.labels.alt.replace("{page}", view.page);
    draw();
    announce("page", { page: view.page });
  }

  function draw() {
    marks.replaceChildren();
    for (const item of data.faint) mark(item, "faint");
    for (const item of data.strong) mark(item, "strong");
    for (const item of view.layer) mark({ page: view.layerPage, box: item.box }, item.kind, item);
    for (const box of view.line?.boxes ?? [view.line?.box]) mark({ ...view.line, box }, "line");
    // An image the browser still has is complete at once, while its marks are not yet shown.
    if (view.scroll && image.complete && image.naturalWidth && !sheet.classList.contains("loading")) {
      view.scroll = false;
      reveal(marks.querySelector(".line") ?? marks.querySelector(".strong") ?? marks.querySelector(".faint"));
    }
  }

  function mark({ page, box }, kind, { name, icon } = {}) {
    if (page !== view.page || !box) return;
    const [left, top, right, bottom] = box;
    const place = document.createElement("div");
    place.className = `mark ${kind}`;
    Object.assign(place.style, {
      left: `${left * 100}%`, top: `${top * 100}%`,
      width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%`,
    });
    if (name) {
      const [label, sign] = [document.createElement("span"), document.createElement("span")];
      label.className = "label";
      sign.className = "icon";
      sign.textContent = icon;
      label.append(sign, ` ${name}`);
      place.append(label);
    }
    marks.append(place);
  }

  function reveal(place) {
    if (!place) { desk.scrollTop = 0; return; }
    const [inner, outer] = [place.getBoundingClientRect(), desk.getBoundingClientRect()];
    desk.scrollTop += inner.top - outer.top - outer.height / 3;
    desk.scrollLeft += inner.left - outer.left - 24;
  }

  function go(page) {
    if (page < 1 || page > data.page_count || page === view.page) return;
    Object.assign(view, { page, line: null, scroll: true });
    show();
  }

  function zoom(step) {
    view.zoom = Math.min(STEPS.length - 1, Math.max(0, step));
    sheet.style.setProperty("--zoom", STEPS[view.zoom]);
    find(".fit").textContent = `${STEPS[view.zoom] * 100}%`;
    find(".out").disabled = view.zoom === 0;
    find(".in").disabled = view.zoom === STEPS.length - 1;
  }

  const imageOf = (page) => `/api/documents/${data.document_id}/pages/${page}/image`;
  const announce = (name, detail) =>
    window.dispatchEvent(new CustomEvent(`vanthu:${name}:${data.document_id}`, { detail }));

  on(image, "load", () => {
    sheet.classList.remove("loading");
    draw();
  });
  on(image, "error", () => {
    sheet.hidden = true;
    trouble.hidden = false;
    trouble.textContent = data.labels.trouble;
  });
  on(window, "beforeprint", () => {
    fetch(`/api/documents/${data.document_id}/print`, { method: "POST", keepalive: true });
  });
  on(find(".previous"), "click", () => go(view.page - 1));
  on(find(".next"), "click", () => go(view.page + 1));
  on(find(".out"), "click", () => zoom(view.zoom - 1));
  on(find(".in"), "click", () => zoom(view.zoom + 1));
  on(find(".fit"), "click", () => zoom(0));
  on(desk, "keydown", (event) => {
    const act = {
      PageDown: () => go(view.page + 1), PageUp: () => go(view.page - 1),
      ArrowRight: () => view.zoom || go(view.page + 1), ArrowLeft: () => view.zoom || go(view.page - 1),
      Home: () => go(1), End: () => go(data.page_count),
      "+": () => zoom(view.zoom + 1), "=": () => zoom(view.zoom + 1), "-": () => zoom(view.zoom - 1), 0: () => zoom(0),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(view.zoom && event.key.startsWith("Arrow"))) event.preventDefault();
    act();
  });
  if (data.pickable) {
    on(sheet, "click", (event) => {
      const area = sheet.getBoundingClientRect();
      const [x, y] = [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height];
      announce("point", { page: view.page, x, y });
    });
    on(window, `vanthu:line:${data.document_id}`, ({ detail }) => {
      const turned = detail.page !== view.page;
      Object.assign(view, { page: detail.page, line: detail, scroll: detail.scroll });
      if (turned) show();
      else draw();
    });
    // What the text beside it knows of the page's words and stamps: drawn as long as it says so.
    on(window, `vanthu:layer:${data.document_id}`, ({ detail }) => {
      Object.assign(view, { layer: detail.marks, layerPage: detail.page });
      draw();
    });
    on(window, `vanthu:turn:${data.document_id}`, ({ detail }) => go(detail.page));
    on(window, `vanthu:ready:${data.document_id}`, () => announce("page", { page: view.page }));
  }
  zoom(view.zoom);
  show();
  return () => stop.abort();
}
