import { describe as suite, expect, it } from "vitest";
import { type ApiDocument, type Call, callsOf, example, matches, members, typeName } from "./document";
import { curl, sent } from "./send";

const document: ApiDocument = {
  info: { title: "t", version: "1", description: "" },
  servers: [{ url: "https://id.example.org" }],
  tags: [{ name: "files", description: "" }],
  paths: {
    "/v1/files/{id}": {
      get: { operationId: "getFilesById", summary: "Get a file", tags: ["files"], responses: {}, security: [] },
      delete: { operationId: "deleteFilesById", summary: "Delete a file", tags: ["files"], responses: {}, security: [] },
    },
  },
  components: {
    responses: {},
    securitySchemes: {},
    schemas: {
      Body: {
        type: "object",
        required: ["email", "kind"],
        properties: {
          email: { type: "string", format: "email" },
          kind: { type: "string", enum: ["small", "large"] },
          name: { type: "string", maxLength: 200 },
        },
      },
      Tree: { type: "object", properties: { inside: { type: "array", items: { $ref: "#/components/schemas/Tree" } } } },
    },
  },
};

function one(method: string): Call {
  const found = callsOf(document).find((call) => call.method === method);
  if (found === undefined) {
    throw new Error(`no ${method}`);
  }
  return found;
}

suite("the document", () => {
  it("is searched by every word that is typed", () => {
    const found = (typed: string) => callsOf(document).filter((call) => matches(call, typed)).map((call) => call.id);
    expect(found("")).toHaveLength(2);
    expect(found("FILE delete")).toEqual(["deleteFilesById"]);
    expect(found("file nothing")).toEqual([]);
  });

  it("gives an example of what must be there", () => {
    expect(example(document, { $ref: "#/components/schemas/Body" })).toEqual({ email: "ada@example.org", kind: "small" });
  });

  it("unfolds a schema that holds itself once", () => {
    expect(members(document, { $ref: "#/components/schemas/Tree" }).map((member) => member.name)).toEqual(["inside"]);
    expect(typeName(document, { type: "array", items: { type: "string" } })).toBe("list of text");
  });

  it("says what limits a member", () => {
    const all = members(document, { $ref: "#/components/schemas/Body" });
    expect(all.map((member) => member.description)).toEqual(["", "One of small, large.", "0 to 200 characters."]);
    expect(all.map((member) => member.needed)).toEqual([true, true, false]);
  });
});

suite("a call that goes out", () => {
  const plain = { mediaType: "", body: undefined, bearer: undefined, csrf: undefined };

  it("fills the path and keeps what is typed in its place", () => {
    const call = sent("https://id.example.org", one("GET"), { "path:id": "a/../b?c", "query:size": "64", "header:Range": "bytes=0-1" }, plain);
    expect(call.url).toBe("https://id.example.org/v1/files/a%2F..%2Fb%3Fc?size=64");
    expect(call.headers).toEqual({ Range: "bytes=0-1" });
  });

  it("is the same for a shell, where nothing typed is more than text", () => {
    const call = sent("https://id.example.org", one("DELETE"), { "path:id": "x" }, {
      mediaType: "application/json",
      body: `{"name":"O'Neill $(id)"}`,
      bearer: "$TOKEN",
      csrf: undefined,
    });
    expect(curl(call)).toBe(
      [
        "curl -X DELETE 'https://id.example.org/v1/files/x'",
        '-H "Authorization: Bearer $TOKEN"',
        "-H 'Content-Type: application/json'",
        `--data-raw '{"name":"O'\\''Neill $(id)"}'`,
      ].join(" \\\n  "),
    );
  });
});
