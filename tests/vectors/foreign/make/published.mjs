// Documents that other issuers published: their signatures are checked here, nothing is made but the scenarios.
import fs from 'node:fs';
import path from 'node:path';
import jsigs from 'jsonld-signatures';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {ROOT, Scenarios, documentLoader} from './world.mjs';

const set = new Scenarios('published', 'Digital Credentials Consortium');
const suite = [new DataIntegrityProof({cryptosuite}), new Ed25519Signature2020()];
async function found(name, how, verdict, options) {
  const document = fs.readFileSync(path.join(ROOT, 'published', name), 'utf8');
  const result = await jsigs.verify(JSON.parse(document), {suite, documentLoader, purpose: new jsigs.purposes.AssertionProofPurpose()});
  if(!result.verified && !name.includes('did-web')) { console.log('!', name, JSON.stringify(result.error?.errors?.map(one => one.message))); }
  set.add(name, document, how, verdict, options);
}
const anyone = {codes: ['issuer-unidentified']};
await found('dcc-v2-double-signature.json', 'did:key; two proofs of one key; the subject has only a name; its status list is out of reach', 'unchecked', anyone);
await found('dcc-v2-did-web.json', 'did:web whose site is out of reach', 'unchecked', {codes: ['issuer-unreachable']});
await found('dcc-v1-data-integrity.json', 'VC 1.1 with Open Badges context 3.0.3 and Data Integrity context v2; did:key', 'unchecked', {codes: ['issuer-unidentified']});
await found('dcc-v1-status.json', 'VC 1.1 with a Bitstring entry and its own status context; did:key; its list is out of reach', 'unchecked', anyone);
await found('dcc-v2-expired.json', 'did:key; ended in 2011', 'expired', {codes: ['expired', 'issuer-unidentified']});
set.write();
