import type { Call } from "./document";

/** A call as it goes out. */
export interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: BodyInit | undefined;
}

/** What came back. */
export interface Received {
  status: number;
  mediaType: string;
  headers: string;
  text: string;
  milliseconds: number;
}

interface With {
  mediaType: string;
  body: string | File | undefined;
  bearer: string | undefined;
  csrf: string | undefined;
}

/** The call with these values, which are named by where they stand: {@code path:id}, {@code query:limit}, {@code header:If-Match}. */
export function sent(home: string, call: Call, values: Record<string, string>, what: With): Sent {
  const path = call.path.replace(/\{([^}]+)\}/g, (gap, name: string) => {
    const value = values[`path:${name}`] ?? "";
    return value === "" ? gap : encodeURIComponent(value);
  });
  const query = new URLSearchParams(named(values, "query"));
  const headers: Record<string, string> = Object.fromEntries(named(values, "header"));
  if (what.bearer !== undefined) {
    headers["Authorization"] = `Bearer ${what.bearer}`;
  }
  if (what.csrf !== undefined) {
    headers["X-CSRF-Token"] = what.csrf;
  }
  let body: BodyInit | undefined = what.body;
  if (what.body instanceof File && what.mediaType === "multipart/form-data") {
    // The browser writes the boundary into the header itself.
    body = new FormData();
    body.append("file", what.body);
  } else if (what.body !== undefined) {
    headers["Content-Type"] = what.mediaType;
  }
  const search = query.size === 0 ? "" : `?${query.toString()}`;
  return { method: call.method, url: home + path + search, headers, body };
}

function named(values: Record<string, string>, where: string): [string, string][] {
  return Object.entries(values)
    .filter(([key, value]) => key.startsWith(`${where}:`) && value !== "")
    .map(([key, value]) => [key.slice(where.length + 1), value]);
}

/** Makes the call and tells what came back, whatever it is. */
export async function describe(call: Sent, credentials: RequestCredentials): Promise<Received> {
  const begun = performance.now();
  const url = new URL(call.url);
  const response = await fetch(url.pathname + url.search, {
    method: call.method,
    headers: call.headers,
    credentials,
    cache: "no-store",
    ...(call.body === undefined ? {} : { body: call.body }),
  });
  const mediaType = response.headers.get("content-type") ?? "";
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    mediaType,
    headers: [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n"),
    text: readable(mediaType, bytes),
    milliseconds: Math.round(performance.now() - begun),
  };
}

function readable(mediaType: string, bytes: Uint8Array): string {
  if (bytes.length === 0) {
    return "";
  }
  if (!/json|^text\/|jwt/.test(mediaType)) {
    return `${bytes.length} bytes`;
  }
  const text = new TextDecoder().decode(bytes);
  try {
    return mediaType.includes("json") ? JSON.stringify(JSON.parse(text), null, 2) : text;
  } catch {
    return text;
  }
}

/** The same call for a shell. */
export function curl(call: Sent): string {
  const parts = [`curl -X ${call.method} ${quoted(call.url)}`];
  for (const [name, value] of Object.entries(call.headers)) {
    const line = `${name}: ${value}`;
    parts.push(`-H ${line.includes("$TOKEN") ? `"${line}"` : quoted(line)}`);
  }
  if (typeof call.body === "string") {
    parts.push(`--data-raw ${quoted(call.body)}`);
  } else if (call.body instanceof FormData) {
    parts.push("-F file=@FILE");
  } else if (call.body !== undefined) {
    parts.push("--data-binary @FILE");
  }
  return parts.join(" \\\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
