/** The OpenAPI document as this page reads it: of what the specification allows, only what the house writes. */

export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  enum?: string[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  oneOf?: Schema[];
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  description?: string;
  required?: boolean;
  schema: Schema;
}

export type Forms = Record<string, { schema: Schema }>;

export interface Answer {
  $ref?: string;
  description?: string;
  headers?: Record<string, { description?: string }>;
  content?: Forms;
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Forms };
  responses: Record<string, Answer>;
  security: Record<string, string[]>[];
  deprecated?: boolean;
}

export interface ApiDocument {
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, Answer>;
    securitySchemes: Record<string, { flows?: Record<string, { scopes: Record<string, string> }> }>;
  };
}

/** One call, with what leads to it. */
export interface Call {
  id: string;
  method: string;
  path: string;
  tag: string;
  operation: Operation;
}

const METHODS = ["get", "post", "put", "patch", "delete", "options"];

export function callsOf(document: ApiDocument): Call[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const operation = methods[method];
      return operation === undefined
        ? []
        : [{ id: operation.operationId, method: method.toUpperCase(), path, tag: operation.tags[0] ?? "", operation }];
    }),
  );
}

/** Whether every word that was typed occurs in what the call says of itself. */
export function matches(call: Call, typed: string): boolean {
  const said = [call.method, call.path, call.operation.summary, call.operation.description ?? "", call.tag]
    .join(" ")
    .toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}

export function resolve(document: ApiDocument, schema: Schema): Schema {
  return schema.$ref === undefined ? schema : (document.components.schemas[nameOf(schema.$ref)] ?? {});
}

export function answerOf(document: ApiDocument, answer: Answer): Answer {
  return answer.$ref === undefined ? answer : (document.components.responses[nameOf(answer.$ref)] ?? {});
}

export function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

/** The scopes that open the call, where a bearer token opens it; undefined where none is asked for. */
export function scopesOf(operation: Operation): string[] | undefined {
  return operation.security.map((way) => way["oauth2"]).find((scopes) => scopes !== undefined);
}

export function isOfBrowserGate(call: Call): boolean {
  return call.path.endsWith("_web");
}

/** What a body may look like. Members that may be left out are left out, where any must be there. */
export function example(document: ApiDocument, schema: Schema, depth = 0): unknown {
  const one = resolve(document, schema);
  if (depth > 5) {
    return null;
  }
  if (one.oneOf?.[0] !== undefined) {
    return example(document, one.oneOf[0], depth + 1);
  }
  switch (one.type) {
    case "object": {
      const all = Object.entries(one.properties ?? {});
      const needed = all.filter(([name]) => one.required?.includes(name));
      return Object.fromEntries(
        (needed.length > 0 ? needed : all).map(([name, member]) => [name, example(document, member, depth + 1)]),
      );
    }
    case "array":
      return one.items === undefined ? [] : [example(document, one.items, depth + 1)];
    case "integer":
    case "number":
      return one.minimum ?? 0;
    case "boolean":
      return true;
    default:
      return text(one);
  }
}

function text(schema: Schema): string {
  if (schema.enum?.[0] !== undefined) {
    return schema.enum[0];
  }
  switch (schema.format) {
    case "email":
      return "ada@example.org";
    case "date-time":
      return "2026-01-31T12:00:00Z";
    case "uri":
      return "https://app.example.org";
    case "password":
      return "…";
    default:
      return schema.pattern?.includes("(ms|s|m|h|d)") ? "1h" : "";
  }
}

/** One line of a schema, unfolded as deep as it goes without going round. */
export interface Member {
  name: string;
  depth: number;
  type: string;
  needed: boolean;
  description: string;
}

export function members(document: ApiDocument, schema: Schema, depth = 0, above: string[] = []): Member[] {
  const one = resolve(document, schema);
  const named = schema.$ref === undefined ? above : [...above, schema.$ref];
  if (schema.$ref !== undefined && above.includes(schema.$ref)) {
    return [];
  }
  if (one.type === "array" && one.items !== undefined) {
    return members(document, one.items, depth, named);
  }
  return Object.entries(one.properties ?? {}).flatMap(([name, member]) => [
    {
      name,
      depth,
      type: typeName(document, member),
      needed: one.required?.includes(name) ?? false,
      description: [member.description ?? "", limits(resolve(document, member))].filter((part) => part !== "").join(" "),
    },
    ...members(document, member, depth + 1, named),
  ]);
}

export function typeName(document: ApiDocument, schema: Schema): string {
  const one = resolve(document, schema);
  if (one.type === "array") {
    return `list of ${one.items === undefined ? "anything" : typeName(document, one.items)}`;
  }
  if (one.oneOf !== undefined) {
    return "one of several";
  }
  switch (one.type) {
    case undefined:
      return "anything";
    case "string":
      return { "date-time": "moment", email: "mail address", uri: "address", password: "secret text" }[one.format ?? ""] ?? "text";
    case "integer":
      return "whole number";
    case "boolean":
      return "true or false";
    default:
      return one.type;
  }
}

function limits(schema: Schema): string {
  const said: string[] = [];
  if (schema.enum !== undefined) {
    said.push(`One of ${schema.enum.join(", ")}.`);
  }
  if (schema.minLength !== undefined || schema.maxLength !== undefined) {
    said.push(`${schema.minLength ?? 0} to ${schema.maxLength ?? "any number of"} characters.`);
  }
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    said.push(`${schema.minimum ?? "…"} to ${schema.maximum ?? "…"}.`);
  }
  return said.join(" ");
}
