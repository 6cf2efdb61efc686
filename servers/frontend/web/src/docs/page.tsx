import "./docs.css";
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { call as ask } from "../api/client";
import { Failure, useTitle, Waiting } from "../ui/parts";
import { Authorize } from "./authorize";
import { type ApiDocument, type Call, callsOf, matches } from "./document";
import { Method, OperationPage } from "./operation";
import { Prose } from "./prose";
import { comeBack } from "./token";

/** The page about the API: what its document says, and a way to try it. */
export function Docs(): ReactNode {
  useTitle("API");
  const document = useQuery({
    queryKey: ["openapi"],
    queryFn: () => ask<ApiDocument>("GET", "/v1/openapi.json"),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (document.isPending) {
    return <Waiting what="Loading the API" />;
  }
  return document.error ? (
    <main className="docs" id="main">
      <Failure error={document.error} />
    </main>
  ) : (
    <Loaded document={document.data} />
  );
}

function Loaded({ document }: { document: ApiDocument }): ReactNode {
  const home = document.servers[0]?.url ?? location.origin;
  const calls = useMemo(() => callsOf(document), [document]);
  const [trouble, setTrouble] = useState<unknown>(undefined);
  const [typed, setTyped] = useState("");
  const [hash, setHash] = useState(location.hash.slice(1));
  useEffect(() => {
    const follow = () => {
      setHash(location.hash.slice(1));
      scrollTo({ top: 0 });
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    comeBack(home).catch(setTrouble);
  }, [home]);
  const chosen = calls.find((one) => one.id === hash);
  const main = useRef<HTMLElement>(null);
  const before = useRef(chosen);
  useEffect(() => {
    window.document.querySelector(".docs-list [aria-current]")?.scrollIntoView({ block: "nearest" });
    // Who follows a link goes on reading behind it; who has just come begins at the top.
    if (before.current?.id !== chosen?.id) {
      before.current = chosen;
      main.current?.focus({ preventScroll: true });
    }
  }, [chosen]);
  return (
    <div className="docs">
      <nav className="docs-nav" aria-label="Calls">
        <TextInput
          id="search"
          type="search"
          label="Search"
          placeholder="files, sign in, DELETE …"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <List document={document} calls={calls.filter((one) => matches(one, typed))} chosen={chosen} />
      </nav>
      <main id="main" className="docs-main" ref={main} tabIndex={-1}>
        {chosen ? <OperationPage document={document} call={chosen} home={home} /> : <Front document={document} calls={calls} />}
      </main>
      <aside className="docs-side" aria-label="Authorization">
        <Authorize document={document} home={home} trouble={trouble} />
      </aside>
    </div>
  );
}

function List({ document, calls, chosen }: { document: ApiDocument; calls: Call[]; chosen: Call | undefined }): ReactNode {
  if (calls.length === 0) {
    return <p className="docs-none">No call has these words.</p>;
  }
  return (
    <div className="docs-list">
      {document.tags
        .map((tag) => ({ tag, inside: calls.filter((one) => one.tag === tag.name) }))
        .filter(({ inside }) => inside.length > 0)
        .map(({ tag, inside }) => (
          <section key={tag.name}>
            <h2>{tag.name}</h2>
            <ul>
              {inside.map((one) => (
                <li key={one.id}>
                  <a href={`#${one.id}`} {...(one === chosen ? { "aria-current": "page" as const } : {})}>
                    <Method name={one.method} />
                    <span>{one.operation.summary}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
}

function Front({ document, calls }: { document: ApiDocument; calls: Call[] }): ReactNode {
  return (
    <article>
      <h1>{document.info.title} API</h1>
      <p className="docs-line">
        Version {document.info.version} · {calls.length} calls · <a href="/v1/openapi.json">OpenAPI 3.1 document</a>
      </p>
      <Prose text={document.info.description} />
      <h2>What there is</h2>
      <dl className="docs-tags">
        {document.tags.map((tag) => (
          <div key={tag.name}>
            <dt>
              <code>{tag.name}</code>
            </dt>
            <dd>{tag.description}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
