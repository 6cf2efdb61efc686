/**
 * The only way to the server. Tokens live in cookies that script cannot read; all that is handled here is the CSRF token,
 * problems, and one refresh for any number of calls that found the access token expired.
 */

import { proofOf } from "../proof/proof";
import { challengeOf } from "../proof/solve";

export interface FieldError {
  pointer: string;
  detail: string;
}

/** An error as the server said it (RFC 9457), or status 0 when there was no answer. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly kind: string,
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly errors: FieldError[] = [],
    /** Seconds to wait, where the server said so. */
    readonly retryAfter: number | undefined = undefined,
    readonly requestId: string | undefined = undefined,
  ) {
    super(title);
  }

  /** The mistake reported at this JSON pointer. */
  at(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.detail;
  }
}

export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

const SAFE: readonly Method[] = ["GET", "HEAD"];
const CSRF_COOKIE = "__Host-csrf_token";
const TURNED = "sallyport-session-turned-at";

let sessionEnded: () => void = () => {};

/** What to do when the server no longer knows this browser's session. */
export function onSessionEnded(then: () => void): void {
  sessionEnded = then;
}

export function csrfToken(): string | undefined {
  for (const pair of document.cookie.split("; ")) {
    if (pair.startsWith(CSRF_COOKIE + "=")) {
      return pair.slice(CSRF_COOKIE.length + 1);
    }
  }
  return undefined;
}

/** Whether this browser may have a session: the CSRF cookie comes and goes with it. */
export function mayBeSignedIn(): boolean {
  return csrfToken() !== undefined;
}

/** Calls the server; the answer's JSON, or undefined where the answer has no body. */
export async function call<T = undefined>(method: Method, path: string, body?: unknown): Promise<T> {
  const response = await withRefresh(path, () => withProof((proof) => send(method, path, body, proof)));
  if (method === "HEAD" || response.status === 204 || response.headers.get("content-length") === "0") {
    return undefined as T;
  }
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

async function withRefresh(path: string, attempt: () => Promise<Response>): Promise<Response> {
  const sent = Date.now();
  let response = await attempt();
  if (response.status === 401 && path.startsWith("/web/v1/")) {
    if (!(await refreshOnce(sent))) {
      sessionEnded();
      throw await problemOf(response);
    }
    response = await attempt();
    if (response.status === 401) {
      sessionEnded();
    }
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

/** Does the work that the house asks for where it is under attack, and sends the same once more. */
async function withProof(attempt: (proof?: string) => Promise<Response>): Promise<Response> {
  const response = await attempt();
  if (response.status !== 403) {
    return response;
  }
  const body = parsed(await response.clone().text());
  const challenge = String(body["type"]).endsWith("/proof-of-work-required") ? challengeOf(body["challenge"]) : undefined;
  return challenge === undefined ? response : attempt(await proofOf(challenge));
}

async function send(method: Method, path: string, body: unknown, proof?: string): Promise<Response> {
  const headers = new Headers({ accept: "application/json, application/problem+json" });
  if (!SAFE.includes(method)) {
    addCsrf(headers);
  }
  if (proof !== undefined) {
    headers.set("Proof-Of-Work", proof);
  }
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(body);
  }
  try {
    return await fetch(path, init);
  } catch {
    throw unreachable();
  }
}

function addCsrf(headers: { set(name: string, value: string): void }): void {
  const token = csrfToken();
  if (token !== undefined) {
    headers.set("X-CSRF-Token", token);
  }
}

let turning: Promise<boolean> | undefined;

/** Turns the session's tokens once for everybody who waits; false when the session is over. */
function refreshOnce(sent: number): Promise<boolean> {
  turning ??= acrossTabs(() => turn(sent)).finally(() => {
    turning = undefined;
  });
  return turning;
}

async function turn(sent: number): Promise<boolean> {
  if (!mayBeSignedIn()) {
    return false;
  }
  if (lastTurned() > sent) {
    return true; // another tab did it while we waited
  }
  const response = await send("POST", "/v1/auth/refresh_web", undefined);
  if (response.ok) {
    rememberTurn();
    return true;
  }
  if (response.status === 401 || response.status === 403) {
    return false;
  }
  throw await problemOf(response);
}

function acrossTabs<T>(work: () => Promise<T>): Promise<T> {
  const locks = (navigator as { locks?: LockManager }).locks;
  return locks === undefined ? work() : (locks.request("sallyport-refresh", work) as Promise<T>);
}

// When the tokens were last turned, for other tabs; a time, never a token.
function lastTurned(): number {
  try {
    return Number(localStorage.getItem(TURNED) ?? 0);
  } catch {
    return 0;
  }
}

function rememberTurn(): void {
  try {
    localStorage.setItem(TURNED, String(Date.now()));
  } catch {
    // Storage is closed: the other tabs turn once more, which the server's grace allows.
  }
}

/** The problem in an answer, or one made from its status when the body is none. */
export async function problemOf(response: Response): Promise<Problem> {
  let text = "";
  try {
    text = await response.text();
  } catch {
    // A body that broke off says nothing more than the status.
  }
  return parseProblem(response.status, text, (name) => response.headers.get(name));
}

export function parseProblem(status: number, text: string, header: (name: string) => string | null): Problem {
  const body = parsed(text);
  const type = typeof body["type"] === "string" ? body["type"] : "";
  const kind = type.slice(type.lastIndexOf("/") + 1) || fallbackKind(status);
  return new Problem(
    kind,
    status,
    typeof body["title"] === "string" ? body["title"] : "Something went wrong",
    typeof body["detail"] === "string" ? body["detail"] : `The server answered ${status}.`,
    fieldErrors(body["errors"]),
    seconds(header("retry-after")),
    header("x-request-id") ?? undefined,
  );
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function fallbackKind(status: number): string {
  switch (status) {
    case 401:
      return "unauthorized";
    case 403:
      return "forbidden";
    case 404:
      return "not-found";
    case 413:
      return "too-large";
    case 429:
      return "rate-limited";
    case 502:
    case 503:
    case 504:
      return "overloaded";
    default:
      return "internal";
  }
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) {
    return [];
  }
  return value.filter(
    (entry: unknown): entry is FieldError =>
      typeof entry === "object" &&
      entry !== null &&
      typeof (entry as FieldError).pointer === "string" &&
      typeof (entry as FieldError).detail === "string",
  );
}

/** Retry-After (RFC 9110 §10.2.3) as seconds, whether it came as seconds or as a date. */
export function seconds(retryAfter: string | null, now: number = Date.now()): number | undefined {
  if (retryAfter === null) {
    return undefined;
  }
  if (/^\d+$/.test(retryAfter)) {
    return Number(retryAfter);
  }
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}

function unreachable(): Problem {
  return new Problem("unreachable", 0, "The server cannot be reached", "Check your connection, then try again.");
}

/** Uploads a file's bytes; {@code progress} hears the part that is sent, 0 to 1. */
export async function upload<T>(file: File, progress: (part: number) => void, signal?: AbortSignal): Promise<T> {
  const path = "/web/v1/files?name=" + encodeURIComponent(file.name);
  // fetch tells nothing of how far an upload is; XMLHttpRequest does.
  const attempt = () =>
    new Promise<Response>((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", path);
      request.setRequestHeader("accept", "application/json, application/problem+json");
      request.setRequestHeader("content-type", file.type === "" ? "application/octet-stream" : file.type);
      addCsrf({ set: (name, value) => request.setRequestHeader(name, value) });
      request.upload.onprogress = (event) => progress(event.total > 0 ? event.loaded / event.total : 0);
      request.onload = () => {
        const headers = new Headers();
        for (const name of ["retry-after", "x-request-id"]) {
          const value = request.getResponseHeader(name);
          if (value !== null) {
            headers.set(name, value);
          }
        }
        resolve(new Response(request.status === 204 ? null : request.responseText, { status: request.status, headers }));
      };
      request.onerror = () => reject(unreachable());
      request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
      signal?.addEventListener("abort", () => request.abort(), { once: true });
      request.send(file);
    });
  // A small call first turns an expired session, so that a large body is not sent twice.
  await call("HEAD", "/web/v1/auth/me");
  return (await (await withRefresh(path, attempt)).json()) as T;
}
