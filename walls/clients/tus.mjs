// tus-js-client brings a file through a line that is cut again and again, and through whatever happens to the house meanwhile.
import { createReadStream, statSync } from "node:fs";
import { connect, createServer } from "node:net";
import { Upload } from "tus-js-client";

const { HOUSE, TOKEN, FILE, CUTS } = process.env;
const size = statSync(FILE).size;
const house = new URL(HOUSE);
const cutAfter = Math.ceil(size / (Number(CUTS) + 1));

/** A line to the house that is cut whenever so many bytes have passed. */
let passed = 0;
let cuts = 0;
const line = createServer((client) => {
  const server = connect(Number(house.port), house.hostname);
  const cut = () => [client, server].forEach((socket) => socket.destroy());
  client.on("error", cut).on("close", cut);
  server.on("error", cut).on("close", cut);
  client.on("data", (bytes) => {
    passed += bytes.length;
    if (cuts < Number(CUTS) && passed > cutAfter * (cuts + 1)) {
      cuts++;
      console.log(`cut ${cuts}`);
      return cut();
    }
    if (!server.write(bytes)) {
      client.pause();
      server.once("drain", () => client.resume());
    }
  });
  server.pipe(client);
});
await new Promise((listening) => line.listen(0, "127.0.0.1", listening));

let told = 0;
const url = await new Promise((resolve, reject) => {
  const upload = new Upload(createReadStream(FILE), {
    endpoint: `http://127.0.0.1:${line.address().port}/v1/uploads`,
    uploadSize: size,
    headers: { authorization: `Bearer ${TOKEN}` },
    metadata: { filename: "film.bin", filetype: "video/mp4" },
    retryDelays: Array(60).fill(500),
    onProgress: (sent) => {
      if (sent - told > size / 100 || sent < told) {
        told = sent;
        console.log(`sent ${sent}`);
      }
    },
    onError: reject,
    onSuccess: () => resolve(upload.url),
  });
  upload.start();
});
console.log(`cuts ${cuts}`);
console.log(`done ${url.slice(url.lastIndexOf("/") + 1)}`);
line.close();
process.exit(0);
