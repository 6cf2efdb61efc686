/** The nonce of this page's Content-Security-Policy, for the style elements that components make. */
const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');

export const nonce = meta?.nonce ?? "";

// Libraries below the components that make style elements look for it here.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;
