// The way of the Model Context Protocol to a token, with nothing known but the address of the server of the example.
import { createServer } from "node:http";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import * as oauth from "oauth4webapi";
import { Person, check } from "./person.mjs";

const { HOUSE, EMAIL, PASSWORD, RESOURCE } = process.env;
const callback = "http://127.0.0.1:9/callback";
const insecure = { [oauth.allowInsecureRequests]: true };

/** The SDK's own client: it registers itself, sends the person away, and comes back with the code. */
async function registered() {
  const kept = {};
  let back;
  const provider = {
    redirectUrl: callback,
    clientMetadata: {
      client_name: "Inspector",
      redirect_uris: [callback],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    },
    clientInformation: () => kept.client,
    saveClientInformation: (client) => (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => (kept.tokens = tokens),
    saveCodeVerifier: (verifier) => (kept.verifier = verifier),
    codeVerifier: () => kept.verifier,
    redirectToAuthorization: async (url) => (back = await new Person(HOUSE, EMAIL, PASSWORD).visit(url)),
  };
  const first = new StreamableHTTPClientTransport(new URL(RESOURCE), { authProvider: provider });
  const refused = await new Client({ name: "inspector", version: "1" }).connect(first).catch((error) => error);
  check("without a token the server refuses, and the person goes to the house", refused instanceof Error && back.searchParams.has("code"));
  check("the client registered itself", kept.client.client_id && !kept.client.client_secret);
  await first.finishAuth(back.searchParams.get("code"));
  const client = new Client({ name: "inspector", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL(RESOURCE), { authProvider: provider }));
  const told = await client.callTool({ name: "whoami", arguments: {} });
  check("the tool knows the client", told.content[0].text.endsWith(` by ${kept.client.client_id}`));
  const wrong = await fetch(`${HOUSE}/v1/auth/me`, { headers: { authorization: `Bearer ${kept.tokens.access_token}` } });
  check("its token opens nothing in the house", wrong.status === 401);
  await client.close();
}

/** A client whose id is the address of its document, by a pushed request. */
async function documented() {
  const site = createServer((request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ client_id: id, client_name: "Tool", redirect_uris: [callback], token_endpoint_auth_method: "none" }));
  });
  await new Promise((done) => site.listen(0, "127.0.0.1", done));
  const id = `http://127.0.0.1:${site.address().port}/client.json`;
  try {
    const shut = await fetch(RESOURCE, { method: "POST", body: "{}" });
    const [, where] = /resource_metadata="([^"]+)"/.exec(shut.headers.get("www-authenticate"));
    check("401 tells where the resource is described", shut.status === 401 && where);
    const resource = new URL(RESOURCE);
    const described = await oauth.processResourceDiscoveryResponse(
      resource,
      await oauth.resourceDiscoveryRequest(resource, insecure),
    );
    const issuer = new URL(described.authorization_servers[0]);
    const as = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { ...insecure, algorithm: "oauth2" }),
    );
    check("the house takes documents for ids", as.client_id_metadata_document_supported === true);
    const client = { client_id: id };
    const verifier = oauth.generateRandomCodeVerifier();
    const asked = new URLSearchParams({
      client_id: id,
      redirect_uri: callback,
      response_type: "code",
      scope: described.scopes_supported.join(" "),
      resource: described.resource,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    const pushed = await oauth.processPushedAuthorizationResponse(
      as,
      client,
      await oauth.pushedAuthorizationRequest(as, client, oauth.None(), asked, insecure),
    );
    const url = new URL(as.authorization_endpoint);
    url.searchParams.set("client_id", id);
    url.searchParams.set("request_uri", pushed.request_uri);
    const back = await new Person(HOUSE, EMAIL, PASSWORD).visit(url);
    const granted = await oauth.processAuthorizationCodeResponse(
      as,
      client,
      await oauth.authorizationCodeGrantRequest(
        as,
        client,
        oauth.None(),
        oauth.validateAuthResponse(as, client, back, oauth.expectNoState),
        callback,
        verifier,
        { ...insecure, additionalParameters: { resource: described.resource } },
      ),
    );
    const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "whoami" } };
    const open = await fetch(RESOURCE, {
      method: "POST",
      headers: { authorization: `Bearer ${granted.access_token}`, "content-type": "application/json" },
      body: JSON.stringify(call),
    });
    check("the document's client gets in", open.status === 200 && (await open.text()).includes(` by ${id}`));
  } finally {
    site.close();
  }
}

await registered();
await documented();
