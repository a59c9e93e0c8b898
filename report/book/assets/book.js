// Search and filters; everything else of the book works without a script. Texts are only ever set as text.
(() => {
  "use strict";
  const root = document.documentElement.dataset.root;
  const SHOWN = 50;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => plain(text).split(/\s+/).filter(Boolean);
  const counted = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

  let entries;
  function load(then) {
    if (entries) return then();
    const script = document.createElement("script");
    script.src = `${root}assets/entries.js`;
    script.addEventListener("load", () => {
      entries = window.bookEntries.map((entry) => [...entry, plain(entry[1]), plain(`${entry[0]} ${entry[1]} ${entry[2]}`)]);
      then();
    });
    document.head.append(script);
    return undefined;
  }

  function matches(wanted) {
    const found = entries.filter((entry) => wanted.every((word) => entry[5].includes(word)));
    const rank = (entry) => (entry[4].startsWith(wanted[0]) ? 0 : wanted.every((word) => entry[4].includes(word)) ? 1 : 2);
    return found.map((entry, at) => [rank(entry), at, entry]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((found) => found[2]);
  }

  function item([kind, title, detail, address]) {
    const link = Object.assign(document.createElement("a"), { href: root + address });
    for (const [tag, text] of [["i", kind], ["b", title], ["span", detail]]) {
      link.append(Object.assign(document.createElement(tag), { textContent: text }), " ");
    }
    const line = document.createElement("li");
    line.append(link);
    return line;
  }

  function search(box) {
    const input = box.querySelector("input");
    const list = box.querySelector("ul");
    const count = box.querySelector("[role=status]");
    const close = () => { list.replaceChildren(); count.textContent = ""; };
    const show = () => load(() => {
      const wanted = words(input.value);
      if (!wanted.length) return close();
      const found = matches(wanted);
      list.replaceChildren(...found.slice(0, SHOWN).map(item));
      count.textContent = found.length > SHOWN ? `${counted(found.length, "result", "results")}, ${SHOWN} shown` : counted(found.length, "result", "results");
      return undefined;
    });
    box.hidden = false;
    input.addEventListener("focus", () => load(() => input.value && show()), { once: true });
    input.addEventListener("input", show);
    box.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape") { close(); input.value = ""; input.focus(); }
      else if (event.key === "ArrowDown" && links.length) links[Math.min(at + 1, links.length - 1)].focus();
      else if (event.key === "ArrowUp" && at >= 0) (at ? links[at - 1] : input).focus();
      else if (event.key === "Enter" && at < 0 && links.length) links[0].click();
      else return;
      event.preventDefault();
    });
    document.addEventListener("click", (event) => { if (!box.contains(event.target)) close(); });
    document.addEventListener("keydown", (event) => {
      const typing = document.activeElement.matches("input, textarea, select");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
  }

  function filter(line) {
    const rows = [...document.getElementById(line.dataset.filters).tBodies[0].rows];
    const texts = rows.map((row) => plain(row.textContent));
    const count = line.querySelector("[role=status]");
    line.hidden = false;
    line.querySelector("input").addEventListener("input", (event) => {
      const wanted = words(event.target.value);
      const shown = texts.map((text) => wanted.every((word) => text.includes(word)));
      rows.forEach((row, at) => { row.hidden = !shown[at]; });
      count.textContent = wanted.length ? `${shown.filter(Boolean).length} of ${rows.length}` : "";
    });
  }

  const box = document.getElementById("search");
  if (box) search(box);
  for (const line of document.querySelectorAll("[data-filters]")) filter(line);
})();
