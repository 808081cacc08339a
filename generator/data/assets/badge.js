// @ts-check
// What a badge page can tell only in the reader's browser: whose time is over, whether a review is overdue, and where
// the badge was awarded, which is counted in one file for the whole site. Without this script the page says dates.
(() => {
  "use strict";

  /** Today as ISO 8601, where the reader is. */
  const today = () => {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  };

  /** Take out assessors whose last day is past, and say so if nobody is left.
   * @param {Document} page */
  function endTerms(page) {
    for (const part of page.querySelectorAll(".badge-assessors")) {
      for (const entry of part.querySelectorAll("li[data-until]")) {
        if ((entry.getAttribute("data-until") ?? "") < today()) entry.remove();
      }
      if (!part.querySelector("li")) {
        part.querySelector("ul")?.remove();
        part.querySelector(".badge-no-assessor")?.removeAttribute("hidden");
      }
    }
  }

  /** @param {Document} page */
  function tellOverdue(page) {
    for (const part of page.querySelectorAll(".badge-review[data-next]")) {
      if ((part.getAttribute("data-next") ?? "") < today()) {
        part.querySelector(".badge-overdue")?.removeAttribute("hidden");
      }
    }
  }

  /** Unfold the version that the address names; browsers do so by themselves, but not all.
   * @param {Document} page */
  function unfold(page) {
    if (!/^#v[1-9][0-9]*$/.test(location.hash)) return;
    const place = page.getElementById(location.hash.slice(1));
    const folded = place?.closest("details");
    if (place && folded && !folded.open) {
      folded.open = true;
      place.scrollIntoView();
    }
  }

  /** One line of the list: a name, a count in words, a bar.
   * @param {string} name @param {number | null} count @param {number} most @param {HTMLElement} part */
  function line(name, count, most, part) {
    const item = document.createElement("li");
    const label = document.createElement("span");
    label.textContent = name;
    label.dir = "auto";
    const told = document.createElement("span");
    told.className = count === null ? "count hidden" : "count";
    told.textContent =
      count === null ? (part.dataset.hidden ?? "") : new Intl.NumberFormat(part.dataset.locale).format(count);
    item.append(label, " ", told);
    if (count !== null && most > 0) {
      const bar = document.createElement("span");
      bar.className = "bar";
      bar.setAttribute("aria-hidden", "true");
      const filled = document.createElement("span");
      filled.style.width = `${Math.max(1, Math.round((100 * count) / most))}%`;
      bar.append(filled);
      item.append(bar);
    }
    return item;
  }

  /** Where a badge is awarded of which no campus has a count that is shown.
   * @param {HTMLElement} part @param {any} found @param {Map<string, string>} names */
  function told(part, found, names) {
    const all = found.campuses.map((/** @type {any} */ one) => names.get(one.campus) ?? one.campus);
    const said = found.awards === null ? part.dataset.where : part.dataset.whereEach;
    return (said ?? "").replace("{campuses}", () => new Intl.ListFormat(part.dataset.locale).format(all));
  }

  /** What `/api/registry.json` says, as a list or a sentence.
   * @param {HTMLElement} part @param {any} registry */
  function show(part, registry) {
    const names = new Map(registry.campuses.map((/** @type {any} */ one) => [one.campus, one.name]));
    const found = registry.badges.find((/** @type {any} */ one) => one.badge === part.dataset.badge);
    const campuses = found?.campuses ?? [];
    const note = document.createElement("p");
    if (!found || (found.awards === 0 && campuses.length === 0)) {
      note.textContent = part.dataset.none ?? "";
      part.replaceChildren(note);
      return;
    }
    const shown = campuses.some((/** @type {any} */ one) => one.awards !== null);
    const where = shown || campuses.length === 0 ? "" : told(part, found, names);
    if (where && found.awards === null) {
      note.textContent = where;
      part.replaceChildren(note);
      return;
    }
    const counts = [found.awards, ...campuses.map((/** @type {any} */ one) => one.awards)];
    const most = Math.max(0, ...counts.filter((count) => count !== null));
    const list = document.createElement("ul");
    list.className = "badge-bars";
    list.append(line(part.dataset.total ?? "", found.awards, most, part));
    for (const one of where ? [] : campuses) {
      list.append(line(names.get(one.campus) ?? one.campus, one.awards, most, part));
    }
    const day = new Intl.DateTimeFormat(part.dataset.locale, { dateStyle: "long", timeZone: "UTC" });
    note.className = "badge-note";
    note.textContent = (part.dataset.note ?? "")
      .replace("{day}", day.format(new Date(registry.as_of)))
      .replace("{number}", String(registry.fewest_shown));
    const sentence = document.createElement("p");
    sentence.textContent = where;
    part.replaceChildren(list, ...(where ? [sentence] : []), note);
  }

  /** @param {Document} page */
  async function count(page) {
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(".badge-counts[data-from]"))) {
      // What is said without scripts goes at once, lest it goes while somebody is about to use it.
      part.querySelector("p")?.setAttribute("hidden", "");
      try {
        const answer = await fetch(part.dataset.from ?? "");
        if (!answer.ok) throw new Error(String(answer.status));
        show(part, await answer.json());
      } catch {
        part.querySelector(".badge-counts-failed")?.removeAttribute("hidden");
      }
    }
  }

  function start() {
    endTerms(document);
    tellOverdue(document);
    unfold(document);
    void count(document);
  }

  addEventListener("hashchange", () => unfold(document));
  // A theme that changes pages without loading them tells of each.
  const pages = /** @type {any} */ (globalThis).document$;
  if (pages && typeof pages.subscribe === "function") pages.subscribe(start);
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
