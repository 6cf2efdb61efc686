/**
 * The one Trusted Types policy of the app. React and Mantine fill their style elements through innerHTML, and with
 * require-trusted-types-for 'script' the browser asks this policy first. Style sheets need no "<", markup does; so text
 * without "<" passes and everything else is refused. Scripts and script addresses have no policy, so none can be made.
 */
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): unknown;
}

export function withoutMarkup(text: string): string {
  if (text.includes("<")) {
    throw new TypeError("Markup may not be made from text here.");
  }
  return text;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
factory?.createPolicy("default", { createHTML: withoutMarkup });
