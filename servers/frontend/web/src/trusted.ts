/**
 * The one Trusted Types policy of the app. React and Mantine fill their style elements through innerHTML, and with
 * require-trusted-types-for 'script' the browser asks this policy first. Style sheets need no "<", markup does; so text
 * without "<" passes and everything else is refused. Of script addresses only that of the worker beside this app passes, and
 * scripts have no policy, so none can be made.
 */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createHTML: (text: string) => string; createScriptURL: (address: string) => string },
  ): unknown;
}

export function withoutMarkup(text: string): string {
  if (text.includes("<")) {
    throw new TypeError("Markup may not be made from text here.");
  }
  return text;
}

/** A worker of the app's own build, in the folder of its other files. */
export function ownWorker(address: string): string {
  const url = new URL(address, location.origin);
  if (url.origin !== location.origin || !/^\/assets\/worker-[\w-]+\.js$/.test(url.pathname) || url.search !== "") {
    throw new TypeError("Scripts may not be fetched from addresses made here.");
  }
  return url.href;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
factory?.createPolicy("default", { createHTML: withoutMarkup, createScriptURL: ownWorker });
