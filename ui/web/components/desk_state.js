// How the queue stands: how much is left, what is saved, what to do when nothing waits.

function deskCounted(view, labels) {
  if (!view.known) return "";
  const words = deskFilled(labels.count, { left: view.left, documents: view.documents });
  return view.today ? `${words} · ${deskFilled(labels.today, { count: view.today })}` : words;
}

function deskDrawSaved(saved, outbox, labels) {
  const [icon, words] = outbox.said(labels);
  saved.classList.toggle("stop", outbox.trouble);
  if (saved.dataset.words === words) return;
  saved.dataset.words = words;
  saved.replaceChildren(...(icon ? [deskIcon(icon), deskElement("span", "", words)] : []));
}

function deskDrawRest(rest, view, labels) {
  const [title, words, again] = [rest.querySelector("b"), rest.querySelector("p"), rest.querySelector("button")];
  const skipped = view.skipped.length;
  title.textContent = view.known ? labels.end : labels.loading;
  words.textContent = !view.known ? "" : skipped ? deskFilled(labels.end_skipped, { count: skipped }) : labels.end_words;
  again.hidden = !skipped;
  again.textContent = labels.again;
}
