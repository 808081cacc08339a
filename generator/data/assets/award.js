// @ts-check
/**
 * What an award page can't know when it is built: the reader's language, day and colours. The page is whole without.
 * Texts of the interface are elements with `data-t`, the key of a text in `words/<language>.json` beside this file, and
 * `data-s` on each of their slots. Texts of the badge stand there in every language, with `data-in` and `lang`.
 */

/** @typedef {{[key: string]: any}} Texts */
/** @typedef {{locale: string, name: string, texts: Texts}} Words */

const site = new URL('../', import.meta.url)
const page = document.documentElement
const own = page.lang
/** The language of the interface as it was built. */
const built = String(document.querySelector('[data-language][aria-pressed=true]')?.getAttribute('data-language'))

/** @param {string} selector @returns {HTMLElement[]} */
const all = (selector) => [...document.querySelectorAll(selector)].map((found) => /** @type {HTMLElement} */ (found))

/** @param {string} tag */
const prime = (tag) => tag.split('-')[0]

/** Which of the known tags to take for the wanted one (RFC 4647, Lookup). @param {string} wanted @param {string[]} known */
function lookup(wanted, known) {
  for (const parts = wanted.toLowerCase().split('-'); parts.length; parts.pop()) {
    const found = known.find((tag) => tag.toLowerCase() === parts.join('-'))
    if (found) return found
  }
}

/**
 * A choice that was stored for this site; none where the browser keeps nothing.
 * @param {string} name
 */
function stored(name) {
  try {
    return localStorage.getItem(site.pathname + name)
  } catch {
    return null
  }
}

/** @param {string} name @param {string} value */
function store(name, value) {
  try {
    localStorage.setItem(site.pathname + name, value)
  } catch {
    // It is chosen for this page, then.
  }
}

// ---- colours: by system, or as chosen; the catalogue's theme stores the choice so, too, and counts like this

const MEDIA = ['(prefers-color-scheme)', '(prefers-color-scheme: light)', '(prefers-color-scheme: dark)']
const SCHEMES = ['', 'default', 'slate']

/** Which of the schemes is chosen; the first where none is. */
function chosenScheme() {
  try {
    const colour = JSON.parse(stored('.__palette') ?? 'null')?.color
    return colour?.media === MEDIA[0] ? 0 : Math.max(0, SCHEMES.indexOf(colour?.scheme))
  } catch {
    return 0
  }
}

/** @param {number} chosen */
function colours(chosen) {
  page.dataset.scheme = SCHEMES[chosen]
  all('[data-do=colours] > span').forEach((each, at) => { each.hidden = at !== chosen })
}

function nextColours() {
  const next = (SCHEMES.indexOf(String(page.dataset.scheme)) + 1) % SCHEMES.length
  const color = { media: MEDIA[next], scheme: SCHEMES[next] || 'default' }
  store('.__palette', JSON.stringify({ index: next, color }))
  colours(next)
}

// ---- the day: an award with an end says whether that has come

function expire() {
  const word = all('[data-until]')[0]
  // The credential ends as that day begins in UTC.
  if (!word) return
  const ended = String(word.dataset.until) <= new Date().toISOString().slice(0, 10)
  document.body.classList.replace('dated', ended ? 'expired' : 'awarded')
  for (const sign of all('[data-until] .sign')) sign.toggleAttribute('hidden')
  if (!ended) return
  document.title = String(word.dataset.title)
  for (const other of all('.state .word, .sheet-state > span, .stamp')) other.hidden = !other.hidden
}

// ---- the language

/** @type {Map<HTMLElement, Map<string, HTMLElement>>} The slots of each text, also those that another form lacks. */
const slots = new Map()

/** @param {Texts} texts @param {string} key */
const find = (texts, key) => key.split('.').reduce((found, part) => found?.[part], texts)

/** @param {HTMLElement} element */
function slotsOf(element) {
  let known = slots.get(element)
  if (!known) {
    const own = [...element.children].map((child) => /** @type {HTMLElement} */ (child)).filter((child) => child.dataset.s)
    known = new Map(own.map((slot) => [String(slot.dataset.s), slot]))
    slots.set(element, known)
  }
  return known
}

/** @param {HTMLElement} element @param {Words} words @param {Intl.PluralRules} plural */
function say(element, words, plural) {
  const known = slotsOf(element)
  let text = find(words.texts, String(element.dataset.t))
  if (text && typeof text === 'object') text = text[plural.select(Number(known.get('n')?.textContent))] ?? text.other
  if (typeof text !== 'string') return
  element.replaceChildren(...text.split(/\{([a-z_]+)\}/).map((part, at) => (at % 2 ? (known.get(part) ?? '') : part)))
}

/** @param {string} language */
function choose(language) {
  for (const parent of new Set(all('[data-in]').map((each) => each.parentElement))) {
    const variants = [...(parent?.children ?? [])].map((child) => /** @type {HTMLElement} */ (child))
      .filter((child) => 'in' in child.dataset)
    const shown = variants.find((each) => each.lang === language)
      ?? variants.find((each) => prime(each.lang) === prime(language)) ?? variants[0]
    for (const each of variants) each.hidden = each !== shown
  }
}

/** @param {Words} words */
function title(words) {
  const variants = all('h1 [data-in]')
  const name = (variants.find((each) => !each.hidden) ?? all('h1')[0]).textContent?.trim()
  const plain = `${name} · ${all('.issuer')[0].textContent}`
  const state = ['revoked', 'expired'].find((each) => document.body.classList.contains(each))
  document.title = state ? words.texts[`title_${state}`].replace('{title}', () => plain) : plain
}

/**
 * The catalogue's pages stay in the language of the site; a link to them says so where the reader's is another.
 * @param {Words} words @param {string} language
 */
function elsewhere(words, language) {
  const name = new Intl.DisplayNames(words.locale, { type: 'language' }).of(built)
  for (const slot of all('.tongue [data-s=language]')) slot.textContent = name ?? built
  for (const note of all('.tongue')) note.hidden = language === built
}

/** @param {string} language @returns {Promise<Words | null>} */
async function wordsOf(language) {
  try {
    const answer = await fetch(new URL(`assets/words/${language}.json`, site))
    return answer.ok ? await answer.json() : null
  } catch {
    return null // Without a network the page stays in its language.
  }
}

/** @param {string} language */
async function speak(language) {
  const words = await wordsOf(language)
  if (!words) return
  // What people wrote stays in the language that the page was built in.
  for (const text of all('[dir=auto]:not([lang]), bdi:not([lang]), blockquote:not([lang])')) text.lang = own
  page.lang = language === built ? own : language
  elsewhere(words, language)
  const plural = new Intl.PluralRules(words.locale)
  for (const element of all('[data-t]')) say(element, words, plural)
  const days = new Intl.DateTimeFormat(words.locale, { dateStyle: 'long', timeZone: 'UTC' })
  for (const time of all('time')) time.textContent = days.format(new Date(`${time.getAttribute('datetime')}T00:00:00Z`))
  const numbers = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 3 })
  for (const data of all('data')) data.textContent = numbers.format(Number(data.getAttribute('value')))
  choose(page.lang)
  title(words)
  press(language)
}

/** @param {string} language */
function press(language) {
  for (const button of all('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language))
  }
}

/** The stored choice, else the reader's first language that there are texts in. @param {string[]} known */
const preferred = (known) => [stored('.language') ?? '', ...navigator.languages]
  .map((tag) => lookup(tag, known)).find((tag) => tag !== undefined)

function languages() {
  const buttons = all('[data-language]')
  if (buttons.length < 2) return
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const chosen = String(button.dataset.language)
      store('.language', chosen)
      void speak(chosen)
    })
  }
  all('.tools')[0].hidden = false
  const wanted = preferred(buttons.map((button) => String(button.dataset.language)))
  if (wanted && wanted !== built) void speak(wanted)
}

// ---- buttons

function actions() {
  const done = all('.copied')[0]
  /** @type {{[name: string]: () => void}} */
  const acts = {
    colours: nextColours,
    print: () => window.print(),
    copy: async () => {
      const address = document.querySelector('link[rel=canonical]')?.getAttribute('href') ?? location.href
      await navigator.clipboard.writeText(address)
      done.hidden = false
    },
  }
  for (const button of all('[data-do]')) {
    const name = String(button.dataset.do)
    if (name === 'copy' && !navigator.clipboard) continue
    button.addEventListener('click', acts[name])
    button.hidden = false
  }
}

colours(chosenScheme())
expire()
languages()
actions()
