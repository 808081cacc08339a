// Reading and writing: templates, pinned contexts, what each URL of the small world answers, and the scenarios.
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
export const ROOT = path.dirname(HERE);
const read = file => JSON.parse(fs.readFileSync(file, 'utf8'));
const PINNED = new Map();
for(const folder of [path.join(ROOT, '../../../generator/data/contexts'), path.join(ROOT, 'contexts')]) {
  for(const {url, file} of read(path.join(folder, 'contexts.json'))) { PINNED.set(url, path.join(folder, file)); }
}
export const NOW = '2026-11-22T12:00:00Z';
export const template = name => read(path.join(HERE, 'templates', name + '.json'));
const text = value => typeof value === 'string' ? value : JSON.stringify(value, null, 1) + '\n';

export function answer(url, value) {
  const file = path.join(ROOT, 'world', url.slice('https://'.length));
  fs.mkdirSync(path.dirname(file), {recursive: true});
  fs.writeFileSync(file, text(value));
}
export function didWebUrl(did) {
  const [host, ...rest] = did.slice('did:web:'.length).split(':').map(decodeURIComponent);
  return `https://${host}/${(rest.length ? rest : ['.well-known']).join('/')}/did.json`;
}
export function fetched(url) { return fs.readFileSync(path.join(ROOT, 'world', url.slice('https://'.length)), 'utf8'); }

export async function documentLoader(url) {
  const found = document => ({contextUrl: null, documentUrl: url, document});
  if(PINNED.has(url)) { return found(read(PINNED.get(url))); }
  const [whole, fragment] = url.split('#');
  if(url.startsWith('did:key:')) { return found(didKey(whole, fragment)); }
  const document = JSON.parse(fetched(url.startsWith('did:web:') ? didWebUrl(whole) : whole));
  if(!document.assertionMethod) { return found(document); }
  // The libraries read a document of keys as JSON-LD: with absolute ids, and contexts that are at hand.
  const methods = [...(document.verificationMethod ?? []), ...document.assertionMethod].filter(one => typeof one === 'object')
    .map(one => ({...one, id: one.id.startsWith('#') ? whole + one.id : one.id}));
  const context = {Multikey: 'https://w3id.org/security/multikey/v1', Ed25519VerificationKey2020: 'https://w3id.org/security/suites/ed25519-2020/v1'};
  if(fragment === undefined) {
    const shown = methods.filter(one => one.type in context);
    const used = [...shown.map(one => one.id), ...document.assertionMethod.filter(one => typeof one === 'string')];
    return found({'@context': ['https://www.w3.org/ns/did/v1', context[shown[0].type]], id: document.id, verificationMethod: shown, assertionMethod: [...new Set(used)]});
  }
  const method = methods.find(one => one.id === url);
  if(!method) { throw new Error(`no key ${url}`); }
  return found({'@context': context[method.type], ...method});
}
function didKey(did, fragment) {
  const key = did.slice('did:key:'.length), id = `${did}#${key}`;
  const method = {'@context': 'https://w3id.org/security/multikey/v1', id, type: 'Multikey', controller: did, publicKeyMultibase: key};
  return fragment ? method : {'@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'], id: did, verificationMethod: [method], assertionMethod: [id]};
}

export class Scenarios {
  constructor(folder, madeBy) { Object.assign(this, {folder, madeBy, rows: []}); fs.mkdirSync(path.join(ROOT, folder), {recursive: true}); }
  add(file, document, how, verdict, {codes, note, madeBy} = {}) {
    fs.writeFileSync(path.join(ROOT, this.folder, file), text(document));
    this.rows.push({file: `${this.folder}/${file}`, made_by: madeBy ?? this.madeBy, how, now: NOW, verdict, codes, note});
  }
  write() {
    fs.writeFileSync(path.join(ROOT, this.folder, 'scenarios.json'), text(this.rows));
    console.log(this.folder, this.rows.length);
  }
}
