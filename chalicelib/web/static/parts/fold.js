// Turkish text folded for matching, as the server folds it (core/text.py).

const DOTTED = { "I": "ı", "İ": "i" };

/** Bare lower-case words: "IŞIK, 12/A" and "ışık 12 a" fold alike. */
export function fold(text) {
  return text.normalize("NFKC").replace(/[Iİ]/g, (letter) => DOTTED[letter]).toLowerCase()
    .normalize("NFKD").replace(/[\p{Mn}\p{Cf}]/gu, "").replace(/ı/g, "i").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Whether a folded text holds a folded phrase: its words follow each other; three letters or fewer match whole words. */
export function mentions(folded, phrase) {
  const words = folded.split(" ");
  const wanted = phrase.split(" ");
  return words.some((_, at) => wanted.every((each, step) => {
    const word = words[at + step];
    return word !== undefined && (each.length > 3 ? word.startsWith(each) : word === each);
  }));
}
