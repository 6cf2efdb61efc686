// openid-client: discovery, code with PKCE, ID token, userinfo, refresh, introspection, revocation, client credentials, sign-out.
import * as client from "openid-client";
import { Person, check } from "./person.mjs";

const { HOUSE, EMAIL, PASSWORD, SECRET } = process.env;
const callback = "http://127.0.0.1:9/callback";
const config = await client.discovery(new URL(HOUSE), "shop", SECRET, client.ClientSecretBasic(SECRET), {
  execute: [client.allowInsecureRequests],
});
check("the issuer is the one asked", config.serverMetadata().issuer === HOUSE);

const verifier = client.randomPKCECodeVerifier();
const nonce = client.randomNonce();
const state = client.randomState();
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: callback,
  scope: "openid profile email",
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  nonce,
  state,
});
const person = new Person(HOUSE, EMAIL, PASSWORD);
const tokens = await client.authorizationCodeGrant(config, await person.visit(url), {
  pkceCodeVerifier: verifier,
  expectedNonce: nonce,
  expectedState: state,
  idTokenExpected: true,
});
check("an ID token about somebody", tokens.claims().sub.length > 0);
const told = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
check("userinfo tells the address", told.email === EMAIL);

const turned = await client.refreshTokenGrant(config, tokens.refresh_token);
check("the refresh token turned", turned.refresh_token && turned.refresh_token !== tokens.refresh_token);
check("introspection finds it active", (await client.tokenIntrospection(config, turned.access_token)).active === true);
await client.tokenRevocation(config, turned.refresh_token);
check("and inactive after revocation", (await client.tokenIntrospection(config, turned.access_token)).active === false);

const own = await client.clientCredentialsGrant(config, { scope: "orders" });
check("a token of its own", own.scope === "orders");

const left = await person.visit(
  client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: callback, state }),
);
check("signed out and back at the client", left.href === `${callback}?state=${state}`);
