import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bring, comeBack, current, fresh, leave, signOut } from "./token";

const HOME = "https://id.example.org";
let kept: Map<string, string>;
let asked: { url: string; body: URLSearchParams }[];

function at(search: string): void {
  vi.stubGlobal("location", { search, pathname: "/docs", hash: "#getProfile", origin: HOME, assign: vi.fn() });
}

beforeEach(() => {
  kept = new Map();
  asked = [];
  vi.stubGlobal("document", { cookie: "" });
  vi.stubGlobal("history", { replaceState: vi.fn() });
  vi.stubGlobal("sessionStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  });
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push({ url, body: init.body as URLSearchParams });
    return new Response(JSON.stringify({ access_token: "t0k3n", expires_in: 300, scope: "profile" }));
  });
});

afterEach(async () => {
  await signOut();
  vi.unstubAllGlobals();
});

/** Leaves, and says with which state and challenge. */
async function left(): Promise<URLSearchParams> {
  at("");
  await leave(HOME, "openid profile");
  return new URL(vi.mocked(location.assign).mock.calls[0]?.[0] as string, HOME).searchParams;
}

describe("a token by code and PKCE", () => {
  it("is asked for with a digest, and what it is a digest of goes with the code", async () => {
    const query = await left();
    expect(Object.fromEntries(query)).toMatchObject({
      response_type: "code",
      client_id: "sallyport-docs",
      redirect_uri: HOME + "/docs",
      scope: "openid profile",
      code_challenge_method: "S256",
    });
    at(`?code=c0de&state=${query.get("state")}`);
    expect(await comeBack(HOME)).toBe(true);
    const verifier = asked[0]?.body.get("code_verifier") ?? "";
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    expect(Buffer.from(digest).toString("base64url")).toBe(query.get("code_challenge"));
    expect(current()).toMatchObject({ value: "t0k3n", scope: "profile" });
    expect([...kept.keys()]).toEqual([]);
    expect(history.replaceState).toHaveBeenCalledWith(null, "", "/docs#getProfile");
  });

  it("is not made of an answer to another question", async () => {
    await left();
    at("?code=c0de&state=other");
    await expect(comeBack(HOME)).rejects.toMatchObject({ kind: "foreign-answer" });
    expect(asked).toEqual([]);
    expect(current()).toBeUndefined();
  });

  it("is not made of an answer that nobody asked for", async () => {
    at("?code=c0de&state=s");
    expect(await comeBack(HOME)).toBe(false);
    expect(asked).toEqual([]);
  });

  it("is not there where the answer is an error, which is told", async () => {
    const query = await left();
    at(`?error=access_denied&error_description=no&state=${query.get("state")}`);
    await expect(comeBack(HOME)).rejects.toMatchObject({ kind: "access_denied", detail: "no" });
  });
});

it("a token that somebody brings goes as it is, and is not renewed", async () => {
  bring("mine");
  expect((await fresh(HOME))?.value).toBe("mine");
  await signOut();
  expect(current()).toBeUndefined();
  expect(asked).toEqual([]);
});
