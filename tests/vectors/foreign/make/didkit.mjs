// Plain credentials of VC 1.1 by did:key issuers, signed with DIDKit (Rust): JWTs, and older Data Integrity suites.
import didkit from '@spruceid/didkit-wasm-node';
import {ed25519Jwk} from './keys.mjs';
import {Scenarios} from './world.mjs';

const set = new Scenarios('didkit', 'npm @spruceid/didkit-wasm-node 0.2.1');
const KEYS = {EdDSA: await ed25519Jwk(0x71)};
const credential = (issuer, over = {}) => ({
  '@context': ['https://www.w3.org/2018/credentials/v1'],
  id: 'urn:uuid:2d6b8a1c-40a0-4f6e-9b7a-6d4f8b1c0e11', type: ['VerifiableCredential'], issuer,
  issuanceDate: '2026-02-03T10:00:00Z', credentialSubject: {id: 'did:key:z6MkvRXNcsuMWG5rXUFx3P2C6YFVspEXcPPBRxhYTHhWuuLK'}, ...over
});
const CREATED = '2026-02-03T10:00:00Z';

async function issue(jwk, options, over) {
  const key = JSON.stringify(jwk), issuer = didkit.keyToDID('key', key);
  const verificationMethod = await didkit.keyToVerificationMethod('key', key);
  const signed = await didkit.issueCredential(JSON.stringify(credential(issuer, over)), JSON.stringify({proofPurpose: 'assertionMethod', verificationMethod, ...(options.proofFormat ? {} : {created: CREATED}), ...options}), key);
  const result = JSON.parse(await didkit.verifyCredential(signed, JSON.stringify({proofPurpose: 'assertionMethod', ...(options.proofFormat ? {proofFormat: options.proofFormat} : {})})));
  if(result.errors.length && !over) { console.log('!', options, result.errors); }
  return signed;
}
const swap = token => {
  const [header, payload, signature] = token.split('.'), value = JSON.parse(Buffer.from(payload, 'base64url'));
  value.vc.credentialSubject.alumniOf = 'Everywhere';
  return [header, Buffer.from(JSON.stringify(value)).toString('base64url'), signature].join('.');
};
for(const [alg, jwk] of Object.entries(KEYS)) {
  const token = await issue(jwk, {proofFormat: 'jwt'}), name = alg.toLowerCase();
  set.add(`${name}.jwt`, token, `VC-JWT, ${alg}, VC 1.1, did:key`, 'unchecked', {codes: ['issuer-unidentified']});
  set.add(`${name}-tampered.jwt`, swap(token), `VC-JWT, ${alg}; changed afterwards`, 'refused', {codes: ['signature-wrong']});
  set.add(`${name}-expired.jwt`, await issue(jwk, {proofFormat: 'jwt'}, {expirationDate: '2026-05-01T00:00:00Z'}), `VC-JWT, ${alg}; exp has passed`, 'expired', {codes: ['expired']});
}
for(const [type, jwk, codes] of [
  ['Ed25519Signature2020', KEYS.EdDSA, ['issuer-unidentified']], ['Ed25519Signature2018', KEYS.EdDSA, ['suite-unknown']], ['JsonWebSignature2020', KEYS.EdDSA, ['suite-unknown']]
]) {
  const name = type.toLowerCase();
  try {
    const signed = JSON.parse(await issue(jwk, {type}));
    set.add(`${name}.json`, signed, `${type}, VC 1.1, did:key`, 'unchecked', {codes, note: codes[0] === 'suite-unknown' ? 'A suite that is out of use.' : 'The proof brings its own context: its configuration is read by the document\'s contexts and that one.'});
    if(codes[0] !== 'suite-unknown') {
      signed.issuanceDate = '2020-02-03T10:00:00Z';
      set.add(`${name}-tampered.json`, signed, `${type}; changed afterwards`, 'refused', {codes: ['signature-wrong']});
    }
  } catch(error) { console.log(type, String(error).slice(0, 200)); }
}
set.write();
