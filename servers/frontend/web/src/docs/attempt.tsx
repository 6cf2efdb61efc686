import { Button, FileInput, Group, NativeSelect, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { csrfToken } from "../api/client";
import { Failure, submitting } from "../ui/parts";
import { useToken } from "./authorize";
import { type ApiDocument, type Call, example, isOfBrowserGate, resolve } from "./document";
import { Inline } from "./prose";
import { curl, describe, type Received, type Sent, sent } from "./send";
import { fresh } from "./token";

/** A form for one call, and what came back. */
export function Attempt({ document, call, home }: { document: ApiDocument; call: Call; home: string }): ReactNode {
  const forms = Object.keys(call.operation.requestBody?.content ?? {});
  const [values, setValues] = useState<Record<string, string>>({});
  const [form, setForm] = useState(forms.find((one) => one.endsWith("json")) ?? forms[0] ?? "");
  const schema = call.operation.requestBody?.content[form]?.schema ?? {};
  const [text, setText] = useState(() => JSON.stringify(example(document, schema), null, 2));
  const [file, setFile] = useState<File | null>(null);
  const token = useToken();
  const isJson = form.endsWith("json");
  const isForm = form.endsWith("x-www-form-urlencoded");

  const request = (bearer: string | undefined): Sent => {
    const body = isJson ? text : isForm ? formText(values) : (file ?? undefined);
    return sent(home, call, values, {
      mediaType: form,
      body: forms.length === 0 || (body === "" && call.operation.requestBody?.required !== true) ? undefined : body,
      bearer: isOfBrowserGate(call) || call.operation.security.length === 0 ? undefined : bearer,
      csrf: isOfBrowserGate(call) ? csrfToken() : undefined,
    });
  };
  const formText = (all: Record<string, string>): string =>
    new URLSearchParams(
      Object.entries(all)
        .filter(([key, value]) => key.startsWith("form:") && value !== "")
        .map(([key, value]) => [key.slice("form:".length), value]),
    ).toString();
  const work = useMutation({
    mutationFn: async (): Promise<Received> => {
      const held = await fresh(home);
      return describe(request(held?.value), isOfBrowserGate(call) ? "same-origin" : "omit");
    },
  });
  const put = (key: string, value: string) => setValues((old) => ({ ...old, [key]: value }));
  const fields = isForm ? Object.entries(resolve(document, schema).properties ?? {}) : [];
  const needed = resolve(document, schema).required ?? [];

  return (
    <form onSubmit={submitting(() => work.mutate())} aria-label={`Try ${call.method} ${call.path}`}>
      <Stack gap="sm">
        {(call.operation.parameters ?? []).map((parameter) => (
          <TextInput
            key={`${parameter.in}:${parameter.name}`}
            label={parameter.name}
            description={<Inline text={`In the ${parameter.in}. ${parameter.description ?? ""}`} />}
            required={parameter.required === true}
            value={values[`${parameter.in}:${parameter.name}`] ?? ""}
            onChange={(event) => put(`${parameter.in}:${parameter.name}`, event.currentTarget.value)}
          />
        ))}
        {forms.length > 1 ? (
          <NativeSelect label="Form of the body" data={forms} value={form} onChange={(event) => setForm(event.currentTarget.value)} />
        ) : null}
        {isJson ? (
          <Textarea
            label="Body"
            classNames={{ input: "docs-mono" }}
            autosize
            minRows={3}
            maxRows={16}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        ) : null}
        {fields.map(([name, field]) => (
          <TextInput
            key={name}
            label={name}
            description={<Inline text={field.description ?? ""} />}
            type={field.format === "password" ? "password" : "text"}
            autoComplete="off"
            required={needed.includes(name)}
            value={values[`form:${name}`] ?? ""}
            onChange={(event) => put(`form:${name}`, event.currentTarget.value)}
          />
        ))}
        {form !== "" && !isJson && !isForm ? <FileInput label="File" placeholder="Choose a file" value={file} onChange={setFile} clearable /> : null}
        <Group>
          <Button id="send" type="submit" loading={work.isPending}>
            Send
          </Button>
          {call.operation.security.length > 0 && !isOfBrowserGate(call) && !token ? (
            <Text size="sm" c="dimmed">
              Without a token it will answer 401.
            </Text>
          ) : null}
        </Group>
        {work.error ? <Failure error={work.error} /> : null}
        {work.data ? <Came received={work.data} /> : null}
        <details className="docs-curl">
          <summary>As a command</summary>
          <pre tabIndex={0}>{curl(request(token === undefined ? undefined : "$TOKEN"))}</pre>
        </details>
      </Stack>
    </form>
  );
}

function Came({ received }: { received: Received }): ReactNode {
  return (
    <section aria-label="Answer" role="status">
      <p className="docs-status" data-good={received.status < 400} id="answer-status">
        <strong>{received.status}</strong> {received.mediaType} <span>in {received.milliseconds} ms</span>
      </p>
      {received.text === "" ? null : (
        <pre id="answer-body" tabIndex={0}>
          {received.text}
        </pre>
      )}
      <details>
        <summary>Headers</summary>
        <pre tabIndex={0}>{received.headers}</pre>
      </details>
    </section>
  );
}
