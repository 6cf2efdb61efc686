import { createHash } from "node:crypto";
import { createChallenge, solveChallenge } from "altcha-lib/v1";
import { describe, expect, it } from "vitest";
import { challengeOf, payload, solve } from "./solve";

function challenge(number: number, maxnumber: number) {
  const salt = "00112233445566778899aabb?expires=1800000120&";
  const hash = createHash("sha256").update(salt + number).digest("hex");
  return { algorithm: "SHA-256", challenge: hash, maxnumber, salt, signature: "s" };
}

describe("a proof of work", () => {
  it.each([0, 1, 9, 10, 4321, 5000])("finds %i", (number) => {
    expect(solve(challenge(number, 5000))).toBe(number);
  });

  it("is what ALTCHA's own client finds", async () => {
    const ours = challenge(4321, 5000);
    const theirs = await solveChallenge(ours.challenge, ours.salt, ours.algorithm, ours.maxnumber).promise;
    expect(theirs?.number).toBe(4321);
    const { algorithm, challenge: hash, salt, signature } = await createChallenge({
      hmacKey: "key",
      maxnumber: 5000,
      number: 1234,
      expires: new Date(1_800_000_000_000),
    });
    expect(solve({ algorithm, challenge: hash, salt, signature, maxnumber: 5000 })).toBe(1234);
    expect(salt).toMatch(/\?expires=1800000000&$/);
  });

  it("finds nothing beyond the highest number", () => {
    expect(solve(challenge(5001, 5000))).toBeUndefined();
  });

  it("sends the number with what it was given", () => {
    const asked = challenge(7, 10);
    expect(JSON.parse(atob(payload(asked, 7)))).toEqual({
      algorithm: "SHA-256",
      challenge: asked.challenge,
      number: 7,
      salt: asked.salt,
      signature: "s",
    });
  });

  it("knows a challenge that it can solve", () => {
    const asked = challenge(7, 10);
    expect(challengeOf({ ...asked, more: 1 })).toEqual(asked);
    for (const other of [undefined, null, "x", {}, { ...asked, algorithm: "SHA-1" }, { ...asked, maxnumber: "9" }]) {
      expect(challengeOf(other)).toBeUndefined();
    }
  });
});
