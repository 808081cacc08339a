// The keys of everybody here: made of plain seeds, so they guard nothing. `of(name)` is the same at every run.
import {createECDH, createHash, checkPrimeSync} from 'node:crypto';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import {Ed25519VerificationKey2020} from '@digitalbazaar/ed25519-verification-key-2020';
import {base58btc} from 'multiformats/bases/base58';

const fill = byte => new Uint8Array(32).fill(byte);
export const url64 = bytes => Buffer.from(bytes).toString('base64url');

export const ed25519 = (controller, byte, fragment) => Ed25519Multikey.generate({seed: fill(byte), controller})
  .then(key => { key.id = `${controller}#${fragment ?? key.publicKeyMultibase}`; return key; });
export const ed25519_2020 = async (controller, byte) => {
  const key = await Ed25519VerificationKey2020.generate({seed: fill(byte), controller});
  key.id = `${controller}#${key.fingerprint()}`;
  return key;
};
export const ed25519Jwk = async byte => {
  const key = await Ed25519Multikey.generate({seed: fill(byte)});
  const raw = base58btc.decode(key.publicKeyMultibase).slice(2);
  return {kty: 'OKP', crv: 'Ed25519', x: url64(raw), d: url64(fill(byte))};
};

const CURVES = {
  'P-256': {name: 'prime256v1', size: 32, open: [0x80, 0x24], secret: [0x86, 0x26]},
  'P-384': {name: 'secp384r1', size: 48, open: [0x81, 0x24], secret: [0x87, 0x26]}
};
const scalar = (curve, byte) => Buffer.alloc(CURVES[curve].size, byte);
export function ecJwk(curve, byte) {
  const ecdh = createECDH(CURVES[curve].name);
  ecdh.setPrivateKey(scalar(curve, byte));
  const point = ecdh.getPublicKey();
  const half = (point.length - 1) / 2;
  return {kty: 'EC', crv: curve, x: url64(point.subarray(1, 1 + half)), y: url64(point.subarray(1 + half)), d: url64(scalar(curve, byte))};
}
export function ecdsa(controller, curve, byte) {
  const {name, open, secret} = CURVES[curve];
  const ecdh = createECDH(name);
  ecdh.setPrivateKey(scalar(curve, byte));
  const publicKeyMultibase = base58btc.encode(Uint8Array.from([...open, ...ecdh.getPublicKey(null, 'compressed')]));
  const secretKeyMultibase = base58btc.encode(Uint8Array.from([...secret, ...scalar(curve, byte)]));
  return EcdsaMultikey.from({type: 'Multikey', id: `${controller}#${publicKeyMultibase}`, controller, publicKeyMultibase, secretKeyMultibase});
}

// An RSA key of 2,048 bits out of a seed: the first primes at and after two numbers that SHA-256 counts out.
export function rsaJwk(seed) {
  const number = text => BigInt('0x' + [0, 1, 2, 3].map(i => createHash('sha256').update(`${seed} ${text} ${i}`).digest('hex')).join(''));
  const prime = text => {
    let candidate = number(text) | (3n << 1022n) | 1n;
    while(!checkPrimeSync(candidate) || candidate % 65537n === 1n) { candidate += 2n; }
    return candidate;
  };
  const inverse = (a, m) => { // extended Euclid
    let [r0, r1, s0, s1] = [m, a % m, 0n, 1n];
    while(r1) { const q = r0 / r1; [r0, r1, s0, s1] = [r1, r0 - q * r1, s1, s0 - q * s1]; }
    return ((s0 % m) + m) % m;
  };
  let [p, q] = [prime('p'), prime('q')];
  if(p < q) { [p, q] = [q, p]; }
  const e = 65537n, d = inverse(e, (p - 1n) * (q - 1n));
  const text = n => { const hex = n.toString(16); return url64(Buffer.from(hex.length % 2 ? '0' + hex : hex, 'hex')); };
  return {kty: 'RSA', n: text(p * q), e: 'AQAB', d: text(d), p: text(p), q: text(q), dp: text(d % (p - 1n)), dq: text(d % (q - 1n)), qi: text(inverse(q, p))};
}
export const open = ({kty, crv, x, y, n, e}) => JSON.parse(JSON.stringify({kty, crv, x, y, n, e}));
