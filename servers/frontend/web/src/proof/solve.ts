/**
 * Proof of work: the number that the house thought of, found by trying. Challenges have the form of ALTCHA, version 1; what they cost is the
 * house's choice.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

export interface Challenge {
  algorithm: string;
  challenge: string;
  maxnumber: number;
  salt: string;
  signature: string;
}

/** The challenge in a problem of the house's, where it is one that can be solved here. */
export function challengeOf(value: unknown): Challenge | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { algorithm, challenge, maxnumber, salt, signature } = value as Record<string, unknown>;
  return algorithm === "SHA-256" &&
    typeof challenge === "string" &&
    typeof maxnumber === "number" &&
    typeof salt === "string" &&
    typeof signature === "string"
    ? { algorithm, challenge, maxnumber, salt, signature }
    : undefined;
}

/** The number, or undefined where there is none. Takes as long as it takes, so not for the page's own thread. */
export function solve(challenge: Challenge): number | undefined {
  const salted = sha256.create().update(utf8ToBytes(challenge.salt));
  const working = sha256.create();
  for (let number = 0; number <= challenge.maxnumber; number++) {
    salted._cloneInto(working);
    if (bytesToHex(working.update(utf8ToBytes(String(number))).digest()) === challenge.challenge) {
      return number;
    }
  }
  return undefined;
}

/** What is sent: the challenge with its number. */
export function payload({ algorithm, challenge, salt, signature }: Challenge, number: number): string {
  return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
}
