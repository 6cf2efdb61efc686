// After the build: a compressed twin of each text, and the list of all files, which is what the server serves.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const files = readdirSync("dist", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/").replace(/^dist\//, ""))
  .sort();
for (const file of files) {
  const bytes = readFileSync(`dist/${file}`);
  if (file !== "index.html" && bytes.length > 1000 && /\.(js|css|svg)$/.test(file)) {
    writeFileSync(`dist/${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(
      `dist/${file}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    );
  }
}
writeFileSync("dist/assets.txt", files.map((file) => `${file}\n`).join(""));
