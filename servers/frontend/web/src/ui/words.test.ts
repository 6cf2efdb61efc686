import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ago, bytes, connected, device, event, job, particulars, scope } from "./words";

const KINDS = [
  ...readFileSync(
    new URL("../../../../../domain/src/main/java/dev/sallyport/domain/audit/AuditEvent.java", import.meta.url),
    "utf8",
  ).matchAll(/^ {8}[A-Z_]+\("([a-z_.]+)"\)/gm),
].map((found) => found[1] ?? "");

describe("words", () => {
  it("has words for every event that the server tells of", () => {
    expect(KINDS.length).toBeGreaterThan(15);
    for (const kind of KINDS) {
      expect(event(kind).text, kind).not.toBe(kind.replace(/[._]/g, " "));
    }
  });

  it("shows an event that it does not know, rather than nothing", () => {
    expect(event("passkey.added")).toEqual({ text: "passkey added", warn: false });
  });

  it("tells of an event what a person understands, and no ids", () => {
    expect(particulars({ file: "0193a000-0000-7000-8000-000000000001", name: "plan.txt" })).toBe("plan.txt");
    expect(particulars({ by: "link" })).toBe("by the link in a message");
    expect(particulars({ until: "not a time" })).toBe("until not a time");
    expect(particulars({})).toBe("");
  });

  it.each([
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15", "Safari on macOS"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "Safari on iPhone"],
    ["Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on Android"],
    ["shop-app/2.1", "shop-app/2.1"],
    ["", "Unknown device"],
  ])("names the device that says %s", (said, name) => {
    expect(device(said)).toBe(name);
  });

  it.each(["new", "taken", "unverified", "failed"])("says what came of connecting an account: %s", (outcome) => {
    expect(connected(`?connected=${outcome}`)).toMatchObject({ good: outcome === "new" });
  });

  it("says nothing of an outcome that it does not know", () => {
    expect(connected("?connected=constructor")).toBeUndefined();
    expect(connected("")).toBeUndefined();
  });

  it("says what an application may do, and shows a scope that it does not know", () => {
    expect(scope("offline_access")).toBe("act while you are away");
    expect(scope("orders")).toBe("orders");
  });

  it("writes times and sizes for people", () => {
    const now = Date.parse("2026-11-24T12:00:00Z");
    expect(ago("2026-11-24T11:59:30Z", now)).toBe("just now");
    expect(ago("not a time", now)).toBe("not a time");
    expect(bytes(999)).toBe("999 B");
    expect(bytes(1_500)).toBe("1.5 kB");
    expect(bytes(999_999_999)).toBe("1.0 GB");
  });

  it("says what a job is for, and names what it does not know", () => {
    expect(job({ kind: "mail", template: "new-device" })).toBe("Letter: sign-in on a new device");
    expect(job({ kind: "mail", template: "from-the-future" })).toBe("Letter: from-the-future");
    expect(job({ kind: "purge", template: null })).toBe("Cleaning up");
    expect(job({ kind: "unheard-of" })).toBe("unheard-of");
  });
});
