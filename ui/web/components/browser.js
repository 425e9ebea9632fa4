export default function ({ data, parentElement, setTriggerValue }) {
  document.documentElement.lang = data.lang;
  if (data.go) {
    window.location.replace(data.go);
    return;
  }
  // Remembered by the window, not by this element: a change of layout mounts it anew and must not scroll.
  if (data.reveal && window.vanthuRevealed !== data.moment) {
    window.vanthuRevealed = data.moment;
    document.querySelector(`.st-key-${data.reveal}`)?.scrollIntoView({ block: "start" });
  }
  parentElement.querySelectorAll(".row").forEach((row) => row.remove());
  if (!data.label) return;
  const row = document.createElement("div");
  row.className = "row";
  if (data.post) row.append(postButton(data));
  else {
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", data.label);
    for (const language of data.languages) row.append(languageButton(language, data.lang, setTriggerValue));
  }
  parentElement.append(row);
}

function postButton({ post, label }) {
  const button = document.createElement("button");
  button.textContent = label;
  button.onclick = () => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = post;
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
