export default function ({ data, parentElement, setTriggerValue }) {
  document.documentElement.lang = data.lang;
  if (data.names) return keepNamed(data.names);
  if (data.watch) return watchSession(data);
  if (data.escape) return closeOnEscape(data.escape);
  if (data.go) {
    window.location.replace(data.go);
    return;
  }
  // Remembered by the window, not by this element: a change of layout mounts it anew and must not scroll.
  if (data.reveal && window.vanthuRevealed !== data.moment) {
    window.vanthuRevealed = data.moment;
    document.querySelector(`.st-key-${data.reveal}`)?.scrollIntoView({ block: "start" });
    // Who types goes on typing; on a touch screen it would raise the keyboard over the answer.
    if (matchMedia("(pointer: fine)").matches && document.activeElement === document.body) {
      document.querySelector("[data-testid=stChatInputTextArea]")?.focus({ preventScroll: true });
    }
  }
  parentElement.querySelectorAll(".row").forEach((row) => row.remove());
  if (!data.label) return;
  const row = document.createElement("div");
  row.className = "row";
  if (data.post) row.append(postButton(data));
  else if (data.lead) row.append(leadButton(data));
  else {
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", data.label);
    for (const language of data.languages) row.append(languageButton(language, data.lang, setTriggerValue));
  }
  parentElement.append(row);
}

// Signed out elsewhere, disabled, expired: what is on the screen goes, and the way in is shown.
function watchSession({ watch, signIn }) {
  const look = async () => {
    const reply = await fetch(watch, { cache: "no-store" }).catch(() => null);
    if (reply?.status !== 401) return;
    document.body.replaceChildren();
    window.location.replace(`${signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
  };
  const timer = setInterval(look, 20_000);
  const seen = () => document.visibilityState === "visible" && look();
  document.addEventListener("visibilitychange", seen);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", seen);
  };
}

function closeOnEscape(key) {
  const pressed = (event) => {
    const covered = document.querySelector("[data-testid=stPopoverBody], [role=dialog]");
    if (event.key !== "Escape" || event.defaultPrevented || covered) return;
    document.querySelector(`.st-key-${key} button`)?.click();
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}

// Streamlit names a few of its own parts in English only, and its bar is no landmark: put right as they appear.
function keepNamed(names) {
  const name = () => {
    document.querySelectorAll("[data-testid=stChatInputSubmitButton]").forEach((button) => {
      if (button.ariaLabel !== names.send) button.ariaLabel = names.send;
    });
    const skip = document.querySelector('a[href="#stMain"]');
    if (skip && skip.textContent !== names.skip) skip.textContent = names.skip;
    const bar = document.querySelector(".st-key-nav");
    if (bar && bar.ariaLabel !== names.bar) Object.assign(bar, { role: "navigation", ariaLabel: names.bar });
    bar?.querySelectorAll("a").forEach((link) => {
      const here = Boolean(link.closest(".st-key-nav-here"));
      if (here !== link.hasAttribute("aria-current")) link.toggleAttribute("aria-current", here);
    });
  };
  let waiting = false;
  const watch = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; name(); });
  });
  name();
  watch.observe(document.body, { childList: true, subtree: true });
  return () => watch.disconnect();
}

function leadButton({ lead, label }) {
  const button = document.createElement("button");
  button.textContent = label;
  button.onclick = () => window.location.assign(lead);
  return button;
}

function postButton({ post, label, fields }) {
  const button = document.createElement("button");
  button.textContent = label;
  button.onclick = () => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = post;
    for (const [name, value] of Object.entries(fields)) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(form);
    form.submit();
  };
  return button;
}

function languageButton({ code, name }, current, setTriggerValue) {
  const button = document.createElement("button");
  button.textContent = name;
  button.lang = code;
  button.setAttribute("aria-pressed", String(code === current));
  button.onclick = () => {
    document.cookie = `vanthu_language=${code}; path=/; max-age=31536000; samesite=lax`;
    setTriggerValue("language", code);
  };
  return button;
}
