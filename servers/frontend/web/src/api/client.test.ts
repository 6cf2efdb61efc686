import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { call, onSessionEnded, parseProblem, Problem, seconds } from "./client";
import { ownWorker, withoutMarkup } from "../trusted";

type Ask = { path: string; method: string; headers: Headers };

let asked: Ask[];
let answer: (ask: Ask) => Response | Promise<Response>;

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

beforeEach(() => {
  asked = [];
  const kept = new Map<string, string>();
  vi.stubGlobal("document", { cookie: "a=b; __Host-csrf_token=c5rf; z=1" });
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  });
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const ask = { path, method: init.method ?? "GET", headers: new Headers(init.headers) };
    asked.push(ask);
    return answer(ask);
  });
  onSessionEnded(() => {});
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a call", () => {
  it("carries the CSRF token when it changes something, and only then", async () => {
    answer = () => json(200, {});
    for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const) {
      await call(method, "/web/v1/profile", {});
    }
    await call("GET", "/web/v1/profile");
    expect(asked.map((ask) => ask.headers.get("x-csrf-token"))).toEqual(["c5rf", "c5rf", "c5rf", "c5rf", null]);
  });

  it("does the work that is asked for, and is sent once more", async () => {
    const challenge = { algorithm: "SHA-256", challenge: "c", maxnumber: 9, salt: "s", signature: "g" };
    vi.stubGlobal(
      "Worker",
      class {
        onmessage: (event: { data: string }) => void = () => {};
        postMessage(message: unknown) {
          expect(message).toEqual(challenge);
          this.onmessage({ data: "solved" });
        }
        terminate() {}
      },
    );
    answer = (ask) =>
      ask.headers.get("proof-of-work") === "solved"
        ? json(200, { status: "signed_in" })
        : json(403, { type: "/problems/proof-of-work-required", challenge });
    expect(await call("POST", "/v1/auth/login_web", {})).toEqual({ status: "signed_in" });
    expect(asked).toHaveLength(2);
  });

  it("asks no more than twice", async () => {
    answer = () => json(403, { type: "/problems/proof-of-work-required", challenge: { algorithm: "other" } });
    await expect(call("POST", "/v1/auth/login_web", {})).rejects.toMatchObject({ kind: "proof-of-work-required" });
    expect(asked).toHaveLength(1);
  });

  it("never sends a bearer token", async () => {
    answer = () => json(200, {});
    await call("GET", "/web/v1/profile");
    expect(asked[0]?.headers.has("authorization")).toBe(false);
  });

  it("answers undefined where there is no body", async () => {
    answer = () => new Response(null, { status: 204 });
    expect(await call("DELETE", "/web/v1/files/1")).toBeUndefined();
  });

  it("says that the server cannot be reached", async () => {
    answer = () => Promise.reject(new TypeError("no network"));
    await expect(call("GET", "/web/v1/profile")).rejects.toMatchObject({ kind: "unreachable", status: 0 });
  });
});

describe("an expired access token", () => {
  let turned: number;

  beforeEach(() => {
    turned = 0;
    answer = async (ask) => {
      await Promise.resolve();
      if (ask.path === "/v1/auth/refresh_web") {
        turned++;
        return json(200, { expires_in: 300, csrf_token: "c5rf" });
      }
      return turned === 0 ? json(401, { type: "/problems/unauthorized" }) : json(200, { ok: ask.path });
    };
  });

  it("is turned once for any number of calls, which are then repeated", async () => {
    const paths = Array.from({ length: 10 }, (_, index) => `/web/v1/things/${index}`);
    const answers = await Promise.all(paths.map((path) => call<{ ok: string }>("GET", path)));
    expect(answers.map((one) => one.ok)).toEqual(paths);
    expect(turned).toBe(1);
  });

  it("is turned with the CSRF token", async () => {
    await call("GET", "/web/v1/profile");
    const turn = asked.find((ask) => ask.path === "/v1/auth/refresh_web");
    expect(turn?.method).toBe("POST");
    expect(turn?.headers.get("x-csrf-token")).toBe("c5rf");
  });

  it("is left to another tab that turned it while this one waited", async () => {
    vi.stubGlobal("navigator", {
      locks: {
        request: (_name: string, work: () => unknown) => {
          localStorage.setItem("sallyport-session-turned-at", String(Date.now() + 1));
          turned++;
          return work();
        },
      },
    });
    await call("GET", "/web/v1/profile");
    expect(asked.map((ask) => ask.path)).toEqual(["/web/v1/profile", "/web/v1/profile"]);
  });

  it("is not turned for a wrong password", async () => {
    await expect(call("POST", "/v1/auth/login_web", {})).rejects.toBeInstanceOf(Problem);
    expect(turned).toBe(0);
  });

  it("is not turned without a session", async () => {
    vi.stubGlobal("document", { cookie: "" });
    await expect(call("GET", "/web/v1/profile")).rejects.toMatchObject({ status: 401 });
    expect(turned).toBe(0);
  });
});

describe("a session that is over", () => {
  it("is told once, and the call fails with the first problem", async () => {
    const ended = vi.fn();
    onSessionEnded(ended);
    answer = () => json(401, { type: "/problems/unauthorized", title: "Who are you?" });
    await expect(call("GET", "/web/v1/profile")).rejects.toMatchObject({ kind: "unauthorized", title: "Who are you?" });
    expect(ended).toHaveBeenCalledTimes(1);
    expect(asked).toHaveLength(2);
  });

  it("is not assumed when the server is only busy", async () => {
    const ended = vi.fn();
    onSessionEnded(ended);
    answer = (ask) =>
      ask.path === "/v1/auth/refresh_web" ? json(503, {}, { "retry-after": "2" }) : json(401, {});
    await expect(call("GET", "/web/v1/profile")).rejects.toMatchObject({ kind: "overloaded", retryAfter: 2 });
    expect(ended).not.toHaveBeenCalled();
  });
});

describe("a problem", () => {
  const none = () => null;

  it("is read with its mistakes and its waiting time", () => {
    const text = JSON.stringify({
      type: "/problems/invalid-request",
      title: "The request has mistakes",
      detail: "See errors.",
      errors: [{ pointer: "/email", detail: "an e-mail address" }, "nonsense"],
    });
    const problem = parseProblem(422, text, (name) => (name === "retry-after" ? "43200" : null));
    expect(problem).toMatchObject({ kind: "invalid-request", status: 422, retryAfter: 43200 });
    expect(problem.at("/email")).toBe("an e-mail address");
    expect(problem.at("/password")).toBeUndefined();
  });

  it.each([
    [502, "overloaded"],
    [429, "rate-limited"],
    [413, "too-large"],
    [500, "internal"],
  ])("is made from the status %i where the body is no problem", (status, kind) => {
    expect(parseProblem(status, "<html>", none).kind).toBe(kind);
    expect(parseProblem(status, "null", none).kind).toBe(kind);
  });

  it("knows both forms of Retry-After", () => {
    expect(seconds("30")).toBe(30);
    expect(seconds("Tue, 24 Nov 2026 00:01:00 GMT", Date.parse("2026-11-24T00:00:00Z"))).toBe(60);
    expect(seconds("soon")).toBeUndefined();
    expect(seconds(null)).toBeUndefined();
  });
});

describe("the Trusted Types policy", () => {
  it("lets style sheets through and refuses markup", () => {
    expect(withoutMarkup(":root{--a:1} .b > .c{color:red}")).toContain("--a");
    expect(() => withoutMarkup("<img src=x onerror=alert(1)>")).toThrow(TypeError);
  });

  it("lets the address of the app's own worker through and no other", () => {
    vi.stubGlobal("location", { origin: "https://id.example.org" });
    expect(ownWorker("/assets/worker-Cfaz3Tr0.js")).toBe("https://id.example.org/assets/worker-Cfaz3Tr0.js");
    for (const other of [
      "https://evil.example/assets/worker-Cfaz3Tr0.js",
      "/assets/../v1/files/worker-Cfaz3Tr0.js",
      "/v1/files/worker-Cfaz3Tr0.js",
      "/assets/worker-Cfaz3Tr0.js?x",
      "data:text/javascript,alert(1)",
      "blob:https://id.example.org/1",
    ]) {
      expect(() => ownWorker(other)).toThrow(TypeError);
    }
  });
});
