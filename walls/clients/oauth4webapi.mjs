// oauth4webapi: private_key_jwt, pushed requests, DPoP for every token and every call.
import { readFileSync } from "node:fs";
import { importJWK } from "jose";
import * as oauth from "oauth4webapi";
import { Person, check } from "./person.mjs";

const { HOUSE, EMAIL, PASSWORD, KEY_FILE } = process.env;
const callback = "http://127.0.0.1:9/callback";
const insecure = { [oauth.allowInsecureRequests]: true };
const issuer = new URL(HOUSE);
const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
const bank = { client_id: "bank" };
const jwk = JSON.parse(readFileSync(KEY_FILE, "utf8"));
const proof = oauth.PrivateKeyJwt({ key: await importJWK(jwk, "ES256"), kid: jwk.kid });
const DPoP = oauth.DPoP(bank, await oauth.generateKeyPair("ES256"));

const verifier = oauth.generateRandomCodeVerifier();
const nonce = oauth.generateRandomNonce();
const asked = new URLSearchParams({
  client_id: bank.client_id,
  redirect_uri: callback,
  response_type: "code",
  scope: "openid email",
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  nonce,
});
const pushed = await oauth.processPushedAuthorizationResponse(
  as,
  bank,
  await oauth.pushedAuthorizationRequest(as, bank, proof, asked, { ...insecure, DPoP }),
);
const url = new URL(as.authorization_endpoint);
url.searchParams.set("client_id", bank.client_id);
url.searchParams.set("request_uri", pushed.request_uri);
const back = await new Person(HOUSE, EMAIL, PASSWORD).visit(url);
const parameters = oauth.validateAuthResponse(as, bank, back, oauth.expectNoState);
const granted = await oauth.processAuthorizationCodeResponse(
  as,
  bank,
  await oauth.authorizationCodeGrantRequest(as, bank, proof, parameters, callback, verifier, { ...insecure, DPoP }),
  { expectedNonce: nonce, requireIdToken: true },
);
check("the token is bound", granted.token_type === "dpop");
const subject = oauth.getValidatedIdTokenClaims(granted).sub;
const told = await oauth.processUserInfoResponse(
  as,
  bank,
  subject,
  await oauth.userInfoRequest(as, bank, granted.access_token, { ...insecure, DPoP }),
);
check("userinfo takes the proof", told.email === EMAIL);
const turned = await oauth.processRefreshTokenResponse(
  as,
  bank,
  await oauth.refreshTokenGrantRequest(as, bank, proof, granted.refresh_token, { ...insecure, DPoP }),
);
check("the refresh token turned", turned.refresh_token !== granted.refresh_token);
const bare = await fetch(as.userinfo_endpoint, { headers: { authorization: `Bearer ${turned.access_token}` } });
check("without a proof the token opens nothing", bare.status === 401);
