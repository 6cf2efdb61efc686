// The client that openapi-typescript makes of the house's document: it signs in, calls, and takes no call that is none.
import createClient from "openapi-fetch";
import type { paths } from "./generated/openapi.js";

const house = process.env["HOUSE"] ?? "";
const client = createClient<paths>({ baseUrl: house });

const { data: tokens, error } = await client.POST("/v1/auth/login_mobile", {
  body: { username: process.env["EMAIL"] ?? "", password: process.env["PASSWORD"] ?? "" },
});
if (tokens === undefined) {
  throw new Error(`no tokens: ${JSON.stringify(error)}`);
}
console.log("token_type", tokens.token_type, tokens.expires_in > 0);

const headers = { authorization: `Bearer ${tokens.access_token}` };
const profile = await client.GET("/v1/profile", { headers });
console.log("profile", profile.response.status, profile.data?.email, profile.data?.email_verified);

const form = await client.POST("/v1/files", {
  headers: { ...headers, "content-type": "text/plain" },
  params: { query: { name: "a.txt" } },
  body: "hello",
  bodySerializer: (body) => body,
});
console.log("kept", form.response.status, form.data?.size);

const files = await client.GET("/v1/files", { headers, params: { query: { limit: 5 } } });
console.log("files", files.response.status, files.data?.items.map((file) => file.name).join(","));

const refused = await client.GET("/v1/profile");
console.log("refused", refused.response.status, refused.error?.type, refused.error?.title);

const one = files.data?.items[0]?.id ?? "";
const gone = await client.DELETE("/v1/files/{id}", { headers, params: { path: { id: one } } });
console.log("gone", gone.response.status);

// What the document does not have, the compiler does not take.
// @ts-expect-error there is no such call
void (() => client.GET("/v1/nothing"));
// @ts-expect-error a file has an id
void (() => client.GET("/v1/files/{id}", { headers }));
// @ts-expect-error there is no such member
void (() => tokens.password);
