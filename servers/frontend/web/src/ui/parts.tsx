import { Alert, Anchor, Button, Center, Group, Loader, Paper, PasswordInput, Stack, Text, Title } from "@mantine/core";
import type { ComponentProps, FormEvent, ReactNode } from "react";
import { createLink } from "@tanstack/react-router";
import { forwardRef, useEffect } from "react";
import { Problem } from "../api/client";
import { Icon, Mark, Wall } from "./icons";
import { explain } from "./words";

/** A link inside the app that looks like Mantine's. */
export const TextLink = createLink(
  forwardRef<HTMLAnchorElement, ComponentProps<typeof Anchor<"a">>>(function TextLink(props, ref) {
    return <Anchor ref={ref} underline="always" {...props} />;
  }),
);

/** A link inside the app that looks like a button. */
export const ButtonLink = createLink(
  forwardRef<HTMLAnchorElement, ComponentProps<typeof Button<"a">>>(function ButtonLink(props, ref) {
    return <Button component="a" ref={ref} {...props} />;
  }),
);

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Sallyport`;
  }, [title]);
}

/** What went wrong, said once to everybody, screen readers too. */
export function Failure({ error, action }: { error: unknown; action?: ReactNode }): ReactNode {
  if (error === null || error === undefined) {
    return null;
  }
  const known = error instanceof Problem ? error : undefined;
  const { title, text } = known ? explain(known) : { title: "Something went wrong here", text: "Reload the page and try again." };
  return (
    <Alert role="alert" color="red" variant="light" title={title} icon={<Icon name="warn" />} data-problem={known?.kind}>
      <Text size="sm" c="var(--mantine-color-text)">
        {text}
      </Text>
      {known && known.status >= 500 && known.requestId ? (
        <Text size="xs" mt={4} c="dimmed">
          Ask for help with the number {known.requestId}
        </Text>
      ) : null}
      {action}
    </Alert>
  );
}

export function Waiting({ what }: { what: string }): ReactNode {
  return (
    <Center py="xl" role="status" aria-label={what}>
      <Loader size="sm" />
    </Center>
  );
}

/** A page before anybody is signed in: one card before the wall. */
export function Front({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }): ReactNode {
  useTitle(title);
  return (
    <main className="front" id="main">
      <Wall />
      <div className="front-card">
        <Stack align="center" gap="xs" mb="lg">
          <Mark size={48} />
          <Title order={1} size="h2" ta="center">
            {title}
          </Title>
          {intro ? (
            <Text c="dimmed" ta="center" size="sm">
              {intro}
            </Text>
          ) : null}
        </Stack>
        <Paper className="card" radius="lg" p={{ base: "lg", xs: "xl" }}>
          {children}
        </Paper>
      </div>
    </main>
  );
}

export function Heading({ title, intro, children }: { title: string; intro?: string; children?: ReactNode }): ReactNode {
  useTitle(title);
  return (
    <Group justify="space-between" align="flex-end" mb="lg" gap="sm">
      <div>
        <Title order={1} size="h2">
          {title}
        </Title>
        {intro ? (
          <Text c="dimmed" mt={4}>
            {intro}
          </Text>
        ) : null}
      </div>
      {children}
    </Group>
  );
}

export function Card({ children, flush = false }: { children: ReactNode; flush?: boolean }): ReactNode {
  return (
    <Paper className="card" radius="lg" p={flush ? 0 : { base: "lg", xs: "xl" }}>
      {children}
    </Paper>
  );
}

export function Empty({ children }: { children: ReactNode }): ReactNode {
  return (
    <Text c="dimmed" ta="center" py="xl" px="md">
      {children}
    </Text>
  );
}

/** The way to the next page of a list, where there is one. */
export function More({
  list,
}: {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}): ReactNode {
  return list.hasNextPage ? (
    <Group justify="center" mt="lg">
      <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        Show more
      </Button>
    </Group>
  ) : null;
}

/** A happy end: what was done, and where to go on. */
export function Done({ icon = "check", title, children }: { icon?: "check" | "mail"; title: string; children: ReactNode }): ReactNode {
  return (
    <Stack align="center" gap="sm" role="status" tabIndex={-1} className="done" ref={focused}>
      <span className="row-icon">
        <Icon name={icon} size={22} />
      </span>
      <Text fw={600} ta="center">
        {title}
      </Text>
      {children}
    </Stack>
  );
}

/** The button that was pressed is gone, so the keyboard goes on from what took its place. */
function focused(place: HTMLElement | null): void {
  place?.focus();
}

export const SHORTEST_PASSWORD = 12;

/** A field for a password that is being chosen. */
export function NewPassword(props: { value: string; onChange: (value: string) => void; error: string | undefined }): ReactNode {
  const missing = SHORTEST_PASSWORD - [...props.value].length;
  return (
    <PasswordInput
      id="password"
      label="Password"
      autoComplete="new-password"
      required
      withAsterisk={false}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      error={props.error}
      visibilityToggleButtonProps={{ "aria-label": "Show or hide the password" }}
      description={
        props.value === ""
          ? `At least ${SHORTEST_PASSWORD} characters. A few random words do well.`
          : missing > 0
            ? `${missing} more ${missing === 1 ? "character" : "characters"} to go.`
            : "Long enough."
      }
    />
  );
}

/** Runs the work of a form instead of the browser's own sending. */
export function submitting(work: () => void): (event: FormEvent) => void {
  return (event) => {
    event.preventDefault();
    work();
  };
}

/** The problem of one field, where the server named it. */
export function fieldError(error: unknown, pointer: string): string | undefined {
  const said = error instanceof Problem ? error.at(pointer) : undefined;
  return said === undefined ? undefined : said.charAt(0).toUpperCase() + said.slice(1) + (said.endsWith(".") ? "" : ".");
}

/** The rest of a problem: nothing when every mistake stands at its field already. */
export function general(error: unknown, ...pointers: string[]): unknown {
  const all = error instanceof Problem && error.errors.length > 0;
  return all && error.errors.every((one) => pointers.includes(one.pointer)) ? null : error;
}
