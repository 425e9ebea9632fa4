// Grading by the same rules as on the server, but for one: a slip of the keys is not forgiven here.
"use strict";
window.VanthuGrading = (() => {
  const WORD = /[\p{L}\p{N}]+(?:[.,/-][\p{L}\p{N}]+)*%?/gu;
  const MARKS = /[\u0300-\u036f]/g;
  const TONES = /[\u0300\u0301\u0303\u0309\u0323]/;
  const GLIDES = ["oa", "oe", "uy"];
  const FIGURE = /^(?:[-−]?(?:[0-9]{1,3}(?:[.\s][0-9]{3})+|[0-9]+)(?:,[0-9]+)?|[-−]?[0-9]+\.[0-9]+)$/;

  const nfc = (text) => text.normalize("NFC").replace(/[\u00d0\u0189]/g, "\u0110").replace(/[\u00f0\u0256]/g, "\u0111");
  const fold = (text) => nfc(text).normalize("NFD").replace(MARKS, "").replace(/đ/g, "d").replace(/Đ/g, "D");

  // One spelling for hòa and hoà: the tone on the first vowel of an open glide.
  function canonical(syllable) {
    const signs = [...syllable.normalize("NFD")];
    const letters = signs.filter((sign) => !TONES.test(sign));
    const tones = signs.filter((sign) => TONES.test(sign));
    const low = letters.map((letter) => letter.toLowerCase());
    if (tones.length !== 1 || letters.length < 2 || !GLIDES.includes(low.slice(-2).join(""))) return nfc(syllable);
    if (low.length > 2 && low[low.length - 3] === "q") return nfc(syllable);
    letters.splice(letters.length - 1, 0, tones[0]);
    return nfc(letters.join(""));
  }

  const words = (text) => (nfc(text).match(WORD) ?? []).map((word) => canonical(word.toLowerCase()));

  function says(given, accepted) {
    const mine = words(given);
    if (!mine.length) return false;
    const marked = fold(given) !== nfc(given);
    return accepted.some((form) => {
      const theirs = words(form);
      const wanted = marked ? theirs : theirs.map(fold);
      const bare = marked ? mine : mine.map(fold);
      return same(mine, theirs) || same(bare, wanted);
    });
  }

  // A figure as it is written here: dots and blanks group thousands, a comma marks decimals.
  function figure(text) {
    let bare = text.trim().replace(/%$/, "").trim();
    if (!FIGURE.test(bare)) return null;
    bare = bare.replace(/−/g, "-");
    const decimal = /^-?[0-9]+\.[0-9]+$/.test(bare) && !/^-?[0-9]{1,3}\.[0-9]{3}$/.test(bare);
    return Number(decimal ? bare : bare.replace(/[.\s]/g, "").replace(",", "."));
  }

  const same = (one, other) => one.length === other.length && one.every((each, n) => each === other[n]);
  const sorted = (list) => [...list].sort((a, b) => a - b);

  // All of it right, and nothing else. An answer is a list: numbers of options, or typed words.
  function isRight(item, answer) {
    if (!answer?.length) return false;
    switch (item.kind) {
      case "numeric": {
        const typed = item.unit && answer[0].endsWith(item.unit) ? answer[0].slice(0, -item.unit.length).trim() : answer[0];
        const given = figure(typed);
        return given !== null && Math.abs(given - item.value) <= item.off + 1e-9;
      }
      case "cloze":
      case "short_text":
        return item.accepted.every((forms, n) => says(answer[n] ?? "", forms));
      case "ordering":
      case "matching":
        return same(answer, item.key);
      default:
        return same(sorted(answer), sorted(item.key));
    }
  }

  // Options go from the laxest to the strictest where a leak fails; no answer lets nothing out.
  const leaks = (item, answer) => Boolean(answer?.length) && answer[0] < item.key[0];

  return { isRight, leaks, says, figure };
})();
