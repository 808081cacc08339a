// Unpacks the Chromium for Linux out of its npm package into the folder that is given, with the libraries and the
// font that a bare machine lacks, and prints its path. The package itself unpacks into the system's folder for
// temporary files, and its libraries on Amazon's machines only.
import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = resolve(process.argv[2]);
mkdirSync(folder, { recursive: true });
process.env.TMPDIR = folder;

const { default: chromium, inflate } = await import("@sparticuz/chromium");
const packed = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "..", "bin");
await inflate(join(packed, "al2023.tar.br"));
console.log(await chromium.executablePath(packed));
