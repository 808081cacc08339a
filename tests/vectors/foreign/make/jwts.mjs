// VC-JWTs: the form of Open Badges 3.0 (claims beside the credential), of VC 1.1 (`vc`) and of VC-JOSE-COSE (`vc+jwt`),
// signed with jose; the VC 1.1 form with did-jwt-vc too. Run after digitalbazaar.mjs, which writes the issuers' documents.
import fs from 'node:fs';
import path from 'node:path';
import {CompactSign, compactVerify, importJWK} from 'jose';
import {EdDSASigner, ES256Signer} from 'did-jwt';
import {createVerifiableCredentialJwt, verifyCredential} from 'did-jwt-vc';
import {ed25519Jwk, ecJwk, rsaJwk, open} from './keys.mjs';
import {NOW, ROOT, Scenarios, answer, didWebUrl, documentLoader, fetched, template} from './world.mjs';

const MAPLE = 'did:web:maplewood.example';
const LAKE = 'https://credentials.lakeside.example/issuers/7';
const keys = {
  EdDSA: [await ed25519Jwk(0x21), `${MAPLE}#jwt-ed25519`],
  ES256: [ecJwk('P-256', 0x22), `${MAPLE}#jwt-es256`],
  RS256: [rsaJwk('maplewood'), `${MAPLE}#jwt-rs256`]
};
const lakeRsa = rsaJwk('lakeside'), lakeRsaUrl = 'https://credentials.lakeside.example/keys/rsa.json';
answer(lakeRsaUrl, {...open(lakeRsa), alg: 'RS256', use: 'sig'});

const seconds = date => Math.floor(Date.parse(date) / 1000);
const compact = async (payload, jwk, header) => new CompactSign(new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload)))
  .setProtectedHeader(header).sign(await importJWK(jwk, header.alg));
const claims = credential => ({
  iss: credential.issuer.id ?? credential.issuer, jti: credential.id, sub: credential.credentialSubject.id, nbf: seconds(credential.validFrom ?? credential.issuanceDate),
  ...(credential.validUntil || credential.expirationDate ? {exp: seconds(credential.validUntil ?? credential.expirationDate)} : {})
});
async function check(token, jwk, name) { await compactVerify(token, await importJWK(open(jwk), JSON.parse(Buffer.from(token.split('.')[0], 'base64url')).alg)).catch(error => console.log('!', name, error.message)); }

const set = new Scenarios('jose', 'npm jose 6.2.17');
const badge = template('ob3'), old = template('ob3-vc11');
const named = (credential, name) => ({...credential, id: `https://maplewood.example/api/v1/open_badge_credentials/${name}`});
async function put(file, payload, jwk, header, how, verdict, options) {
  const token = await compact(payload, jwk, header);
  await check(token, jwk, file);
  set.add(file, token, how, verdict, options);
  return token;
}
const swap = (token, change) => {
  const [header, payload, signature] = token.split('.');
  const value = JSON.parse(Buffer.from(payload, 'base64url'));
  change(value);
  return [header, Buffer.from(JSON.stringify(value)).toString('base64url'), signature].join('.');
};
for(const [alg, [jwk, kid]] of Object.entries(keys)) {
  const name = alg.toLowerCase(), header = {alg, typ: 'JWT', kid};
  const content = named(badge, name), whole = {...content, ...claims(content)};
  const token = await put(`${name}.jwt`, whole, jwk, header, `${alg}, the form of Open Badges 3.0, kid a DID URL`, 'verified');
  set.add(`${name}-tampered.jwt`, swap(token, value => { value.credentialSubject.achievement.name = 'Welding Mastery'; }), `${alg}; payload changed afterwards`, 'refused', {codes: ['signature-wrong']});
  const late = {...named(badge, `${name}-late`), validUntil: '2026-10-01T00:00:00Z'};
  await put(`${name}-expired.jwt`, {...late, ...claims(late)}, jwk, header, `${alg}; with an end that has passed`, 'expired', {codes: ['expired']});
  const early = {...named(badge, `${name}-early`), validFrom: '2027-01-01T00:00:00Z'};
  await put(`${name}-not-yet-valid.jwt`, {...early, ...claims(early)}, jwk, header, `${alg}; its time begins next year`, 'not-yet-valid', {codes: ['not-yet-valid']});
  await put(`${name}-revoked.jwt`, (value => ({...value, ...claims(value)}))({...named(badge, `${name}-revoked`), credentialStatus: {type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '94567', statusListCredential: 'https://maplewood.example/status/3'}}), jwk, header, `${alg}; its bit is set in a list that bears a Data Integrity proof`, 'revoked', {codes: ['revoked']});
  set.add(`${name}-no-signature.jwt`, token.slice(0, token.lastIndexOf('.') + 1), `${alg}; the signature cut off`, 'refused');
  await put(`${name}-vc-jose-cose.jwt`, content, jwk, {alg, typ: 'vc+jwt', cty: 'vc', kid, iss: MAPLE}, `${alg}, the form of VC-JOSE-COSE: typ vc+jwt, no claims of JWT beside the credential`, 'verified');
}
const [rsa, rsaKid] = keys.RS256, [ed, edKid] = keys.EdDSA;
const plain = named(badge, 'rules'), whole = {...plain, ...claims(plain)};
await put('vc11-rs256.jwt', {...claims({...old, issuer: MAPLE}), vc: {...old, issuer: MAPLE}}, rsa, {alg: 'RS256', typ: 'JWT', kid: rsaKid}, 'RS256, VC 1.1 inside vc', 'verified');
await put('vc11-claims-only.jwt', (({id, issuer, issuanceDate, ...vc}) => ({...claims({...old, issuer: MAPLE}), vc}))({...old}), rsa, {alg: 'RS256', typ: 'JWT', kid: rsaKid}, 'RS256, VC 1.1: id, issuer and dates stand in the claims alone', 'verified', {note: 'VC Data Model 1.1, 6.3.1 lets an issuer leave them out of vc.'});
await put('https-key.jwt', (value => ({...value, ...claims(value)}))({...plain, id: 'https://credentials.lakeside.example/credentials/rsa', issuer: {id: LAKE, type: ['Profile'], name: 'Lakeside University'}}), lakeRsa, {alg: 'RS256', kid: lakeRsaUrl}, 'RS256; kid is an https address that answers one JWK, of the same host as the issuer', 'verified', {note: 'Open Badges 3.0, 8.3.2: kid dereferences to a JWK. The issuer\'s document lists its address in assertionMethod.'});
const strayUrl = 'https://credentials.lakeside.example/keys/stray.json', stray = rsaJwk('stray');
answer(strayUrl, {...open(stray), alg: 'RS256', use: 'sig'});
await put('https-key-unlisted.jwt', (value => ({...value, ...claims(value)}))({...plain, id: 'https://credentials.lakeside.example/credentials/stray', issuer: {id: LAKE, type: ['Profile'], name: 'Lakeside University'}}), stray, {alg: 'RS256', kid: strayUrl}, 'RS256; kid answers a JWK that the issuer does not list', 'refused', {note: 'Only the host ties this key to the issuer; on a host of many issuers that says nothing.'});
await put('https-key-foreign.jwt', whole, lakeRsa, {alg: 'RS256', kid: lakeRsaUrl}, 'RS256; a key of another host than the issuer', 'refused', {codes: ['key-foreign']});
await put('header-jwk.jwt', whole, rsa, {alg: 'RS256', typ: 'JWT', jwk: open(rsa)}, 'RS256; the key stands in the header, and the issuer\'s DID document lists it', 'verified', {note: 'Open Badges 3.0 allows jwk instead of kid; the key is good only because the issuer lists the same.'});
await put('header-jwk-unlisted.jwt', whole, lakeRsa, {alg: 'RS256', typ: 'JWT', jwk: open(lakeRsa)}, 'RS256; the key stands in the header, and the issuer does not list it', 'refused', {codes: ['key-unlisted']});
await put('kid-fragment.jwt', whole, rsa, {alg: 'RS256', typ: 'JWT', kid: '#jwt-rs256'}, 'RS256; kid is a fragment of the issuer', 'verified', {note: 'Seen in the world; VC-JOSE-COSE, 4.1.1 lets kid be relative to iss.'});
await put('iss-differs.jwt', {...whole, iss: 'did:web:mallory.example'}, rsa, {alg: 'RS256', typ: 'JWT', kid: rsaKid}, 'iss is not the issuer of the credential', 'refused');
await put('sub-differs.jwt', {...whole, sub: 'did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG'}, rsa, {alg: 'RS256', typ: 'JWT', kid: rsaKid}, 'sub is not the subject of the credential', 'refused');
await put('nbf-differs.jwt', {...whole, nbf: whole.nbf - 86400}, rsa, {alg: 'RS256', typ: 'JWT', kid: rsaKid}, 'nbf is a day before validFrom', 'refused');
await put('jti-differs.jwt', {...whole, jti: whole.jti + '9'}, rsa, {alg: 'RS256', typ: 'JWT', kid: rsaKid}, 'jti is not the id of the credential', 'refused');
await put('exp-only.jwt', {...whole, exp: seconds('2026-10-01T00:00:00Z')}, rsa, {alg: 'RS256', typ: 'JWT', kid: rsaKid}, 'exp has passed, and the credential has no validUntil', 'expired', {note: 'Refused would do as well: the two do not agree.'});
await put('key-of-other-algorithm.jwt', whole, ed, {alg: 'EdDSA', typ: 'JWT', kid: rsaKid}, 'EdDSA under the name of an RSA key', 'refused');
await put('crit.jwt', whole, rsa, {alg: 'RS256', typ: 'JWT', kid: rsaKid, crit: ['b64'], b64: true}, 'a critical header extension', 'refused', {note: 'RFC 7515, 4.1.11: what is critical and not understood is invalid; b64 may be understood (RFC 7797).'}).catch(() => {});
{ // alg none and HS256 with the public key as secret: made by hand, as an attacker would
  const part = value => Buffer.from(JSON.stringify(value)).toString('base64url');
  set.add('alg-none.jwt', `${part({alg: 'none', typ: 'JWT'})}.${part(whole)}.`, 'alg none', 'refused', {madeBy: 'by hand'});
  const secret = {kty: 'oct', k: Buffer.from(JSON.stringify(open(rsa))).toString('base64url')};
  set.add('alg-hs256.jwt', await compact(whole, secret, {alg: 'HS256', typ: 'JWT', kid: rsaKid}), 'HS256 with the text of the public key as its secret', 'refused');
}
{ // a did:key in a JWT, and an issuer that does not answer
  const key = (await documentLoader(didWebUrl(MAPLE))).document.verificationMethod[0].publicKeyMultibase, did = `did:key:${key}`;
  const anyone = {...plain, issuer: {...plain.issuer, id: did}};
  await put('did-key.jwt', {...anyone, ...claims(anyone)}, ed, {alg: 'EdDSA', typ: 'JWT', kid: `${did}#${key}`}, 'issuer is a did:key', 'unchecked', {codes: ['issuer-unidentified']});
  const nobody = {...plain, issuer: {...plain.issuer, id: 'did:web:nowhere.example'}};
  await put('issuer-unreachable.jwt', {...nobody, ...claims(nobody)}, rsa, {alg: 'RS256', typ: 'JWT', kid: 'did:web:nowhere.example#key-1'}, 'the issuer\'s site does not answer', 'unchecked', {codes: ['issuer-unreachable']});
}
{ // a status list that is a JWT itself
  const url = 'https://maplewood.example/status/jwt';
  const bits = JSON.parse(JSON.stringify((await documentLoader('https://maplewood.example/status/3')).document));
  delete bits.proof;
  Object.assign(bits, {id: url});
  bits.credentialSubject.id = `${url}#list`;
  answer(url, await compact(bits, ed, {alg: 'EdDSA', typ: 'vc+jwt', kid: edKid}));
  for(const [index, verdict] of [['1183', 'verified'], ['94567', 'revoked']]) {
    const value = {...named(badge, `jwt-list-${index}`), credentialStatus: {type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: index, statusListCredential: url}};
    await put(`status-jwt-list-${verdict}.jwt`, {...value, ...claims(value)}, rsa, {alg: 'RS256', typ: 'JWT', kid: rsaKid}, 'the status list is a vc+jwt', verdict);
  }
}
{ // endorsements as JWTs in endorsementJwt
  const endorsement = template('endorsement'), boardKey = await ed25519Jwk(0x51);
  const boardKid = (await documentLoader(didWebUrl('did:web:accreditor.example'))).document.assertionMethod[0];
  const vouch = over => { const value = {...endorsement, ...over}; return compact({...value, iss: value.issuer.id, jti: value.id, sub: value.credentialSubject.id, nbf: seconds(value.validFrom), ...(value.validUntil ? {exp: seconds(value.validUntil)} : {})}, boardKey, {alg: 'EdDSA', typ: 'JWT', kid: boardKid}); };
  const around = async (file, how, verdict, token, note) => {
    const value = named({...badge, endorsementJwt: [token]}, file);
    await put(file, {...value, ...claims(value)}, rsa, {alg: 'RS256', typ: 'JWT', kid: rsaKid}, how, verdict, note && {note});
  };
  const good = await vouch({});
  await around('endorsement-jwt.jwt', 'an endorsement in endorsementJwt; its key is a Multikey of the endorser', 'verified', good);
  await around('endorsement-jwt-tampered.jwt', 'an endorsement in endorsementJwt that was changed', 'refused', swap(good, value => { value.credentialSubject.endorsementComment = 'The best course in the world.'; }), 'Or verified with the endorsement named as worthless; never shown as a voucher.');
  await around('endorsement-jwt-expired.jwt', 'an endorsement in endorsementJwt that has run out', 'verified', await vouch({id: 'https://accreditor.example/endorsements/2025/3', validFrom: '2025-01-01T00:00:00Z', validUntil: '2026-01-01T00:00:00Z'}), 'The badge itself is good; only that endorsement counts no longer.');
}
{ // a comprehensive learner record as a JWT, around badges that bear their own proofs
  const clr = template('clr'), of = name => JSON.parse(fs.readFileSync(path.join(ROOT, 'digitalbazaar', name), 'utf8'));
  const around = async (file, how, verdict, ...badges) => {
    const value = {...clr, id: `https://maplewood.example/transcripts/${file}`, credentialSubject: {...clr.credentialSubject, verifiableCredential: badges}};
    await put(file, {...value, ...claims(value)}, rsa, {alg: 'RS256', typ: 'JWT', kid: rsaKid}, how, verdict);
  };
  await around('clr.jwt', 'CLR 2.0 as a JWT around two badges with Data Integrity proofs', 'verified', of('eddsa-rdfc-2022.json'), of('https-issuer.json'));
  await around('clr-inner-tampered.jwt', 'CLR 2.0 as a JWT; one badge in it was changed', 'refused', of('eddsa-rdfc-2022-tampered.json'), of('https-issuer.json'));
  await around('clr-inner-revoked.jwt', 'CLR 2.0 as a JWT; one badge in it was revoked', 'revoked', of('status-bitstring-revoked.json'));
  const enveloped = name => ({'@context': 'https://www.w3.org/ns/credentials/v2', id: `data:application/vc+jwt,${fs.readFileSync(path.join(ROOT, 'jose', name), 'utf8')}`, type: 'EnvelopedVerifiableCredential'});
  set.add('enveloped.json', enveloped('es256-vc-jose-cose.jwt'), 'an EnvelopedVerifiableCredential around a vc+jwt', 'verified');
  set.add('enveloped-tampered.json', enveloped('es256-tampered.jwt'), 'an EnvelopedVerifiableCredential around a JWT that was changed', 'refused', {codes: ['signature-wrong']});
  await around('clr-inner-did-key.jwt', 'CLR 2.0 as a JWT; one badge in it is a did:key\'s', 'unchecked', of('eddsa-rdfc-2022-did-key.json'), of('https-issuer.json'));
}
set.write();

// ---- did-jwt-vc, which writes VC 1.1
const other = new Scenarios('did-jwt-vc', 'npm did-jwt-vc 4.0.16');
const bytes = jwk => Buffer.from(jwk.d, 'base64url');
const resolver = {resolve: async did => ({didDocument: JSON.parse(fetched(didWebUrl(did))), didResolutionMetadata: {}, didDocumentMetadata: {}})};
for(const [alg, signer] of [['EdDSA', EdDSASigner(bytes(keys.EdDSA[0]))], ['ES256', ES256Signer(bytes(keys.ES256[0]))]]) {
  const {id, issuer, issuanceDate, ...vc} = structuredClone(old);
  const {id: sub, ...subject} = vc.credentialSubject;
  const payload = {sub, jti: id, nbf: seconds(issuanceDate), vc: {...vc, credentialSubject: subject}};
  const make = over => createVerifiableCredentialJwt({...payload, ...over}, {did: MAPLE, signer, alg}, {header: {kid: keys[alg][1]}});
  const token = await make({}), name = alg.toLowerCase();
  await verifyCredential(token, resolver, {policies: {now: seconds(NOW)}}).catch(error => console.log('!', name, error.message));
  other.add(`${name}.jwt`, token, `${alg}; id, issuer, subject and dates stand in the claims alone`, 'verified');
  other.add(`${name}-tampered.jwt`, swap(token, value => { value.vc.credentialSubject.achievement.name = 'Harbor Pilot'; }), `${alg}; payload changed afterwards`, 'refused', {codes: ['signature-wrong']});
  other.add(`${name}-expired.jwt`, await make({exp: seconds('2026-10-01T00:00:00Z')}), `${alg}; exp has passed`, 'expired', {codes: ['expired']});
}
other.write();
