// Credentials signed with Digital Bazaar's libraries: Data Integrity with EdDSA and ECDSA, Ed25519Signature2020,
// proof sets, status lists of both generations, endorsements, and CLRs.
import {createHash} from 'node:crypto';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as eddsaRdfc2022} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {cryptosuite as ecdsaRdfc2019} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import * as bitstring from '@digitalbazaar/vc-bitstring-status-list';
import * as statusList2021 from '@digitalbazaar/vc-status-list';
import {ed25519, ed25519_2020, ed25519Jwk, ecJwk, ecdsa, rsaJwk, open} from './keys.mjs';
import {NOW, Scenarios, answer, didWebUrl, documentLoader, template} from './world.mjs';

const MAPLE = 'did:web:maplewood.example';
const HARBOR = 'did:web:harborview.example:issuers:42';
const LAKE = 'https://credentials.lakeside.example/issuers/7';
const BOARD = 'did:web:accreditor.example';
const CREATED = '2026-03-02T09:14:30Z';

const maple = {ed: await ed25519(MAPLE, 0x21), old: await ed25519_2020(MAPLE, 0x21), p256: await ecdsa(MAPLE, 'P-256', 0x22), p384: await ecdsa(MAPLE, 'P-384', 0x23)};
const harbor = await ed25519_2020(HARBOR, 0x31);
const lake = {ed: await ed25519(LAKE, 0x41), plain: await ed25519(LAKE, 0x42)};
lake.plain.id = 'https://credentials.lakeside.example/keys/1';
const board = await ed25519(BOARD, 0x51);
const MALLORY = 'did:web:mallory.example';
const mallory = {ed: await ed25519(MALLORY, 0x66), old: await ed25519_2020(MALLORY, 0x66), p256: await ecdsa(MALLORY, 'P-256', 0x66), p384: await ecdsa(MALLORY, 'P-384', 0x65)};
const someone = await ed25519('did:key:x', 0x77);
const someoneDid = `did:key:${someone.publicKeyMultibase}`;
Object.assign(someone, {controller: someoneDid, id: `${someoneDid}#${someone.publicKeyMultibase}`});

export const rdfc = (key, created = CREATED) => new DataIntegrityProof({signer: key.signer(), date: created, cryptosuite: key.signer().algorithm === 'Ed25519' ? eddsaRdfc2022 : ecdsaRdfc2019});
const s2020 = (key, created = CREATED) => new Ed25519Signature2020({key, date: created});

// ---- what the issuers' sites answer
const open1 = async key => { const {id, type, controller, publicKeyMultibase} = await key.export({publicKey: true, includeContext: false}); return {id, type, controller, publicKeyMultibase}; };
const didDocument = (id, methods, extra = {}) => ({'@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'], id, verificationMethod: methods, assertionMethod: methods.map(one => one.id), ...extra});
const jwkMethod = (controller, fragment, jwk) => ({id: `${controller}#${fragment}`, type: 'JsonWebKey', controller, publicKeyJwk: open(jwk)});
answer(didWebUrl(MAPLE), didDocument(MAPLE, [
  await open1(maple.ed), await open1(maple.p256), await open1(maple.p384),
  jwkMethod(MAPLE, 'jwt-ed25519', await ed25519Jwk(0x21)), jwkMethod(MAPLE, 'jwt-es256', ecJwk('P-256', 0x22)),
  jwkMethod(MAPLE, 'jwt-rs256', rsaJwk('maplewood'))
], {'@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1', 'https://w3id.org/security/jwk/v1'], service: [{id: '#site', type: 'LinkedDomains', serviceEndpoint: 'https://www.maplewood.example/'}]}));
// Written as in the years before Multikey: relative ids, and the key only inside the relationship.
answer(didWebUrl(HARBOR), {
  '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/ed25519-2020/v1', 'https://w3id.org/security/suites/x25519-2020/v1'],
  id: HARBOR,
  assertionMethod: [{id: `#${harbor.fingerprint()}`, type: 'Ed25519VerificationKey2020', controller: HARBOR, publicKeyMultibase: harbor.fingerprint()}]
});
answer(LAKE, {
  '@context': ['https://www.w3.org/ns/cid/v1'], id: LAKE,
  verificationMethod: [await open1(lake.ed)],
  assertionMethod: [lake.ed.id, lake.plain.id, 'https://credentials.lakeside.example/keys/rsa.json']
});
answer(lake.plain.id, {'@context': 'https://w3id.org/security/multikey/v1', ...await open1(lake.plain)});
answer(didWebUrl(BOARD), didDocument(BOARD, [await open1(board)]));
answer(didWebUrl(MALLORY), didDocument(MALLORY, [await open1(mallory.ed), await open1(mallory.p256), await open1(mallory.p384)]));

// ---- signing and proving to oneself that it verifies
const uuid = name => createHash('sha256').update(name).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
const addressed = (credential, name) => ({...credential, id: `https://maplewood.example/api/v1/open_badge_credentials/${uuid(name)}`});
export const sign = async (credential, ...suites) => {
  let signed = structuredClone(credential);
  for(const suite of suites) { signed = await vc.issue({credential: signed, suite, documentLoader}); }
  return signed;
};
const known = [new DataIntegrityProof({cryptosuite: eddsaRdfc2022}), new DataIntegrityProof({cryptosuite: ecdsaRdfc2019}), new Ed25519Signature2020()];
const checkStatus = async options => {
  const type = options.credential.credentialStatus.type;
  if(type === 'BitstringStatusListEntry') { return bitstring.checkStatus({...options, verifyBitstringStatusListCredential: true}); }
  if(type === 'StatusList2021Entry') { return statusList2021.checkStatus({...options, verifyStatusListCredential: true}); }
  return {verified: true};
};
async function verifies(credential) {
  const result = await vc.verifyCredential({credential, suite: known, documentLoader, now: NOW, checkStatus});
  return result.verified && !result.statusResult?.results?.some(one => one.status === true) ? '' : JSON.stringify(result.error?.errors?.map(one => [one.message, one.cause?.message]) ?? result.statusResult?.error?.message ?? 'status');
}
const agrees = async (file, credential, verdict) => {
  const why = await verifies(credential);
  if((why === '') !== ['verified', 'unchecked'].includes(verdict)) { console.log('!', file, verdict, why); }
};
const set = new Scenarios('digitalbazaar', 'npm @digitalbazaar/vc 7.3.0');
async function put(file, credential, how, verdict, options = {}) {
  if(options.own !== false) { await agrees(file, credential, verdict); }
  set.add(file, credential, how, verdict, options);
}
const spoiled = credential => { const copy = structuredClone(credential); copy.credentialSubject.achievement.name = 'Welding Mastery'; return copy; };

// ---- every algorithm: good, tampered with, expired, of the future, by another's key
const badge = template('ob3');
// A key that nobody vouches for, as the did:key that it is.
async function bearer(make, made, suite = rdfc) {
  const key = await make(made), text = key.publicKeyMultibase, controller = `did:key:${text}`;
  Object.assign(key, {controller, id: `${controller}#${text}`});
  return {controller, suite: suite(key)};
}
const ALGORITHMS = [
  ['eddsa-rdfc-2022', 'DataIntegrityProof, eddsa-rdfc-2022', badge, rdfc(maple.ed), rdfc(mallory.ed), await bearer(key => key, someone)],
  ['ecdsa-rdfc-2019-p256', 'DataIntegrityProof, ecdsa-rdfc-2019, P-256', badge, rdfc(maple.p256), rdfc(mallory.p256), await bearer(async () => ecdsa('x', 'P-256', 0x78))],
  ['ecdsa-rdfc-2019-p384', 'DataIntegrityProof, ecdsa-rdfc-2019, P-384', badge, rdfc(maple.p384), rdfc(mallory.p384), await bearer(async () => ecdsa('x', 'P-384', 0x79))],
  ['ed25519signature2020', 'Ed25519Signature2020 on VC 2.0', {...badge, '@context': [...badge['@context'], 'https://w3id.org/security/suites/ed25519-2020/v1']}, s2020(maple.old), s2020(mallory.old), await bearer(() => ed25519_2020('x', 0x77), undefined, s2020)]
];
for(const [name, how, content, suite, foreign, personal] of ALGORITHMS) {
  const valid = await sign(addressed(content, name), suite);
  await put(`${name}.json`, valid, how, 'verified');
  await put(`${name}-tampered.json`, spoiled(valid), `${how}; one name changed afterwards`, 'refused', {codes: ['signature-wrong']});
  await put(`${name}-expired.json`, await sign({...addressed(content, `${name} expired`), validUntil: '2026-10-01T00:00:00Z'}, suite), `${how}; with an end that has passed`, 'expired', {codes: ['expired']});
  await put(`${name}-not-yet-valid.json`, await sign({...addressed(content, `${name} early`), validFrom: '2027-01-01T00:00:00Z'}, suite), `${how}; its time begins next year`, 'not-yet-valid', {codes: ['not-yet-valid']});
  await put(`${name}-foreign-key.json`, await sign(addressed(content, `${name} foreign`), foreign), `${how}; signed with the key of did:web:mallory.example`, 'refused', {codes: ['key-foreign']});
  const anyone = {...addressed(content, `${name} anyone`), issuer: {...content.issuer, id: personal.controller}};
  await put(`${name}-did-key.json`, await sign(anyone, personal.suite), `${how}; issuer is a did:key`, 'unchecked', {codes: ['issuer-unidentified']});
}
{ // a signature of one's own key under the issuer's key name
  const forged = await sign(addressed(badge, 'forged'), rdfc(Object.assign(await ed25519(MAPLE, 0x66), {id: maple.ed.id})));
  await put('eddsa-rdfc-2022-forged.json', forged, 'signed with an unknown key, naming the issuer\'s', 'refused', {codes: ['signature-wrong']});
  const unlisted = await sign(addressed(badge, 'unlisted'), rdfc(await ed25519(MAPLE, 0x67)));
  await put('eddsa-rdfc-2022-unlisted-key.json', unlisted, 'a key under the issuer\'s name that its DID document does not list', 'refused', {codes: ['key-unlisted'], own: false});
  const anyone = await sign({...addressed(badge, 'did:key'), issuer: {...badge.issuer, id: someoneDid}}, rdfc(someone));
  await put('did-key-tampered.json', spoiled(anyone), 'issuer is a did:key; changed afterwards', 'refused', {codes: ['signature-wrong']});
}

// ---- issuers with https keys
const ofLake = (credential, name) => ({...credential, id: `https://credentials.lakeside.example/credentials/${uuid(name)}`, issuer: {id: LAKE, type: ['Profile'], name: 'Lakeside University', url: 'https://lakeside.example/'}});
await put('https-issuer.json', await sign(ofLake(badge, 'https'), rdfc(lake.ed)), 'issuer is an https address, which answers a controlled identifier document; the key is a fragment of it', 'verified');
await put('https-key-document.json', await sign(ofLake(badge, 'https key'), rdfc(lake.plain)), 'the key is a document of its own: a Multikey with its controller', 'verified', {note: 'The issuer\'s document lists the key\'s address in assertionMethod.', own: false});
await put('https-issuer-tampered.json', spoiled(await sign(ofLake(badge, 'https'), rdfc(lake.ed))), 'https issuer; changed afterwards', 'refused', {codes: ['signature-wrong']});
await put('https-issuer-unreachable.json', await sign({...ofLake(badge, 'nobody'), issuer: {id: 'https://nowhere.example/issuers/1', type: ['Profile'], name: 'Nowhere'}}, rdfc(Object.assign(await ed25519('https://nowhere.example/issuers/1', 0x68)))), 'the issuer\'s site does not answer', 'unchecked', {own: false});

// ---- the years of VC 1.1
const old = template('ob3-vc11');
const also2020 = {...old, '@context': [...old['@context'], 'https://w3id.org/security/suites/ed25519-2020/v1']};
await put('vc11-ed25519signature2020.json', await sign(also2020, s2020(harbor)), 'VC 1.1, Open Badges context 3.0.1, Ed25519Signature2020; the DID document has relative ids and its key inside assertionMethod', 'verified');
await put('vc11-ed25519signature2020-tampered.json', spoiled(await sign(also2020, s2020(harbor))), 'VC 1.1; changed afterwards', 'refused', {codes: ['signature-wrong']});
await put('vc11-expired.json', await sign({...also2020, expirationDate: '2025-05-22T00:00:00Z'}, s2020(harbor)), 'VC 1.1 with expirationDate', 'expired', {codes: ['expired']});
await put('vc11-not-yet-valid.json', await sign({...also2020, issuanceDate: '2027-05-22T00:00:00Z'}, s2020(harbor)), 'VC 1.1 with an issuanceDate to come', 'not-yet-valid', {codes: ['not-yet-valid']});
const bare = {...old, issuer: MAPLE, type: ['OpenBadgeCredential', 'VerifiableCredential'], '@context': [old['@context'][0], 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json', 'https://w3id.org/security/data-integrity/v2']};
await put('vc11-data-integrity.json', await sign(bare, rdfc(maple.ed)), 'VC 1.1, context 3.0.2, DataIntegrityProof with its context v2; issuer a bare text, types in another order', 'verified');
const unversioned = {...also2020, '@context': [old['@context'][0], 'https://purl.imsglobal.org/spec/ob/v3p0/context.json', 'https://w3id.org/security/suites/ed25519-2020/v1']};
await put('vc11-unversioned-context.json', await sign(unversioned, s2020(harbor)), 'VC 1.1 with the first, unversioned Open Badges context', 'verified');
const single = structuredClone(also2020);
Object.assign(single.credentialSubject, {type: 'AchievementSubject'});
Object.assign(single.credentialSubject.achievement, {type: 'Achievement', image: 'https://harborview.example/media/pilot.png', alignment: {type: 'Alignment', targetName: 'Pilotage', targetUrl: 'https://frameworks.example/sea/1'}});
single.evidence = {id: 'https://harborview.example/evidence/1', type: 'Evidence', name: 'Log book'};
await put('vc11-single-members.json', await sign(single, s2020(harbor)), 'one value where the standard now has arrays, an image that is an address alone', 'verified', {note: 'As most issuers wrote in 2022; the JSON Schema of 2024 refuses it, its meaning is whole.'});

// ---- shapes that issuers use
const trimmed = structuredClone(addressed(badge, 'creator'));
trimmed.credentialSubject.achievement.creator = {id: MAPLE, type: ['Profile'], name: 'Maplewood Community College'};
await put('shape-creator-trimmed.json', await sign(trimmed, rdfc(maple.ed)), 'creator is the issuer again, with fewer members', 'verified', {note: 'The commonest shape of all: every member of the smaller object stands in the larger with the same value.'});
const twofold = structuredClone(trimmed);
twofold.credentialSubject.achievement.creator.name = 'Harvard';
await put('shape-creator-contradicts.json', await sign(twofold, rdfc(maple.ed)), 'creator bears the issuer\'s id and another name', 'refused', {codes: ['same-id-differs'], own: false, note: 'The signature holds: to RDF, the issuer has two names.'});
const empty = {...addressed(badge, 'empty'), endorsement: [], termsOfUse: [], evidence: [], credentialSchema: []};
empty.credentialSubject.achievement = {...badge.credentialSubject.achievement, otherIdentifier: [], related: [], endorsement: [], alignment: []};
await put('shape-empty-arrays.json', await sign(empty, rdfc(maple.ed)), 'empty arrays where there is nothing to say', 'verified');
const nameless = structuredClone(addressed(badge, 'nameless'));
nameless.type = ['VerifiableCredential', 'AchievementCredential'];
nameless.credentialSubject = {type: ['AchievementSubject'], name: 'Taylor Sample', achievement: badge.credentialSubject.achievement};
await put('shape-subject-by-name.json', await sign(nameless, rdfc(maple.ed)), 'the subject has neither id nor identifier, only a name; type AchievementCredential', 'unchecked', {own: false, note: 'Open Badges 3.0, B.1 asks for an id or an identifier; the samples of the Digital Credentials Consortium have neither.'});
const loose = structuredClone(addressed(badge, 'loose'));
Object.assign(loose, {credentialSchema: loose.credentialSchema[0], evidence: {...loose.evidence[0], type: 'Evidence'}, issuer: {...loose.issuer, type: 'Profile'}});
Object.assign(loose.credentialSubject, {type: 'AchievementSubject', identifier: loose.credentialSubject.identifier[0], result: loose.credentialSubject.result[0]});
Object.assign(loose.credentialSubject.achievement, {type: 'Achievement', alignment: loose.credentialSubject.achievement.alignment[0], tag: 'welding'});
await put('shape-single-members.json', await sign(loose, rdfc(maple.ed)), 'one value where the standard has arrays', 'verified');
const second302 = {...structuredClone(addressed(badge, '3.0.2')), '@context': [badge['@context'][0], 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json', badge['@context'][2]]};
delete second302.awardedDate; // these came with 3.0.3
delete second302.credentialSubject.achievement.inLanguage;
await put('shape-context-302.json', await sign(second302, rdfc(maple.ed)), 'Open Badges context 3.0.2 on VC 2.0', 'verified');
const dated = {...addressed(badge, 'dated'), validFrom: '2026-03-02T10:14:27.322+01:00', awardedDate: '2026-03-02T09:14:27.322Z'};
await put('shape-dates.json', await sign(dated, rdfc(maple.ed)), 'dates with fractions of seconds and an offset', 'verified');
const inName = {...addressed(badge, 'bare issuer'), issuer: MAPLE};
await put('shape-issuer-bare.json', await sign(inName, rdfc(maple.ed)), 'the issuer is a bare text', 'verified');
const bareKey = await sign(addressed({...badge, issuer: {...badge.issuer, id: someoneDid}}, 'bare key'), rdfc(Object.assign(await ed25519(someoneDid, 0x77), {id: someoneDid})));
await put('shape-did-key-without-fragment.json', bareKey, 'verificationMethod is the did:key itself, without a fragment', 'unchecked', {codes: ['issuer-unidentified'], own: false});
await put('plain-vc2.json', await sign(template('plain-vc2'), rdfc(maple.ed)), 'a credential of VC 2.0 that is no badge; proof as one object', 'verified');
await put('plain-vc2-tampered.json', {...await sign(template('plain-vc2'), rdfc(maple.ed)), name: 'Library card, gold'}, 'a credential that is no badge, changed afterwards', 'refused', {codes: ['signature-wrong']});

const tongues = {...template('plain-vc2'), id: 'https://maplewood.example/library/cards/78', name: [{'@value': 'Library card', '@language': 'en'}, {'@value': 'Bibliotheksausweis', '@language': 'de'}]};
await put('plain-vc2-languages.json', await sign(tongues, rdfc(maple.ed)), 'a name in two languages, as objects', 'verified', {note: 'VC Data Model 2.0, 11.1; Open Badges wants a text there, other credentials may do so.'});
const two = {...template('plain-vc2'), id: 'https://maplewood.example/library/cards/79', credentialSubject: [{id: 'urn:uuid:0a3a0a6e-51d1-4c9f-8e33-1a8a5d1f7c01', name: 'Reader 79'}, {id: 'urn:uuid:0a3a0a6e-51d1-4c9f-8e33-1a8a5d1f7c02', name: 'Reader 80'}]};
await put('plain-vc2-two-subjects.json', await sign(two, rdfc(maple.ed)), 'a credential about two', 'verified');
const ownWords = {...template('plain-vc2'), id: 'https://maplewood.example/library/cards/80', '@context': ['https://www.w3.org/ns/credentials/v2', {shelf: 'https://maplewood.example/words#shelf'}]};
ownWords.credentialSubject.shelf = 'Metal';
await put('plain-vc2-own-words.json', await sign(ownWords, rdfc(maple.ed)), 'a context of its own, written into the document', 'unchecked', {own: false, codes: ['context-unknown']});
const rich = structuredClone(addressed(badge, 'rich'));
Object.assign(rich, {
  refreshService: {id: 'https://maplewood.example/api/v1/refresh/7', type: '1EdTechCredentialRefresh'},
  relatedResource: [{id: 'https://www.maplewood.example/welding-fundamentals.pdf', digestSRI: 'sha384-Li9vy3DqF8tnTXuiaAJuML3ky+er10rcgNR/VqsVpcw+ThHmYcwiB1pbOxEbzJr7', mediaType: 'application/pdf'}]
});
rich.issuer = {...rich.issuer, address: {type: ['Address'], addressCountry: 'Freedonia', addressLocality: 'Maplewood', geo: {type: 'GeoCoordinates', latitude: 45.25, longitude: -93.5}}, otherIdentifier: [{type: 'IdentifierEntry', identifier: '4711', identifierType: 'ext:schoolCode'}], parentOrg: {id: 'https://district.example/', type: ['Profile'], name: 'Maple District'}};
Object.assign(rich.credentialSubject, {source: {id: 'https://workshop.example/', type: ['Profile'], name: 'The workshop'}, role: 'Welder', term: '2025/26', licenseNumber: 'W-77'});
Object.assign(rich.credentialSubject.achievement, {humanCode: 'WLD-1', fieldOfStudy: 'Metalwork', specialization: 'Steel', version: '3', otherIdentifier: [{type: 'IdentifierEntry', identifier: 'c-99', identifierType: 'identifier'}], related: [{id: 'https://maplewood.example/api/v1/achievements/soldering', type: ['Related'], inLanguage: 'en-US', version: '1'}]});
await put('shape-rich.json', await sign(rich, rdfc(maple.ed)), 'nearly every member that the standard has', 'verified');
const pinned = structuredClone(addressed(badge, 'pinned image'));
pinned.relatedResource = [{id: pinned.credentialSubject.achievement.image.id, digestSRI: 'sha384-Li9vy3DqF8tnTXuiaAJuML3ky+er10rcgNR/VqsVpcw+ThHmYcwiB1pbOxEbzJr7', mediaType: 'image/png'}];
await put('shape-image-pinned.json', await sign(pinned, rdfc(maple.ed)), 'the achievement\'s image stands in relatedResource again, with its digest', 'verified', {note: 'VC Data Model 2.0, 5.3: one id, two objects, and no member of one contradicts the other. What either says of that id is true of it.'});

// ---- proof sets
const both = {...addressed(badge, 'set'), '@context': [...badge['@context'], 'https://w3id.org/security/suites/ed25519-2020/v1']};
const proofSet = await sign(both, rdfc(maple.ed), s2020(maple.old), rdfc(maple.p256));
await put('proof-set.json', proofSet, 'three proofs: eddsa-rdfc-2022, Ed25519Signature2020 and ecdsa-rdfc-2019', 'verified');
const halfWrong = structuredClone(proofSet);
halfWrong.proof[1].proofValue = (await sign({...both, id: 'urn:uuid:0a3a0a6e-51d1-4c9f-8e33-1a8a5d1f7c99'}, s2020(maple.old))).proof.proofValue;
await put('proof-set-one-wrong.json', halfWrong, 'one proof of three is another document\'s', 'refused', {own: false, note: 'A signature of the issuer\'s own key that fails is never overlooked.'});
const withUnknown = structuredClone(proofSet);
withUnknown.proof.push({type: 'DataIntegrityProof', cryptosuite: 'falcon-rdfc-2031', created: CREATED, verificationMethod: maple.ed.id, proofPurpose: 'assertionMethod', proofValue: 'z3nMb'});
await put('proof-set-one-unknown.json', withUnknown, 'a fourth proof by a method that nobody knows yet', 'verified', {own: false, note: 'Open Badges 3.0: any one proof of the issuer suffices.'});
await put('proof-set-foreign-witness.json', await sign(addressed(badge, 'witness'), rdfc(maple.ed), rdfc(mallory.ed)), 'a second proof, good in itself, by somebody else', 'verified', {own: false, note: 'Any one proof of the issuer suffices; the other says nothing of the issuer.'});

// ---- status lists
const BITS = 131072;
const LISTS = {bitstring: 'https://maplewood.example/status/3', v1: 'https://harborview.example/status/2021/1', v2: 'https://maplewood.example/status/2021/2'};
async function list(library, url, context, purposeKey, suite, since) {
  const bits = await library.createList({length: BITS});
  bits.setStatus(94567, true);
  const credential = await library.createCredential({id: url, list: bits, statusPurpose: 'revocation', ...context});
  answer(url, await sign({...credential, issuer: purposeKey, ...since}, suite));
}
await list(bitstring, LISTS.bitstring, {context: ['https://www.w3.org/ns/credentials/v2']}, MAPLE, rdfc(maple.ed), {validFrom: '2026-11-01T00:00:00Z'});
await list({...statusList2021, createCredential: async options => { const made = await statusList2021.createCredential(options); return {...made, '@context': [...made['@context'], 'https://w3id.org/security/suites/ed25519-2020/v1']}; }},
  LISTS.v1, {}, HARBOR, s2020(harbor), {issuanceDate: '2026-11-01T00:00:00Z'});
// Its context cannot stand beside that of VC 2.0 in a list (both protect `description`), so badges of VC 2.0 have lists of VC 1.1.
await list({...statusList2021, createCredential: async options => { const made = await statusList2021.createCredential(options); return {...made, '@context': [...made['@context'], 'https://w3id.org/security/data-integrity/v2']}; }},
  LISTS.v2, {}, MAPLE, rdfc(maple.ed), {issuanceDate: '2026-11-01T00:00:00Z'});
const entry = (type, url, index) => ({id: `${url}#${index}`, type, statusPurpose: 'revocation', statusListIndex: String(index), statusListCredential: url});
for(const [kind, type, url, content, suite] of [
  ['bitstring', 'BitstringStatusListEntry', LISTS.bitstring, badge, rdfc(maple.ed)],
  ['statuslist2021-vc2', 'StatusList2021Entry', LISTS.v2, {...badge, '@context': [...badge['@context'], 'https://w3id.org/vc/status-list/2021/v1']}, rdfc(maple.ed)],
  ['statuslist2021-vc11', 'StatusList2021Entry', LISTS.v1, {...also2020, '@context': [...also2020['@context'], 'https://w3id.org/vc/status-list/2021/v1']}, s2020(harbor)]
]) {
  const name = index => content.id.startsWith('urn:') ? {...content, id: `urn:uuid:${uuid(kind + index)}`} : addressed(content, kind + index);
  for(const [index, verdict, word] of [[1183, 'verified', 'good'], [94567, 'revoked', 'revoked']]) {
    await put(`status-${kind}-${word}.json`, await sign({...name(index), credentialStatus: entry(type, url, index)}, suite), `${type}, signed list`, verdict, verdict === 'revoked' ? {codes: ['revoked']} : {});
  }
}
await put('status-bitstring-unreachable.json', await sign({...addressed(badge, 'no list'), credentialStatus: entry('BitstringStatusListEntry', 'https://maplewood.example/status/404', 7)}, rdfc(maple.ed)), 'the list cannot be fetched', 'unchecked', {codes: ['status-unreachable'], own: false});
await put('status-bitstring-out-of-range.json', await sign({...addressed(badge, 'far'), credentialStatus: entry('BitstringStatusListEntry', LISTS.bitstring, 131072)}, rdfc(maple.ed)), 'the list is shorter than the place', 'refused', {codes: ['status-out-of-range'], own: false});
{ // a list that its issuer signed, and somebody cleared
  const url = 'https://maplewood.example/status/cleared';
  await list(bitstring, url, {context: ['https://www.w3.org/ns/credentials/v2']}, MAPLE, rdfc(maple.ed), {validFrom: '2026-11-01T00:00:00Z'});
  const cleared = JSON.parse(JSON.stringify((await documentLoader(url)).document));
  cleared.credentialSubject.encodedList = await (await bitstring.createList({length: BITS})).encode();
  if(!cleared.credentialSubject.encodedList.startsWith('u')) { cleared.credentialSubject.encodedList = 'u' + cleared.credentialSubject.encodedList; }
  answer(url, cleared);
  await put('status-bitstring-list-tampered.json', await sign({...addressed(badge, 'cleared'), credentialStatus: entry('BitstringStatusListEntry', url, 94567)}, rdfc(maple.ed)), 'the list was changed after it was signed', 'refused', {codes: ['status-list-wrong']});
}
{ // a list of somebody else's, and one that is out of date
  const foreign = 'https://mallory.example/status/1', stale = 'https://maplewood.example/status/2024';
  await list(bitstring, foreign, {context: ['https://www.w3.org/ns/credentials/v2']}, MALLORY, rdfc(mallory.ed), {validFrom: '2026-11-01T00:00:00Z'});
  await put('status-bitstring-list-foreign.json', await sign({...addressed(badge, 'foreign list'), credentialStatus: entry('BitstringStatusListEntry', foreign, 1183)}, rdfc(maple.ed)), 'the list is another issuer\'s', 'refused', {codes: ['status-list-wrong'], own: false, note: 'The standard lets the issuers differ; nothing says that this issuer trusts that one.'});
  await list(bitstring, stale, {context: ['https://www.w3.org/ns/credentials/v2']}, MAPLE, rdfc(maple.ed), {validFrom: '2024-11-01T00:00:00Z', validUntil: '2025-11-01T00:00:00Z'});
  await put('status-bitstring-list-stale.json', await sign({...addressed(badge, 'stale list'), credentialStatus: entry('BitstringStatusListEntry', stale, 1183)}, rdfc(maple.ed)), 'the list\'s own time is over', 'unchecked', {codes: ['status-list-stale'], own: false});
}
for(const [name, content, suite] of [['ecdsa-rdfc-2019-p256', badge, rdfc(maple.p256)], ['ecdsa-rdfc-2019-p384', badge, rdfc(maple.p384)], ['ed25519signature2020', ALGORITHMS[3][2], s2020(maple.old)]]) {
  await put(`${name}-revoked.json`, await sign({...addressed(content, `${name} revoked`), credentialStatus: entry('BitstringStatusListEntry', LISTS.bitstring, 94567)}, suite), `${name}; its bit is set`, 'revoked', {codes: ['revoked']});
}
const numbered = {...addressed(badge, 'numbered'), credentialStatus: {...entry('BitstringStatusListEntry', LISTS.bitstring, 94567), statusListIndex: 94567}};
await put('status-bitstring-index-number.json', await sign(numbered, rdfc(maple.ed)), 'statusListIndex is a number instead of a text', 'revoked', {codes: ['revoked'], own: false});
const REVOCATIONS = 'https://credentials.lakeside.example/revocations/7';
const gone = ofLake(badge, 'imsrevoked');
answer(REVOCATIONS, {'@context': ['https://purl.imsglobal.org/spec/vcrl/v1p0/context.json'], id: REVOCATIONS, issuer: LAKE, revokedCredential: [{id: gone.id, revoked: true, revocationReason: 'Issued to the wrong person'}, {id: ofLake(badge, 'reinstated').id, revoked: false}]});
const listed = {id: REVOCATIONS, type: '1EdTechRevocationList'};
await put('status-1edtech-good.json', await sign({...ofLake(badge, 'imsgood'), credentialStatus: listed}, rdfc(lake.ed)), '1EdTechRevocationList, not in it', 'verified', {note: 'The list is not signed: it is the issuer\'s by its address alone.'});
await put('status-1edtech-revoked.json', await sign({...gone, credentialStatus: listed}, rdfc(lake.ed)), '1EdTechRevocationList, in it', 'revoked', {codes: ['revoked'], own: false});
await put('status-1edtech-not-revoked.json', await sign({...ofLake(badge, 'reinstated'), credentialStatus: listed}, rdfc(lake.ed)), '1EdTechRevocationList, in it with revoked: false', 'verified');

{ // two entries: not revoked, but suspended
  const url = 'https://maplewood.example/status/suspension';
  const bits = await bitstring.createList({length: BITS});
  bits.setStatus(94567, true);
  answer(url, await sign({...await bitstring.createCredential({id: url, list: bits, statusPurpose: 'suspension', context: ['https://www.w3.org/ns/credentials/v2']}), issuer: MAPLE, validFrom: '2026-11-01T00:00:00Z'}, rdfc(maple.ed)));
  for(const [index, verdict] of [[1183, 'verified'], [94567, 'revoked']]) {
    const entries = [entry('BitstringStatusListEntry', LISTS.bitstring, 1183), {...entry('BitstringStatusListEntry', url, index), statusPurpose: 'suspension'}];
    const word = verdict === 'verified' ? 'none' : 'suspended';
    await put(`status-two-entries-${word}.json`, await sign({...addressed(template('plain-vc2'), `two ${word}`), credentialStatus: entries}, rdfc(maple.ed)), 'an entry for revocation and one for suspension', verdict, {own: false});
  }
}

// ---- endorsements
const endorsement = template('endorsement');
const vouch = (over = {}) => sign({...endorsement, ...over}, rdfc(board));
const endorsed = (name, ...others) => ({...addressed(badge, name), credentialSubject: {...badge.credentialSubject, achievement: {...badge.credentialSubject.achievement, endorsement: others}}});
await put('endorsed.json', await sign(endorsed('endorsed', await vouch()), rdfc(maple.ed)), 'an embedded endorsement of the achievement, signed by did:web:accreditor.example', 'verified');
const bent = await vouch();
bent.credentialSubject.endorsementComment = 'The best course in the world.';
await put('endorsed-tampered.json', await sign(endorsed('bent', bent), rdfc(maple.ed)), 'the endorsement was changed before the badge was signed around it', 'refused', {own: false, note: 'Or verified with the endorsement named as worthless; never shown as a voucher.'});
await put('endorsed-expired.json', await sign(endorsed('lapsed', await vouch({id: 'https://accreditor.example/endorsements/2025/2', validFrom: '2025-01-01T00:00:00Z', validUntil: '2026-01-01T00:00:00Z'})), rdfc(maple.ed)), 'the endorsement has run out, the badge has not', 'verified', {own: false, note: 'The badge itself is good; only that endorsement counts no longer.'});
await put('endorsed-by-key.json', await sign(endorsed('anyone vouches', await sign({...endorsement, id: 'urn:uuid:0a3a0a6e-51d1-4c9f-8e33-1a8a5d1f7c77', issuer: {id: someoneDid, type: ['Profile'], name: 'Board of Welding Schools'}}, rdfc(someone))), rdfc(maple.ed)), 'the endorser is a did:key with an impressive name', 'unchecked', {own: false, codes: ['endorsement-unchecked'], note: 'The badge itself is good; who endorses it is unknown.'});
const trusted = {...addressed(badge, 'issuer endorsed'), endorsement: [await vouch({id: 'urn:uuid:0a3a0a6e-51d1-4c9f-8e33-1a8a5d1f7c55', credentialSubject: {...endorsement.credentialSubject, id: `https://maplewood.example/api/v1/open_badge_credentials/${uuid('issuer endorsed')}`}})]};
trusted.issuer = {...badge.issuer, endorsement: [await vouch({id: 'urn:uuid:0a3a0a6e-51d1-4c9f-8e33-1a8a5d1f7c56', credentialSubject: {...endorsement.credentialSubject, id: MAPLE, endorsementComment: 'A good school.'}})]};
await put('endorsed-twice.json', await sign(trusted, rdfc(maple.ed)), 'the credential and its issuer are endorsed', 'verified', {own: false});
await put('endorsed-other-subject.json', await sign(endorsed('other subject', await vouch({id: 'urn:uuid:0a3a0a6e-51d1-4c9f-8e33-1a8a5d1f7c57', credentialSubject: {...endorsement.credentialSubject, id: 'https://elsewhere.example/achievements/1'}})), rdfc(maple.ed)), 'a good endorsement of something else, embedded here', 'refused', {own: false, note: 'It vouches for nothing in this badge; whatever the verdict, it must not be shown as a voucher for it.'});
await put('endorsement-alone.json', await vouch(), 'an EndorsementCredential by itself', 'verified');

// ---- comprehensive learner records
const clr = template('clr');
const inner = async (name, over = {}) => sign({...addressed(badge, name), ...over}, rdfc(maple.ed));
const record = (name, ...badges) => ({...clr, id: `https://maplewood.example/transcripts/${uuid(name)}`, credentialSubject: {...clr.credentialSubject, verifiableCredential: badges}});
const second = await sign(ofLake({...badge, name: 'Soldering'}, 'solder'), rdfc(lake.ed));
second.proof = [second.proof];
await put('clr.json', await sign(record('all good', await inner('clr 1'), second), rdfc(maple.ed)), 'CLR 2.0 with two badges, of two issuers', 'verified', {own: false});
await put('clr-inner-tampered.json', await sign(record('one bent', spoiled(await inner('clr 2')), second), rdfc(maple.ed)), 'one badge in it was changed before the record was signed', 'refused', {own: false});
await put('clr-inner-revoked.json', await sign(record('one revoked', await inner('clr 3', {credentialStatus: entry('BitstringStatusListEntry', LISTS.bitstring, 94567)}), second), rdfc(maple.ed)), 'one badge in it was revoked', 'revoked', {own: false});
await put('clr-inner-expired.json', await sign(record('one expired', await inner('clr 4', {validUntil: '2026-10-01T00:00:00Z'}), second), rdfc(maple.ed)), 'one badge in it has run out', 'expired', {own: false});
const outerBent = await sign(record('outer bent', await inner('clr 5')), rdfc(maple.ed));
outerBent.credentialSubject.achievement[0].name = 'Metal masters';
await put('clr-outer-tampered.json', outerBent, 'the record was changed, its badge was not', 'refused', {own: false, codes: ['signature-wrong']});
const swapped = await sign(record('swapped', await inner('clr 6')), rdfc(maple.ed));
swapped.credentialSubject.verifiableCredential[0] = await inner('clr 7');
await put('clr-inner-swapped.json', swapped, 'a good badge in the place of another good badge', 'refused', {own: false, codes: ['signature-wrong']});

set.write();
