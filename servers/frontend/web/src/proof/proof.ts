import type { Challenge } from "./solve";

/** The solution as it is sent, found in a worker. */
export function proofOf(challenge: Challenge): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = (event: MessageEvent<string>) => {
      worker.terminate();
      if (event.data === "") {
        reject(new Error("the challenge has no solution"));
      } else {
        resolve(event.data);
      }
    };
    worker.onerror = () => {
      worker.terminate();
      reject(new Error("the worker does not run"));
    };
    worker.postMessage(challenge);
  });
}
