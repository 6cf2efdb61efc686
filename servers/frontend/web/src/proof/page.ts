/** The gateway's page that stands before another: solves its challenge, says so in a cookie, and goes on. */
import "../trusted";
import { proofOf } from "./proof";
import { challengeOf } from "./solve";

const LIFE = 600;

async function goOn(main: HTMLElement): Promise<void> {
  const challenge = challengeOf(JSON.parse(main.dataset["challenge"] ?? "null"));
  const onward = new URL(main.dataset["onward"] ?? "/", location.origin);
  if (challenge === undefined || onward.origin !== location.origin) {
    throw new Error("the page carries no challenge");
  }
  const proof = await proofOf(challenge);
  document.cookie = `__Host-proof_of_work=${proof}; Path=/; Max-Age=${LIFE}; Secure; SameSite=Strict`;
  location.replace(onward);
}

const main = document.getElementById("proof");
if (main !== null) {
  goOn(main).catch(() => {
    const status = main.querySelector('[role="status"]');
    if (status !== null) {
      status.textContent = "The work could not be done in this browser. Load the page again.";
    }
  });
}
