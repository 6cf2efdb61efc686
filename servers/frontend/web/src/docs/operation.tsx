import { Badge } from "@mantine/core";
import { type ReactNode } from "react";
import { Attempt } from "./attempt";
import { type ApiDocument, answerOf, type Call, type Forms, isOfBrowserGate, members, nameOf, scopesOf } from "./document";
import { Inline, Prose } from "./prose";

const COLORS: Record<string, string> = { GET: "teal", POST: "blue", PUT: "grape", PATCH: "orange", DELETE: "red" };

export function Method({ name }: { name: string }): ReactNode {
  return (
    <span className="docs-method" data-method={name} data-color={COLORS[name] ?? "gray"}>
      {name}
    </span>
  );
}

/** All that is to be said of one call. */
export function OperationPage({ document, call, home }: { document: ApiDocument; call: Call; home: string }): ReactNode {
  const { operation } = call;
  return (
    <article aria-labelledby="call-title">
      <h1 id="call-title" tabIndex={-1}>
        {operation.summary}
      </h1>
      <p className="docs-line">
        <Method name={call.method} /> <code>{call.path}</code>
        <Lock call={call} />
      </p>
      {operation.description ? <Prose text={operation.description} /> : null}

      <section className="docs-card" aria-labelledby="try-title">
        <h2 id="try-title">Try it</h2>
        <Attempt key={call.id} document={document} call={call} home={home} />
      </section>

      {operation.requestBody ? (
        <section>
          <h2>Body</h2>
          <Bodies document={document} forms={operation.requestBody.content} />
        </section>
      ) : null}

      <section>
        <h2>Answers</h2>
        {Object.entries(operation.responses).map(([status, said]) => {
          const answer = answerOf(document, said);
          return Number(status) < 400 ? (
            <div key={status} className="docs-answer">
              <h3>
                <span className="docs-code" data-good>
                  {status}
                </span>{" "}
                <Inline text={answer.description ?? ""} />
              </h3>
              {Object.entries(answer.headers ?? {}).map(([name, header]) => (
                <p key={name} className="docs-header">
                  <code>{name}</code> {header.description}
                </p>
              ))}
              {answer.content ? <Bodies document={document} forms={answer.content} /> : null}
            </div>
          ) : (
            <p key={status} className="docs-refusal">
              <span className="docs-code">{status}</span> <span><Inline text={answer.description ?? ""} /></span>
            </p>
          );
        })}
      </section>
    </article>
  );
}

function Lock({ call }: { call: Call }): ReactNode {
  const scopes = scopesOf(call.operation);
  if (scopes !== undefined) {
    return (
      <Badge variant="default" tt="none" fw={500}>
        {scopes.length === 0 ? "bearer token" : `bearer token: ${scopes.join(" ")}`}
      </Badge>
    );
  }
  const said = isOfBrowserGate(call) ? "product's own pages" : call.operation.security.length === 0 ? "open" : "client";
  return (
    <Badge variant="default" tt="none" fw={500}>
      {said}
    </Badge>
  );
}

/** The forms of a body; those with the same members are told once. */
function Bodies({ document, forms }: { document: ApiDocument; forms: Forms }): ReactNode {
  return Object.entries(forms).map(([mediaType, { schema }]) => {
    const all = members(document, schema);
    const told = all.some((member) => member.description !== "");
    return (
      <div key={mediaType} className="docs-body">
        <p className="docs-type">
          <code>{mediaType}</code>
          {schema.$ref === undefined ? "" : ` ${nameOf(schema.$ref)}`}
        </p>
        {all.length === 0 ? null : (
          <div className="docs-scroll" tabIndex={0} role="group" aria-label={`Members of ${mediaType}`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Member</th>
                  <th scope="col">Type</th>
                  {told ? <th scope="col">Meaning</th> : null}
                </tr>
              </thead>
              <tbody>
                {all.map((member, index) => (
                  <tr key={index}>
                    <td data-depth={Math.min(member.depth, 4)}>
                      <code>{member.name}</code>
                    </td>
                    <td>
                      {member.type}
                      {member.needed ? "" : <span className="docs-maybe"> maybe</span>}
                    </td>
                    {told ? (
                      <td>
                        <Inline text={member.description} />
                      </td>
                    ) : null}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    );
  });
}
