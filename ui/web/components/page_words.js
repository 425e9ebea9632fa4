// A page's lines as rows of words that tell how sure they are.

function pageKindOf(word, muchBelow) {
  if (word.doubtful) return word.confidence < muchBelow ? "doubt-much" : "doubt";
  return word.engine === "person" ? "by-person" : "";
}

// What each kind of word is called.
const pageKinds = (labels) => ({ doubt: labels.doubt, "doubt-much": labels.doubt_much, "by-person": labels.by_person });

// `matching(place)`: whether that word is part of what was found.
function pageRows(lines, data, matching) {
  return lines.map((line, index) => {
    const row = deskElement("li", index && pageApart(lines[index - 1].box, line.box) ? "apart" : "");
    line.words.forEach((word, place) => row.append(place ? " " : "", pageWord(word, { line: index, word: place }, data, matching)));
    return row;
  });
}

// A gap wider than most of a line's height, or a step back up the page, begins a new paragraph or column.
function pageApart(above, below) {
  return below[1] - above[3] > 0.8 * (below[3] - below[1]) || below[3] < above[1];
}

function pageWord(word, place, data, matching) {
  const span = deskElement("span", "word", word.text);
  const kind = pageKindOf(word, data.much_below);
  if (kind) {
    const said = pageKinds(data.labels)[kind];
    span.classList.add(kind);
    span.title = said;
    span.setAttribute("aria-label", `${word.text}, ${said}`);
  }
  if (matching(place)) span.classList.add("match");
  span.setAttribute("role", "button");
  span.tabIndex = -1;
  Object.assign(span.dataset, place);
  return span;
}

function pagePlaceOf(target) {
  const span = target.closest?.(".word");
  return span && { line: Number(span.dataset.line), word: Number(span.dataset.word) };
}

// The box around `count` words of a line.
function pageBoxOf(words, count) {
  const boxes = words.slice(0, count).map((each) => each.box);
  const edge = (side, most) => most(...boxes.map((box) => box[side]));
  return [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)];
}
