// Bundles the editor: `npm ci && npm run build` here, or `node build.mjs FOLDER` to write it elsewhere.
import { build } from "esbuild";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? join(here, "../server/pomegraph/web/static");
const LICENCES = "editor.licences.txt";

const made = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.js"],
  outfile: join(folder, "editor.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  banner: { js: `/* Sources: editor/. Licences of what is in it: ${LICENCES} */` },
});

/** Returns the folder below node_modules of each package of which something is in the bundle. */
function listPackages(inputs) {
  const found = Object.keys(inputs).map((path) => /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(found.filter(Boolean))].sort();
}

async function readLicence(path) {
  const { name, version } = JSON.parse(await readFile(join(here, path, "package.json"), "utf8"));
  const file = (await readdir(join(here, path))).find((each) => /^licen[cs]e/i.test(each));
  if (!file) throw new Error(`${name} has no licence in its package`);
  return `${name} ${version}\n\n${(await readFile(join(here, path, file), "utf8")).trim()}\n`;
}

const licences = await Promise.all(listPackages(made.metafile.inputs).map(readLicence));
await writeFile(join(folder, LICENCES), licences.join(`\n${"-".repeat(78)}\n\n`));
