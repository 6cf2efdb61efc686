import { call, Problem } from "./client";

/** Where the browser goes to sign in with another provider, to come back to {@link then}. */
export function toSignIn(provider: string, then: string): Promise<string> {
  return toProvider("/v1/auth/elsewhere_web", provider, then);
}

/** Where the browser goes to connect an account at another provider to the one that is signed in here. */
export function toConnect(provider: string, then: string): Promise<string> {
  return toProvider("/v1/auth/connect_web", provider, then);
}

async function toProvider(path: string, provider: string, then: string): Promise<string> {
  const { location } = await call<{ location: string }>("POST", path, { provider, then });
  // An address of the web and nothing that a browser would run.
  if (!/^https?:\/\//.test(location)) {
    throw new Problem("internal", 0, "Something went wrong here", "The way to the other site is not known.");
  }
  return location;
}
