// @ts-check
/**
 * What an award page can't know when it is built: the reader's language, day and colours; and what only a script can do.
 * The page is whole without. Texts of the interface are elements with `data-t`, the key of a text in `words.js`; an
 * element in them is a slot, with `data-s` for its name where there are several. Texts of the badge that stand there in
 * several languages have `lang`, and all but one are hidden.
 */

import words from './words.js'

let receipt = takeReceipt()

/** @typedef {{[key: string]: any}} Texts */

const site = new URL('../', import.meta.url)
const page = document.documentElement
const own = page.lang

/** @param {string} selector @returns {HTMLElement[]} */
const all = (selector) => [...document.querySelectorAll(selector)].map((found) => /** @type {HTMLElement} */ (found))

/** @param {string} selector */
const shown = (selector) => document.querySelector(selector)?.textContent?.trim() ?? ''

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

// ---- the language

const LANGUAGES = Object.keys(words)
/** The language of the interface as it was built. */
const built = String(lookup(own, LANGUAGES))
let language = built

/** The texts of the badge that stand there in several languages, by the element that holds them. */
const choices = [...new Set(all('[lang][hidden]').map((each) => /** @type {HTMLElement} */ (each.parentElement)))]

/** @type {Map<HTMLElement, Map<string, Element>>} The slots of each text, also those that another form lacks. */
const slots = new Map()

/** @param {HTMLElement} element */
function slotsOf(element) {
  let known = slots.get(element)
  if (!known) {
    known = new Map([...element.children].map((slot) => [slot.getAttribute('data-s') ?? '', slot]))
    slots.set(element, known)
  }
  return known
}

/** Say it in the language of now; another text than before, if a key is given. @param {HTMLElement} element */
function say(element, key = element.dataset.t) {
  const known = slotsOf(element)
  element.dataset.t = key
  /** @type {any} */
  let text = String(key).split('.').reduce((/** @type {any} */ found, part) => found?.[part], words[language].texts)
  if (text && typeof text === 'object') {
    text = text[new Intl.PluralRules(words[language].locale).select(Number(known.get('')?.textContent))] ?? text.other
  }
  if (typeof text !== 'string') return
  const slot = (/** @type {string} */ name) => known.get(name) ?? known.get('') ?? ''
  element.replaceChildren(...text.split(/\{([a-z_]+)\}/).map((part, at) => (at % 2 ? slot(part) : part)))
}

/** An element that says a text. @param {string} tag @param {string} key */
function make(tag, key) {
  const made = document.createElement(tag)
  say(made, key)
  return made
}

/** What people wrote stays in the language that the page was built in. */
function keepOwn() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement
    if (parent && texts.currentNode.nodeValue?.trim() && !parent.matches('[data-t], time, data, body [lang] *')) {
      parent.lang ||= own
    }
  }
}

function choose() {
  for (const choice of choices) {
    const variants = [...choice.children].map((child) => /** @type {HTMLElement} */ (child))
    const wanted = variants.find((each) => each.lang === page.lang)
      ?? variants.find((each) => prime(each.lang) === prime(page.lang)) ?? variants[0]
    for (const each of variants) each.hidden = each !== wanted
  }
}

/** The catalogue's pages stay in the language of the site; a link to them says so where the reader's is another. */
function elsewhere() {
  if (language === built) return
  const name = new Intl.DisplayNames(words[language].locale, { type: 'language' }).of(built) ?? built
  const notes = { check_more: 'in_language', badge_page: 'in_language', results_note: 'rubric_language' }
  for (const [of, note] of Object.entries(notes)) {
    for (const link of all(`[data-t=${of}]`)) link.append(` ${words[language].texts[note].replace('{language}', name)}`)
  }
}

function title() {
  const name = all('h1 [lang]:not([hidden])')[0]?.textContent ?? shown('h1')
  const plain = `${name} · ${shown('header a')}`
  const state = ['revoked', 'expired'].find((each) => document.body.classList.contains(each))
  document.title = state ? words[language].texts[`title_${state}`].replace('{title}', () => plain) : plain
}

/** @param {string} wanted */
function speak(wanted) {
  language = wanted
  keepOwn()
  page.lang = language === built ? own : language
  for (const element of all('[data-t]')) say(element)
  const days = new Intl.DateTimeFormat(words[language].locale, { dateStyle: 'long', timeZone: 'UTC' })
  for (const time of all('time')) time.textContent = days.format(new Date(`${time.getAttribute('datetime')}T00:00:00Z`))
  const numbers = new Intl.NumberFormat(words[language].locale, { maximumFractionDigits: 3 })
  for (const data of all('data')) data.textContent = numbers.format(Number(data.getAttribute('value')))
  choose()
  title()
  elsewhere()
  for (const button of all('.tools button')) button.setAttribute('aria-pressed', String(button.lang === language))
}

/** A button for each language; the page is in the chosen one, else in the reader's first that there are texts in. */
function languages() {
  const tools = document.createElement('div')
  tools.className = 'tools'
  for (const tag of LANGUAGES) {
    const button = document.createElement('button')
    button.lang = tag
    button.append(words[tag].name)
    button.addEventListener('click', () => {
      store('.language', tag)
      speak(tag)
    })
    tools.append(button)
  }
  if (LANGUAGES.length > 1) all('header')[0].append(tools)
  const wanted = [stored('.language') ?? '', ...navigator.languages].map((tag) => lookup(tag, LANGUAGES))
  speak(wanted.find((tag) => tag !== undefined) ?? built)
}

// ---- the day: an award with an end says whether that has come

function expire() {
  if (!document.body.classList.contains('dated')) return
  const [word, compare] = all('.state p')
  // The credential ends as that day begins in UTC.
  const ended = String(word.querySelector('time')?.dateTime) <= new Date().toISOString().slice(0, 10)
  document.body.classList.replace('dated', ended ? 'expired' : 'awarded')
  compare.remove()
  if (ended) say(word, 'expired')
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

function colours() {
  let chosen = chosenScheme()
  const says = ['by_device', 'light', 'dark']
  page.dataset.scheme = SCHEMES[chosen]
  const button = make('button', says[chosen])
  button.addEventListener('click', () => {
    chosen = (chosen + 1) % SCHEMES.length
    const color = { media: MEDIA[chosen], scheme: SCHEMES[chosen] || 'default' }
    store('.__palette', JSON.stringify({ index: chosen, color }))
    page.dataset.scheme = SCHEMES[chosen]
    say(button, says[chosen])
  })
  return button
}

// ---- whose it is: the receipt in the address tells, and stays with the reader

/** The receipt of the address, taken out of it, so that no history, copied link or picture of the screen holds it. */
function takeReceipt() {
  if (!location.hash.startsWith('#receipt=')) return
  const held = location.hash.slice('#receipt='.length)
  history.replaceState(history.state, '', location.pathname + location.search)
  return held
}

/**
 * The award of a receipt, and its values with their salts by kind. Throws where it is damaged.
 * @param {string} text
 * @returns {[string, [string, [string, string]][]]}
 */
function opened(text) {
  const body = /^1\.([\w-]{1,8192})$/.exec(text)?.[1] ?? ''
  const bytes = Uint8Array.from(atob(body.replace(/-/g, '+').replace(/_/g, '/')), (byte) => byte.charCodeAt(0))
  const { award, ...values } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  const pairs = Object.entries(values)
  for (const [kind, [value, salt]] of pairs) {
    // Salts of any other length would let value and salt trade characters.
    const sound = ['name', 'emailAddress'].includes(kind) && typeof value === 'string' && /^[\w-]{21}[AQgw]$/.test(salt)
    if (!sound) throw new TypeError(kind)
  }
  if (!pairs.length) throw new TypeError('empty')
  return [award, pairs]
}

/** Values are made alike before they are hashed. @param {string} kind @param {string} value */
const alike = (kind, value) => (kind === 'name' ? value.trim().normalize('NFC') : value.trim().toLowerCase())

/** The identity hash of a value (Open Badges 3.0, B.5.2). @param {string} text */
async function identityHash(text) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return `sha256$${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** What a receipt tells of this award: the key of a text, and what the learner is called. @param {string} text */
async function told(text) {
  let award, values, identifiers
  try {
    [award, values] = opened(text)
  } catch {
    return ['receipt_damaged']
  }
  const credential = /** @type {HTMLAnchorElement} */ (all('[data-t=credential]')[0])
  if (credential.getAttribute('href') !== `${award}.json`) return ['receipt_differs']
  // Browsers hash at addresses of https only.
  if (!crypto.subtle) return ['receipt_by_command']
  try {
    identifiers = (await (await fetch(credential.href)).json()).credentialSubject.identifier
    if (!Array.isArray(identifiers)) throw new TypeError('identifier')
  } catch {
    return ['receipt_unchecked']
  }
  for (const [kind, [value, salt]] of values) {
    const hash = await identityHash(alike(kind, value) + salt)
    if (!identifiers.some((each) => each.identityType === kind && each.identityHash === hash)) return ['receipt_differs']
  }
  return ['receipt_opens', ...values.map(([kind, [value]]) => alike(kind, value))]
}

const holder = document.createElement('p')

async function whose() {
  if (receipt === undefined) return
  const [key, ...names] = await told(receipt)
  receipt = undefined
  const said = document.createElement('span')
  const cell = /** @type {HTMLElement} */ (all('[data-t=paper_name]')[0].parentElement)
  delete cell.dataset.name
  if (names.length) {
    const slot = document.createElement('b')
    slot.textContent = names.join(', ')
    said.append(slot)
    cell.dataset.name = names[0]
  }
  say(said, key)
  holder.className = 'says'
  holder.replaceChildren(said)
}

// ---- what a learner may do with the award

const address = shown('.code span:last-child')

/** A link to where LinkedIn takes awards. */
function linkedin() {
  const [from, until] = ['dl', '.state :first-child'].map((of) => document.querySelector(`${of} time`)?.getAttribute('datetime'))
  const asked = new URLSearchParams({
    startTask: 'CERTIFICATION_NAME',
    name: all('h1 [lang]:not([hidden])')[0]?.textContent ?? shown('h1'),
    organizationName: shown('header a'),
    certUrl: address,
    certId: shown('.code b'),
  })
  for (const [of, day] of Object.entries({ issue: from, expiration: until })) {
    const [year, month] = day?.split('-') ?? []
    if (!day) continue
    asked.set(`${of}Year`, String(Number(year)))
    asked.set(`${of}Month`, String(Number(month)))
  }
  const link = /** @type {HTMLAnchorElement} */ (make('a', 'linkedin'))
  link.className = 'linkedin'
  link.href = `https://www.linkedin.com/profile/add?${String(asked).replaceAll('+', '%20')}`
  return link
}

/** @param {string} key @param {() => void} act */
function button(key, act) {
  const made = make('button', key)
  made.addEventListener('click', act)
  return made
}

function actions() {
  const done = document.createElement('span')
  done.setAttribute('role', 'status')
  const made = document.createElement('p')
  made.className = 'actions'
  if (document.querySelector('[data-linkedin]')) made.append(linkedin())
  if (navigator.clipboard) {
    made.append(button('copy', async () => {
      await navigator.clipboard.writeText(address)
      done.replaceChildren(make('span', 'copied'))
    }))
  }
  if (!document.body.classList.contains('revoked')) made.append(button('print', () => window.print()))
  made.append(colours(), done)
  all('main')[0].append(made)
}

holder.setAttribute('role', 'status')
all('.state')[0].after(holder)
addEventListener('hashchange', () => {
  receipt = takeReceipt()
  whose()
})
actions()
expire()
languages()
whose()
