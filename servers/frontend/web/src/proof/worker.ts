/** Solves one challenge beside the page, which stays quick meanwhile. */
import { type Challenge, payload, solve } from "./solve";

addEventListener("message", (event: MessageEvent<Challenge>) => {
  const number = solve(event.data);
  postMessage(number === undefined ? "" : payload(event.data, number));
});
