import { Alert, Button, Checkbox, Group, PasswordInput, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { me } from "../api/queries";
import { Icon } from "../ui/icons";
import { Failure, submitting } from "../ui/parts";
import type { ApiDocument } from "./document";
import { bring, byPassword, current, leave, signOut, subscribe, type Token } from "./token";

type Way = "password" | "code" | "own";

export function useToken(): Token | undefined {
  return useSyncExternalStore(subscribe, current);
}

/** The ways to a token, or what there is to say of the one that is held. */
export function Authorize({ document, home, trouble }: { document: ApiDocument; home: string; trouble: unknown }): ReactNode {
  const token = useToken();
  return (
    <section className="docs-card" aria-labelledby="authorize-title">
      <h2 id="authorize-title">Authorize</h2>
      {trouble ? <Failure error={trouble} /> : null}
      {token ? <Held token={token} /> : <Ways document={document} home={home} />}
    </section>
  );
}

function Held({ token }: { token: Token }): ReactNode {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: signOut,
    onSettled: () => client.invalidateQueries({ queryKey: me.queryKey }),
  });
  return (
    <>
      <Alert color="keep" variant="light" icon={<Icon name="key" />} title="You hold an access token" role="status" id="held">
        <Text size="sm" c="var(--mantine-color-text)">
          {token.scope === "" ? "It is your own, and goes with every call as it is." : `It is good for: ${token.scope}.`}
          {token.renews ? " A new one takes its place while this browser is signed in." : ""} It lives in this page alone.
        </Text>
      </Alert>
      {end.error ? <Failure error={end.error} /> : null}
      <Button id="forget" variant="default" mt="md" loading={end.isPending} onClick={() => end.mutate()}>
        {token.renews ? "Sign out and forget it" : "Forget it"}
      </Button>
    </>
  );
}

function Ways({ document, home }: { document: ApiDocument; home: string }): ReactNode {
  const scopes = document.components.securitySchemes["oauth2"]?.flows?.["authorizationCode"]?.scopes ?? {};
  const [way, setWay] = useState<Way>("password");
  const [wanted, setWanted] = useState(Object.keys(scopes));
  const scope = wanted.join(" ");
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="How to get a token"
        fullWidth
        size="xs"
        value={way}
        onChange={(next) => setWay(next as Way)}
        data={[
          { value: "password", label: "Password" },
          { value: "code", label: "Code + PKCE" },
          { value: "own", label: "My token" },
        ]}
      />
      {way === "own" ? null : (
        <details id="scopes">
          <summary>
            Good for {wanted.length === Object.keys(scopes).length ? "everything" : wanted.length === 0 ? "nothing" : wanted.join(", ")}
          </summary>
          <Checkbox.Group aria-label="What the token shall be good for" value={wanted} onChange={setWanted}>
            <Stack gap={6} mt="xs">
              {Object.entries(scopes).map(([name, meaning]) => (
                <Checkbox key={name} size="sm" value={name} label={`${name}: ${meaning}`} />
              ))}
            </Stack>
          </Checkbox.Group>
        </details>
      )}
      {way === "password" ? <ByPassword home={home} scope={scope} /> : null}
      {way === "code" ? <ByCode home={home} scope={scope} /> : null}
      {way === "own" ? <Own /> : null}
    </Stack>
  );
}

function ByPassword({ home, scope }: { home: string; scope: string }): ReactNode {
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const work = useMutation({
    mutationFn: () => byPassword(home, email, password, scope),
    onSettled: () => client.invalidateQueries({ queryKey: me.queryKey }),
  });
  return (
    <form onSubmit={submitting(() => work.mutate())}>
      <Stack gap="sm">
        <TextInput
          id="username"
          label="Mail address"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          id="password"
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": "Show or hide the password" }}
        />
        {work.error ? <Failure error={work.error} /> : null}
        <Button id="authorize-password" type="submit" loading={work.isPending} disabled={scope === ""}>
          Authorize
        </Button>
        <Text size="sm" c="dimmed">
          Apps send the same two to <code>login_mobile</code>. A browser gets no token for a password, so this page signs in
          at <code>login_web</code> and then asks for a token as any client does.
        </Text>
      </Stack>
    </form>
  );
}

function ByCode({ home, scope }: { home: string; scope: string }): ReactNode {
  const work = useMutation({ mutationFn: () => leave(home, scope) });
  return (
    <Stack gap="sm">
      {work.error ? <Failure error={work.error} /> : null}
      <Button id="authorize-code" loading={work.isPending} disabled={scope === ""} onClick={() => work.mutate()}>
        Authorize
      </Button>
      <Text size="sm" c="dimmed">
        You are sent to the sign-in page and come back with a code, as with the client of any single-page app.
      </Text>
    </Stack>
  );
}

function Own(): ReactNode {
  const [value, setValue] = useState("");
  return (
    <form onSubmit={submitting(() => bring(value.trim()))}>
      <Stack gap="sm">
        <PasswordInput
          id="own-token"
          label="Access token"
          autoComplete="off"
          required
          withAsterisk={false}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": "Show or hide the token" }}
        />
        <Group>
          <Button type="submit" disabled={value.trim() === ""}>
            Use it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
