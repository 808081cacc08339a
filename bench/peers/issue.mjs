// Signs credentials as a user of @digitalbazaar/vc does, with every context at hand: node issue.mjs JOB.json
// Prints the seconds that the timed ones took, and their proof values.
import fs from 'node:fs';
import * as multikey from '@digitalbazaar/ed25519-multikey';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {issue} from '@digitalbazaar/vc';

const job = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const documents = new Map(Object.entries(job.contexts));
const key = await multikey.generate({
  id: job.method, controller: job.method.split('#')[0], seed: Buffer.from(job.seed, 'hex'),
});
const signer = key.signer();

async function documentLoader(url) {
  if (!documents.has(url)) throw new Error(`not at hand: ${url}`);
  return {contextUrl: null, documentUrl: url, document: documents.get(url), tag: 'static'};
}

async function signed({document, created}) {
  const suite = new DataIntegrityProof({signer, date: created, cryptosuite});
  const secured = await issue({credential: document, suite, documentLoader, now: new Date(created)});
  return secured.proof.proofValue;
}

for (const each of job.warm) await signed(each);
const proofs = [], before = process.cpuUsage(), start = process.hrtime.bigint();
for (const each of job.timed) proofs.push(await signed(each));
const wall = Number(process.hrtime.bigint() - start) / 1e9, used = process.cpuUsage(before);
const peer = JSON.parse(fs.readFileSync('package-lock.json', 'utf8')).packages['node_modules/@digitalbazaar/vc'];
const version = `@digitalbazaar/vc ${peer.version}, Node ${process.version}`;
console.log(JSON.stringify({wall, cpu: (used.user + used.system) / 1e6, count: proofs.length, proofs, version}));
