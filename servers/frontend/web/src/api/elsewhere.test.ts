import { afterEach, describe, expect, it, vi } from "vitest";
import { toConnect, toSignIn } from "./elsewhere";

function answering(location: string): ReturnType<typeof vi.fn> {
  const fetch = vi.fn(async () => new Response(JSON.stringify({ location }), { status: 200 }));
  vi.stubGlobal("fetch", fetch);
  vi.stubGlobal("document", { cookie: "__Host-csrf_token=token" });
  return fetch;
}

afterEach(() => vi.unstubAllGlobals());

describe("elsewhere", () => {
  it("asks for the way to a provider and says where to come back to", async () => {
    const fetch = answering("https://accounts.example.com/authorize?state=s");
    expect(await toSignIn("acme", "/account")).toBe("https://accounts.example.com/authorize?state=s");
    const [path, init] = fetch.mock.calls[0] as unknown as [string, RequestInit];
    expect(path).toBe("/v1/auth/elsewhere_web");
    expect(JSON.parse(init.body as string)).toEqual({ provider: "acme", then: "/account" });
  });

  it("proves the session where an account is to be connected", async () => {
    const fetch = answering("https://accounts.example.com/authorize");
    await toConnect("acme", "/account/sign-in-methods");
    const [path, init] = fetch.mock.calls[0] as unknown as [string, RequestInit];
    expect(path).toBe("/v1/auth/connect_web");
    expect(new Headers(init.headers).get("X-CSRF-Token")).toBe("token");
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "//evil.example", "/account", ""])(
    "goes nowhere by %s",
    async (location) => {
      answering(location);
      await expect(toSignIn("acme", "/account")).rejects.toThrow();
    },
  );
});
