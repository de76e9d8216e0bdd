// Builds ../assets: the stylesheet, the script and the typeface, with .br and .gz twins.
// Run with `npm ci && npm run build` after changing css/, js/ or a version; commit what it writes.
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";
import subsetFont from "subset-font";
import "./icons.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = here("../assets/");
mkdirSync(out, { recursive: true });

const write = (name, content, compress = true) => {
  const bytes = Buffer.from(content);
  writeFileSync(out + name, bytes);
  let small = bytes.length;
  if (compress) {
    const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    writeFileSync(`${out}${name}.br`, brotli);
    writeFileSync(`${out}${name}.gz`, gzipSync(bytes, { level: 9 }));
    small = brotli.length;
  }
  console.log(`${name}: ${bytes.length} bytes, ${small} sent`);
};

// The first 12 hex digits of the SHA-256, as src/assets.rs makes them.
const address = (name, bytes) =>
  `/assets/${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}/${name}`;

// The typeface: two files by range, so that most readers load only the first. Weights 400 to 800.
const fonts = "./node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next";
const faces = {};
for (const [name, set] of [["atkinson.woff2", "latin"], ["atkinson-ext.woff2", "latin-ext"]]) {
  const bytes = await subsetFont(readFileSync(here(`${fonts}-${set}-wght-normal.woff2`)), undefined, {
    keepAllGlyphs: true,
    targetFormat: "woff2",
    variationAxes: { wght: { min: 400, max: 800 } },
  });
  write(name, bytes, false);
  faces[name] = address(name, bytes);
}

for (const name of ["icon.svg", "roofs.svg"]) {
  const bytes = readFileSync(here(`./${name}`));
  write(name, bytes);
  faces[name] = address(name, bytes);
}

const css = sass.compile(here("./css/town.scss"), {
  style: "compressed",
  loadPaths: [here("./node_modules")],
  quietDeps: true,
}).css.replace(/url\("?font:([a-z.0-9-]+)"?\)/g, (_, name) => `url(${faces[name]})`);
const small = await esbuild.transform(css, { loader: "css", minify: true, target: ["chrome111", "firefox113", "safari16"] });
write("town.css", small.code);

const js = await esbuild.build({
  entryPoints: [here("./js/town.js")],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  write: false,
  legalComments: "none",
});
const licences = "/*! Townhall. Contains govuk-frontend (MIT), htmx (0BSD). */\n";
write("town.js", licences + js.outputFiles[0].text);
