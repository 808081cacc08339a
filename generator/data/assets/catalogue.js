// @ts-check
// What the catalogue's pages do beyond reading: the filters of the list of badges, the box that checks a badge, and the
// page of a dead link. Everything stays in the browser: no file that is looked at is sent anywhere. Without this script
// the pages are whole: the list shows all badges, and the box says what to do by hand.
"use strict";
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  /** Where the site begins, also below a path and on a copy of it. */
  const ROOT = new URL("..", script.src).href;
  const AWARD = /^(?:ob2\/)?awards\/(..)\/([0-9a-hjkmnp-tv-z]{26})\.(?:html|json|png|svg)$/;
  const MOST_BYTES = 16_000_000;
  class TooLarge extends Error {}
  const now = new Date();
  /** As ISO 8601, where the reader is. */
  const TODAY = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");

  // -- filters ----------------------------------------------------------------------------------------------------

  /** @param {HTMLFormElement} form @param {AbortSignal} gone  tells that the page is left */
  function filters(form, gone) {
    const list = /** @type {HTMLElement} */ (form.parentElement);
    const cards = [...list.querySelectorAll("[data-facets]")].map((card) => ({
      card: /** @type {HTMLElement} */ (card),
      facets: JSON.parse(/** @type {HTMLElement} */ (card).dataset.facets || "{}"),
    }));
    const none = /** @type {HTMLElement} */ (list.querySelector(".badge-none"));
    const count = /** @type {HTMLElement} */ (form.querySelector("[data-count]"));
    const clear = /** @type {HTMLButtonElement} */ (form.querySelector("[type=reset]"));
    const selects = [...form.querySelectorAll("select")];

    /** Whether a card has the value today. @param {Record<string, Record<string, string>>} facets */
    const has = (facets, /** @type {string} */ name, /** @type {string} */ value) =>
      Object.hasOwn(facets[name], value) && (facets[name][value] === "" || facets[name][value] >= TODAY);

    /** What is to be found today, by filter. @type {Map<string, Set<string>>} */
    const living = new Map(selects.map(({ name }) => [name, new Set()]));
    for (const { facets } of cards)
      for (const [name, values] of living)
        for (const value of Object.keys(facets[name])) if (has(facets, name, value)) values.add(value);
    for (const select of selects)
      for (const option of [...select.options])
        if (option.value && !living.get(select.name)?.has(option.value)) option.remove();

    function show() {
      const chosen = selects.filter((select) => select.value);
      let shown = 0;
      for (const { card, facets } of cards) {
        card.hidden = !chosen.every((select) => has(facets, select.name, select.value));
        shown += card.hidden ? 0 : 1;
      }
      for (const select of selects) select.classList.toggle("chosen", select.value !== "");
      none.hidden = shown > 0;
      clear.hidden = chosen.length === 0;
      count.textContent = (count.dataset.count || "").replace("{shown}", String(shown));
    }

    function restore() {
      const asked = new URLSearchParams(location.search);
      for (const select of selects) {
        const value = asked.get(select.name) || "";
        const known = value !== "" && living.get(select.name)?.has(value);
        select.value = known ? value : "";
        if (!known || select.value === value) continue;
        // Not every skill is offered, but the page of each badge leads to all of its own.
        select.add(new Option(value, value));
        select.value = value;
      }
      show();
    }

    function remember() {
      const address = new URL(location.href);
      for (const { name, value } of selects)
        value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
      if (address.href !== location.href) history.pushState(null, "", address);
      show();
    }

    form.addEventListener("change", remember);
    form.addEventListener("submit", (event) => event.preventDefault());
    clear.addEventListener("click", (event) => {
      event.preventDefault();
      for (const select of selects) select.value = "";
      remember();
      selects[0].focus();
    });
    addEventListener("popstate", restore, { signal: gone });
    restore();
    form.hidden = false;
  }

  // -- the box that checks a badge --------------------------------------------------------------------------------

  /**
   * An award's id as it was typed from paper: O is 0, I and L are 1, and case, spaces and hyphens don't count.
   * @param {string} typed
   */
  const normal = (typed) =>
    typed.toLowerCase().replace(/[\s\u00ad\u2010-\u2015\u2212_-]/g, "").replace(/o/g, "0").replace(/[il]/g, "1");

  /** The address without what only says where on a page. @param {string} text */
  function url(text) {
    try {
      const found = new URL(text);
      found.hash = found.search = "";
      return found;
    } catch {
      return null;
    }
  }

  /**
   * What an address is about: an award of this site, something else here, or of whom. As one host may have several
   * sites below one another's paths, another one of the same host is named with its path.
   * @param {string} address @param {string} site
   * @returns {{award?: string, host?: string}}
   */
  function meant(address, site) {
    const found = url(address);
    if (!found || !/^https?:$/.test(found.protocol)) return {};
    const near = [`${site}/`, ROOT].map(url).filter((there) => there?.host === found.host);
    for (const there of near) {
      if (there && `${found.pathname}/`.startsWith(there.pathname)) {
        const match = AWARD.exec(found.pathname.slice(there.pathname.length).toLowerCase());
        return match && match[2].startsWith(match[1]) ? { award: match[2] } : {};
      }
    }
    const path = found.pathname.replace(/\/(?:ob2\/)?awards\/.*$/, "").replace(/\/$/, "");
    return { host: near.length ? found.host + path : found.host };
  }

  /**
   * The address that a badge gives as its own: `id` of a credential or assertion, also inside a compact token.
   * @param {string} text
   * @returns {string}
   */
  function idOf(text) {
    const token = /^\s*[\w-]+\.([\w-]+)\.[\w-]*\s*$/.exec(text);
    try {
      const bytes = token && Uint8Array.from(atob(token[1].replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
      let found = JSON.parse(bytes ? new TextDecoder().decode(bytes) : text);
      found = found.vc || found.credential || found;
      const held = found.verifiableCredential;
      if (held) found = Array.isArray(held) ? held[0] : held;
      if (typeof found === "string") return idOf(found);
      return [found.id, found.jti, found.verify && found.verify.url].find((id) => /^https?:/.test(id)) || "";
    } catch {
      return /^\s*https?:\S+\s*$/.test(text) ? text.trim() : "";
    }
  }

  /** The bytes of a packed text; little may unpack to very much, so it is cut off. @param {Uint8Array} packed */
  async function unpacked(packed) {
    const stream = new Blob([/** @type {BlobPart} */ (packed)]).stream();
    const reader = stream.pipeThrough(new DecompressionStream("deflate")).getReader();
    const parts = [];
    let size = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length;
      if (size > MOST_BYTES) {
        await reader.cancel();
        throw new TooLarge();
      }
      parts.push(next.value);
    }
    return new Blob(parts).arrayBuffer();
  }

  /** What is baked into a PNG: texts under the keywords of Open Badges (PNG, 11.3.3). @param {Uint8Array} bytes */
  async function bakedInPng(bytes) {
    const view = new DataView(bytes.buffer);
    const latin = new TextDecoder("latin1");
    for (let at = 8; at + 12 <= bytes.length; ) {
      const length = view.getUint32(at);
      const kind = latin.decode(bytes.subarray(at + 4, at + 8));
      const data = bytes.subarray(at + 8, at + 8 + length);
      const end = data.indexOf(0);
      if (/^[itz](?:TXt|EXt)$/.test(kind) && /^(?:openbadgecredential|openbadges)$/.test(latin.decode(data.subarray(0, end)))) {
        let packed = kind === "zTXt";
        let from = end + (packed ? 2 : 1);
        if (kind === "iTXt") {
          packed = data[end + 1] === 1;
          from = data.indexOf(0, data.indexOf(0, end + 3) + 1) + 1;
        }
        const rest = data.subarray(from);
        return new TextDecoder().decode(packed ? await unpacked(rest) : rest);
      }
      at += 12 + length;
    }
    return "";
  }

  /** What is baked into an SVG. Nothing of it is shown, fetched or run. @param {string} text */
  function bakedInSvg(text) {
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    for (const [space, name] of [
      ["https://purl.imsglobal.org/ob/v3p0", "credential"],
      ["https://purl.imsglobal.org/spec/ob/v3p0", "credential"],
      ["http://openbadges.org", "assertion"],
    ]) {
      const found = parsed.getElementsByTagNameNS(space, name)[0];
      if (found) return (found.textContent || "").trim() || found.getAttribute("verify") || "";
    }
    return "";
  }

  /** The address that the badge in a file gives as its own, or nothing. @param {File} file */
  async function idInFile(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes[0] === 0x89 && bytes[1] === 0x50) return idOf(await bakedInPng(bytes));
    const text = new TextDecoder().decode(bytes).replace(/^\ufeff/, "");
    return idOf(/^\s*</.test(text) ? bakedInSvg(text) : text);
  }

  /** @param {HTMLFormElement} form */
  function box(form) {
    const text = /** @type {HTMLInputElement} */ (form.querySelector("[type=text]"));
    const file = /** @type {HTMLInputElement} */ (form.querySelector("[type=file]"));
    const answer = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
    const site = form.dataset.site || "";

    /** Say one of the messages that the page has. @param {string} name @param {Record<string, string>} [slots] */
    function say(name, slots = {}) {
      answer.textContent = (form.dataset[name] || "").replace(/\{(\w+)\}/g, (whole, slot) => slots[slot] ?? whole);
      answer.classList.toggle("wrong", name !== "looking");
    }

    /** Go to the award's page if there is one. @param {string} award */
    async function go(award) {
      say("looking");
      const page = `${ROOT}awards/${award.slice(0, 2)}/${award}.html`;
      const found = await fetch(page).catch(() => null);
      if (found && found.status === 404) return say("noAward");
      answer.textContent = "";
      location.assign(page);
    }

    /** @param {string} address @param {string} otherwise  what to say where it is of this site, and no award's */
    function follow(address, otherwise) {
      const { award, host } = meant(address, site);
      if (award) return void go(award);
      host ? say("notOurs", { host }) : say(otherwise);
    }

    function read() {
      const typed = text.value.trim();
      if (!typed) return say("empty");
      if (/^https?:\/\//i.test(typed)) return follow(typed, "noAwardLink");
      if (/^[\w-]+(\.[\w-]+)+(:\d+)?\//.test(typed)) return follow(`https://${typed}`, "noAwardLink");
      if (typed.startsWith("{")) return follow(idOf(typed), "noBadge");
      const code = normal(typed);
      const odd = /[^0-9a-hjkmnp-tv-z]/u.exec(code);
      if (odd) return say("sign", { sign: odd[0] });
      if (code.length !== 26) return say("short", { number: String(code.length) });
      return void go(code);
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      read();
      if (answer.classList.contains("wrong")) text.focus();
    });
    file.addEventListener("change", async () => {
      const chosen = file.files && file.files[0];
      if (!chosen) return;
      say("looking");
      try {
        if (chosen.size > MOST_BYTES) throw new TooLarge();
        follow(await idInFile(chosen), "noBadge");
      } catch (error) {
        say(error instanceof TooLarge ? "tooLarge" : "noBadge");
      }
      file.value = "";
    });
    for (const plain of form.parentElement?.querySelectorAll(".without-script") || [])
      /** @type {HTMLElement} */ (plain).hidden = true;
    form.hidden = false;
  }

  // -- badges that are no longer awarded --------------------------------------------------------------------------

  /** Mark those whose last day is past, and put them after the others. @param {Element} list */
  function retire(list) {
    const over = [...list.querySelectorAll(":scope > li[data-retired]")].filter(
      (card) => (card.getAttribute("data-retired") || "") < TODAY,
    );
    for (const card of over) card.classList.add("retired");
    // What a stack is made of stays in its author's order.
    if (!list.closest(".badge-parts")) list.append(...over);
  }

  // -- how many awards there are ----------------------------------------------------------------------------------

  /** Say the number, where it is not one that is kept private. @param {HTMLElement} place */
  async function awards(place) {
    const answer = await fetch(place.dataset.from || "").catch(() => null);
    const told = answer && answer.ok ? await answer.json().catch(() => null) : null;
    if (!told || !Number.isInteger(told.awards)) return;
    const number = document.createElement("strong");
    number.textContent = new Intl.NumberFormat(place.dataset.locale).format(told.awards);
    const [before, after] = (place.dataset.said || "").split("{number}");
    place.append(before, number, after || "");
  }

  // -- assessors of the issuer whose time is over ------------------------------------------------------------------

  /** Put those whose last day is past where it says so. @param {HTMLElement} former */
  function formerly(former) {
    const over = [...document.querySelectorAll(".assessors > li[data-until]")].filter(
      (entry) => (entry.getAttribute("data-until") || "") < TODAY,
    );
    /** @type {HTMLElement} */ (former.querySelector("ul")).append(...over);
    former.hidden = over.length === 0;
  }

  // -- a dead link that looks like an award's ---------------------------------------------------------------------

  /** @param {HTMLElement} words */
  function dead(words) {
    const path = location.pathname.slice(new URL(ROOT).pathname.length);
    const found = /^(?:ob2\/)?awards\/(?:[^/]*\/)?([^/]*?)(?:\.\w+)?$/.exec(path);
    if (!found) return;
    words.textContent = words.dataset.award || "";
    const text = /** @type {HTMLInputElement | null} */ (document.getElementById("badge-check-text"));
    if (text && /^[\w-]{1,60}$/.test(found[1])) text.value = found[1].toUpperCase();
  }

  // -- the theme's own controls ----------------------------------------------------------------------------------

  /**
   * In the place of a label that works a hidden checkbox, a button: keys reach and work it, and readers know its state.
   * @param {HTMLElement} label @param {string} name
   */
  function button(label, name) {
    const box = /** @type {HTMLInputElement | null} */ (document.getElementById(label.getAttribute("for") || ""));
    if (!box || !name) return;
    const made = document.createElement("button");
    made.type = "button";
    made.className = `${label.className} for${box.id}`;
    made.append(...label.children);
    made.setAttribute("aria-label", name);
    made.addEventListener("click", () => box.click());
    const tell = () => made.setAttribute("aria-expanded", String(box.checked));
    box.addEventListener("change", tell);
    tell();
    label.replaceWith(made);
  }

  function controls() {
    const search = document.querySelector("[data-md-component=search]");
    const asked = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-md-component=search-query]"));
    if (search && asked && !search.hasAttribute("aria-label")) search.setAttribute("aria-label", asked.placeholder);
    const menu = document.querySelector(".md-nav--primary")?.getAttribute("aria-label") || "";
    for (const label of document.querySelectorAll(".md-header__inner > label")) {
      const of = label.getAttribute("for") === "__drawer" ? menu : asked?.placeholder;
      button(/** @type {HTMLElement} */ (label), of || "");
    }
  }

  addEventListener("keydown", (event) => {
    const drawer = /** @type {HTMLInputElement | null} */ (document.getElementById("__drawer"));
    if (event.key !== "Escape" || !drawer?.checked) return;
    drawer.click();
    /** @type {HTMLElement | null} */ (document.querySelector(".for__drawer"))?.focus();
  });

  // -- each page --------------------------------------------------------------------------------------------------

  let leaving = new AbortController();

  function start() {
    leaving.abort();
    leaving = new AbortController();
    const gone = leaving.signal;
    controls();
    document.querySelectorAll(".badge-list").forEach(retire);
    document.querySelectorAll("form.badge-filters").forEach((form) => filters(/** @type {HTMLFormElement} */ (form), gone));
    document.querySelectorAll(".badge-check form").forEach((form) => box(/** @type {HTMLFormElement} */ (form)));
    document.querySelectorAll(".of-awards").forEach((place) => void awards(/** @type {HTMLElement} */ (place)));
    document.querySelectorAll(".formerly").forEach((former) => formerly(/** @type {HTMLElement} */ (former)));
    document.querySelectorAll(".of-award").forEach((words) => dead(/** @type {HTMLElement} */ (words)));
  }

  // A theme that changes pages without loading them tells of each.
  const pages = /** @type {any} */ (globalThis).document$;
  if (pages && typeof pages.subscribe === "function") pages.subscribe(start);
  else start();
})();
