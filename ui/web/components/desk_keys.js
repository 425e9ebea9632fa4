// Which key does what at the desk. While an input method is at work every key is its own.

// What a key in the text asks for, null where it is for typing. `acts`: what the desk can do, by name.
function deskKeyed(event, { item, view, input, data }, acts) {
  if (deskComposing(event) || !item) return null;
  const command = event.ctrlKey || event.metaKey;
  const plain = !command && !event.altKey;
  const still = plain && !event.shiftKey && !view.touched;  // nothing has been typed yet
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (event.key === "Enter") {
    const newLine = item.kind === "page" ? !event.ctrlKey : event.shiftKey && data.several_lines.includes(item.field);
    return newLine ? null : acts.settle;
  }
  if (digit && event.altKey && !command) return () => acts.pick(digit - 1);
  if (digit && still && deskPicksByDigit(item) && view.offered[digit - 1]) return () => acts.pick(digit - 1);
  if (event.code === "KeyZ" && command && !event.shiftKey && input.value === view.shown) return acts.undo;
  if (event.code === "KeyP" && event.altKey && !command) return acts.page;
  const walks = plain && view.offered.length > 0 && (!view.touched || !input.classList.contains("long") || item.field in data.choices);
  return {
    Tab: plain && !event.shiftKey && acts.skip,
    ArrowRight: still && acts.skip,
    ArrowLeft: still && acts.back,
    ArrowDown: walks && (() => acts.walk(1)),
    ArrowUp: walks && (() => acts.walk(-1)),
    // Held down to clear the text, it must not go on to say that there is none.
    Backspace: plain && !input.value && !event.repeat && acts.nothing,
    F1: acts.help,
    "?": !view.touched && acts.help,
    F2: acts.edit,
    Escape: acts.leave,
  }[event.key] || null;
}

// Where digits may be what is to be typed, a digit alone picks nothing.
function deskPicksByDigit(item) {
  return item.kind === "word" && ![item.reading, ...item.alternatives].some((text) => /\d/.test(text));
}
