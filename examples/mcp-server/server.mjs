// A Model Context Protocol server (streamable HTTP, one tool) that only people with a token of Sallyport may call.
// What guards it is `guarded`: the rest is the protocol. ISSUER is the house, PORT and RESOURCE are this server.
import { createServer } from "node:http";
import { createRemoteJWKSet, jwtVerify } from "jose";

const ISSUER = process.env.ISSUER ?? "http://localhost:8080";
const PORT = Number(process.env.PORT ?? 3000);
const RESOURCE = process.env.RESOURCE ?? `http://localhost:${PORT}/mcp`;
const SCOPE = process.env.SCOPE ?? "notes";
const LONGEST = 64 * 1024;
const PATH = new URL(RESOURCE).pathname;
const METADATA_PATH = `/.well-known/oauth-protected-resource${PATH}`;
const METADATA = new URL(METADATA_PATH, RESOURCE).href;

/** RFC 9728 §2: whose tokens are good here. */
const metadata = {
  resource: RESOURCE,
  authorization_servers: [ISSUER],
  scopes_supported: [SCOPE],
  bearer_methods_supported: ["header"],
  resource_name: "Notes",
};

// The keys are fetched once and again when a token names one that is new (RFC 9068 §4).
const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", ISSUER));

/** The claims of the request's token, or the answer that refuses it. */
async function guarded(request) {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  if (!token) return { refused: 401, challenge: "" };
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: ISSUER,
      audience: RESOURCE, // a token for another resource opens nothing here (RFC 8707 §2)
      typ: "at+jwt",
      algorithms: ["ES256", "EdDSA", "RS256"],
      requiredClaims: ["exp", "sub", "client_id"],
    });
    // A token that is bound to a key is not good without it, and this server knows no proofs.
    if (payload.cnf) return { refused: 401, challenge: ', error="invalid_token"' };
    if (!(payload.scope ?? "").split(" ").includes(SCOPE)) return { refused: 403, challenge: ', error="insufficient_scope"' };
    return { claims: payload };
  } catch {
    return { refused: 401, challenge: ', error="invalid_token"' };
  }
}

const tools = [
  {
    name: "whoami",
    description: "Tells who is calling, and by which client.",
    inputSchema: { type: "object", properties: {} },
  },
];

/** What the protocol answers to a message; nothing to a notification. */
function answered(message, claims) {
  const result = (value) => ({ jsonrpc: "2.0", id: message.id, result: value });
  const failed = (code, text) => ({ jsonrpc: "2.0", id: message.id ?? null, error: { code, message: text } });
  if (message?.jsonrpc !== "2.0" || typeof message.method !== "string") return failed(-32600, "no request");
  if (message.id === undefined) return undefined;
  switch (message.method) {
    case "initialize":
      return result({
        protocolVersion: message.params?.protocolVersion ?? "2025-06-18",
        capabilities: { tools: {} },
        serverInfo: { name: "notes", version: "1.0.0" },
      });
    case "ping":
      return result({});
    case "tools/list":
      return result({ tools });
    case "tools/call":
      return message.params?.name === "whoami"
        ? result({ content: [{ type: "text", text: `${claims.sub} by ${claims.client_id}` }] })
        : failed(-32602, "there is no such tool");
    default:
      return failed(-32601, "there is no such method");
  }
}

async function body(request) {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > LONGEST) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const server = createServer(async (request, response) => {
  const send = (status, value, headers = {}) => {
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", ...headers });
    response.end(value === undefined ? "" : JSON.stringify(value));
  };
  const path = request.url.split("?")[0];
  if (request.method === "GET" && path === METADATA_PATH) return send(200, metadata);
  if (path !== PATH) return send(404, { error: "not_found" });
  const { claims, refused, challenge } = await guarded(request);
  if (refused) {
    // RFC 9728 §5.1: the way to a token begins here.
    const told = `Bearer resource_metadata="${METADATA}", scope="${SCOPE}"${challenge}`;
    return send(refused, { error: refused === 401 ? "invalid_token" : "insufficient_scope" }, { "www-authenticate": told });
  }
  if (request.method !== "POST") return send(405, { error: "method_not_allowed" }, { allow: "POST" });
  const message = await body(request);
  if (message === undefined) return send(400, { jsonrpc: "2.0", id: null, error: { code: -32700, message: "no JSON" } });
  const answer = answered(message, claims);
  return answer === undefined ? send(202) : send(200, answer);
});

server.listen(PORT, "127.0.0.1", () => console.log(`${RESOURCE} takes tokens of ${ISSUER}`));
