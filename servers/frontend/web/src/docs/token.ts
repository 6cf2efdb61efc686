/**
 * The access token of this page: held in a variable, gone when the page closes (L04). It is got by the authorization code with PKCE
 * and nothing else. Who types a password here signs in at login_web, as on every page of the house, and the code is then got
 * without asking again; for a browser gets no token for a password.
 */

import { call, csrfToken, Problem, problemOf } from "../api/client";

const CLIENT = "sallyport-docs";
const BEGUN = "sallyport-docs-authorization";

export interface Token {
  value: string;
  scope: string;
  /** Milliseconds since 1970. */
  expires: number;
  /** Whether the house gives another without asking, for the browser is signed in. */
  renews: boolean;
}

let token: Token | undefined;
const listeners = new Set<() => void>();

export function current(): Token | undefined {
  return token;
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function hold(next: Token | undefined): void {
  token = next;
  listeners.forEach((listener) => listener());
}

/** A token that somebody has, from an app or from the command line. */
export function bring(value: string): void {
  hold({ value, scope: "", expires: Number.POSITIVE_INFINITY, renews: false });
}

interface Begun {
  state: string;
  verifier: string;
  scope: string;
}

function random(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

async function address(begun: Begun, home: string, prompt?: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(begun.verifier));
  const query = new URLSearchParams({
    response_type: "code",
    client_id: CLIENT,
    redirect_uri: home + "/docs",
    scope: begun.scope,
    state: begun.state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: "S256",
    ...(prompt === undefined ? {} : { prompt }),
  });
  return "/oauth2/authorize?" + query.toString();
}

/** Leaves for the authorization endpoint; the verifier waits in this tab, and no token ever does. */
export async function leave(home: string, scope: string): Promise<void> {
  const begun = { state: random(), verifier: random(), scope };
  sessionStorage.setItem(BEGUN, JSON.stringify(begun));
  location.assign(await address(begun, home));
}

/** Takes the answer with which the browser came back, where it did; false where it came otherwise. */
export async function comeBack(home: string): Promise<boolean> {
  const query = new URLSearchParams(location.search);
  const kept = sessionStorage.getItem(BEGUN);
  if (query.get("state") === null) {
    return false;
  }
  sessionStorage.removeItem(BEGUN);
  history.replaceState(null, "", location.pathname + location.hash);
  if (kept === null) {
    return false;
  }
  const begun = JSON.parse(kept) as Begun;
  hold(await redeemed(query, begun, home));
  return true;
}

/** Signs in to this browser as every page of the house does, and gets a token without asking again. */
export async function byPassword(home: string, email: string, password: string, scope: string): Promise<void> {
  await call("POST", "/v1/auth/login_web", { email, password });
  await silently(home, scope);
}

/** A token for who is signed in to this browser, with no page in between. */
export async function silently(home: string, scope: string): Promise<void> {
  const begun = { state: random(), verifier: random(), scope };
  const answer = await fetch(await address(begun, home, "none"), { credentials: "same-origin", cache: "no-store" });
  hold(await redeemed(new URL(answer.url).searchParams, begun, home));
}

async function redeemed(query: URLSearchParams, begun: Begun, home: string): Promise<Token> {
  if (query.get("state") !== begun.state) {
    throw new Problem("foreign-answer", 400, "Not the answer to this", "The answer belongs to another question.");
  }
  const code = query.get("code");
  if (code === null) {
    const said = query.get("error_description") ?? query.get("error") ?? "The answer has no code.";
    throw new Problem(query.get("error") ?? "no-code", 400, "No token was given", said);
  }
  const response = await fetch("/oauth2/token", {
    method: "POST",
    credentials: "omit",
    cache: "no-store",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: CLIENT,
      code,
      redirect_uri: home + "/docs",
      code_verifier: begun.verifier,
    }),
  });
  if (!response.ok) {
    throw await problemOf(response);
  }
  const given = (await response.json()) as { access_token: string; expires_in: number; scope: string };
  return {
    value: given.access_token,
    scope: given.scope,
    expires: Date.now() + given.expires_in * 1000,
    renews: true,
  };
}

/** The token, with a new one in its place where it is about to end. */
export async function fresh(home: string): Promise<Token | undefined> {
  if (token?.renews && token.expires - Date.now() < 15_000) {
    await silently(home, token.scope);
  }
  return token;
}

/** Forgets the token and ends the session of this browser, if it has one. */
export async function signOut(): Promise<void> {
  const session = token?.renews && csrfToken() !== undefined;
  hold(undefined);
  if (session) {
    await call("POST", "/v1/auth/logout_web");
  }
}
