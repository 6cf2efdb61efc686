import type { Problem } from "../api/client";

const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

export function moment(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : absolute.format(at);
}

/** "3 minutes ago", up to a month; then the date. */
export function ago(text: string, now: number = Date.now()): string {
  const seconds = Math.round((Date.parse(text) - now) / 1000);
  if (Number.isNaN(seconds)) {
    return text;
  }
  const size = Math.abs(seconds);
  if (size < 45) return "just now";
  if (size < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), "hour");
  if (size < 30 * 86_400) return relative.format(Math.round(seconds / 86_400), "day");
  return moment(text);
}

/** A waiting time in words: "12 hours", "5 minutes", "20 seconds". */
export function wait(seconds: number): string {
  const count = (number: number, unit: string) => `${number} ${unit}${number === 1 ? "" : "s"}`;
  if (seconds < 90) return count(Math.max(1, Math.round(seconds)), "second");
  if (seconds < 90 * 60) return count(Math.round(seconds / 60), "minute");
  if (seconds < 48 * 3600) return count(Math.round(seconds / 3600), "hour");
  return count(Math.round(seconds / 86_400), "day");
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = size;
  let unit = -1;
  do {
    value /= 1000;
    unit++;
  } while (value >= 999.5 && unit < units.length - 1);
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** What a problem means to the person in front of the screen. */
export function explain(problem: Problem): { title: string; text: string } {
  const later = problem.retryAfter === undefined ? "in a while" : `in ${wait(problem.retryAfter)}`;
  switch (problem.kind) {
    case "invalid-credentials":
      return { title: "That did not match", text: "The e-mail address or the password is not right. Check both and try again." };
    case "account-suspended":
      return {
        title: "Sign-in is paused for this account",
        text: `There were too many wrong passwords. You can sign in again ${later}, or at once with the unlock link that was sent to the account's e-mail address.`,
      };
    case "rate-limited":
      return { title: "Too many attempts", text: `Too many requests came from your network. Please try again ${later}.` };
    case "overloaded":
      return { title: "We are very busy right now", text: `Nothing is lost. Please try again ${later}.` };
    case "foreign-origin":
    case "csrf":
      return { title: "This page is out of date", text: "Reload the page, then try again." };
    case "too-large":
      return { title: "That is too large", text: problem.detail };
    case "changed-lately":
      return { title: "Your address was changed lately", text: `It can be changed again ${later}.` };
    default:
      return { title: problem.title, text: problem.detail };
  }
}

/** What an event says beside its name: a file's name, until when, how; ids say nothing to a person. */
export function particulars(details: Record<string, string>): string {
  const said: Record<string, (value: string) => string> = {
    name: (value) => value,
    until: (value) => `until ${moment(value)}`,
    by: (value) => (value === "link" ? "by the link in a message" : `by ${value}`),
    changed: (value) => value,
    reason: (value) => value,
    found: (value) => value,
    with: sharedWith,
  };
  return Object.entries(details)
    .flatMap(([name, value]) => said[name]?.(value) ?? [])
    .join(" · ");
}

/** Whom a file was shared with; an id says nothing to a person. */
function sharedWith(value: string): string {
  if (value === "everybody") return "with everybody";
  if (value === "link") return "by a link";
  return value.startsWith("role:") ? `with the role ${value.slice("role:".length)}` : "with a person";
}

const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Headless)?Chrome\/|\bCriOS\//, "Chrome"],
  [/\bVersion\/.*\bSafari\//, "Safari"],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

/** "Firefox on Linux", where a device says so in the way of browsers; otherwise what it says. */
export function device(said: string): string {
  const browser = BROWSERS.find(([sign]) => sign.test(said))?.[1];
  const system = SYSTEMS.find(([sign]) => sign.test(said))?.[1];
  if (browser !== undefined) {
    return system === undefined ? browser : `${browser} on ${system}`;
  }
  return said === "" ? "Unknown device" : said;
}

/** What came of connecting an account elsewhere, as the address says it on the way back; nothing where it says nothing of it. */
export function connected(search: string): { text: string; good: boolean } | undefined {
  const words = new Map<string, [string, boolean?]>([
    ["new", ["It is connected, and signs you in from now on.", true]],
    ["taken", ["That account is connected already, to yours or to another one here. Nothing was changed."]],
    [
      "unverified",
      ["Confirm your e-mail address first, by the link in the message that we sent you. Nothing was changed."],
    ],
    ["failed", ["That did not work. Nothing was changed."]],
  ]);
  const [text, good] = words.get(new URLSearchParams(search).get("connected") ?? "") ?? [];
  return text === undefined ? undefined : { text, good: good ?? false };
}

/** What an application may do by a scope, in words; a scope of its own is shown as it is. */
export function scope(name: string): string {
  const words: Record<string, string> = {
    openid: "know that it is you",
    profile: "see your name",
    email: "see your e-mail address",
    roles: "see your roles",
    files: "use your files",
    offline_access: "act while you are away",
  };
  return words[name] ?? name;
}

/** What a piece of work is for, in words. */
export function job({ kind, template }: { kind: string; template?: string | null }): string {
  const letters: Record<string, string> = {
    "verify-email": "confirm an address",
    "already-registered": "the account exists already",
    "reset-password": "choose a new password",
    invitation: "an invitation",
    suspended: "sign-in is suspended",
    "change-email": "confirm a new address",
    "email-changed": "the address was changed",
    "password-changed": "the password was changed",
    "identity-linked": "another way to sign in",
    "new-device": "sign-in on a new device",
    "session-stolen": "a session was ended",
  };
  const kinds: Record<string, string> = {
    mail: "Letter",
    "forgotten-password": "Forgotten password",
    notice: "Notice to an owner",
    "session-ended": "Clients learn of the end of a session",
    "logout-notice": "A client learns of the end of a session",
    webhook: "Webhook",
    purge: "Cleaning up",
    addresses: "Keys of addresses are destroyed",
    contents: "Contents without a file go",
  };
  const letter = template === undefined || template === null ? undefined : (letters[template] ?? template);
  return (kinds[kind] ?? kind) + (letter === undefined ? "" : `: ${letter}`);
}

/** An event of the account in words. */
export function event(type: string): { text: string; warn: boolean } {
  const words: Record<string, [string, boolean?]> = {
    "account.created": ["Account created"],
    "account.registered_again": ["Somebody tried to open an account with your address", true],
    "email.verified": ["E-mail address confirmed"],
    "email.changed": ["E-mail address changed", true],
    "account.disabled": ["Account disabled", true],
    "account.enabled": ["Account enabled"],
    "account.erasure_begun": ["The account is being erased", true],
    "account.erased": ["Account erased", true],
    "export.asked": ["A copy of everything was asked for"],
    "export.made": ["A copy of everything was made"],
    "account.suspended": ["Sign-in paused after wrong passwords", true],
    "account.unlocked": ["Sign-in unlocked"],
    "profile.changed": ["Profile changed"],
    "roles.changed": ["Roles changed", true],
    "password.changed": ["Password changed", true],
    "session.signed_in": ["Signed in"],
    "session.sign_in_failed": ["Wrong password", true],
    "session.signed_out": ["Signed out"],
    "session.ended": ["Session ended"],
    "refresh.replayed": ["A used token came again; the session was ended", true],
    "code.replayed": ["A used sign-in code came again; what it opened was ended", true],
    "session.client_not_told": ["An application could not be told that you signed out", true],
    "consent.given": ["Access given to an application"],
    "consent.withdrawn": ["Access taken from an application"],
    "device.allowed": ["Device connected"],
    "device.denied": ["Device refused"],
    "token.exchanged": ["An application passed access on to another"],
    "identity.linked": ["Sign-in with an account elsewhere was added"],
    "identity.removed": ["Sign-in with an account elsewhere was removed"],
    "assertion.redeemed": ["Access by the word of a trusted issuer"],
    "file.uploaded": ["File uploaded"],
    "file.refused": ["File refused: a scanner found something harmful"],
    "file.shared": ["File shared"],
    "file.deleted": ["File deleted"],
    "client.changed": ["Application changed"],
    "key.rotated": ["Signing key rotated"],
    "import.begun": ["Accounts of another program are being brought in"],
    "import.ended": ["Accounts of another program were brought in"],
    "job.changed": ["A job that had been given up was tried again or discarded"],
  };
  const [text, warn] = words[type] ?? [type.replace(/[._]/g, " ")];
  return { text, warn: warn ?? false };
}
