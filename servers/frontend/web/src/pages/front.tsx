import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { call, Problem } from "../api/client";
import { me } from "../api/queries";
import type { SignIn as SignInAnswer, User } from "../api/types";
import { Elsewhere } from "./methods";
import { ButtonLink, Done, Failure, fieldError, Front, general, NewPassword, submitting, TextLink } from "../ui/parts";

/** Where a new session begins; the page that asked for one then shows itself. */
export function SignIn({ then }: { then?: string }): ReactNode {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const client = useQueryClient();
  const navigate = useNavigate();
  const signIn = useMutation({
    mutationFn: () => call<SignInAnswer>("POST", "/v1/auth/login_web", { email: email.trim(), password }),
    onSuccess: (answer) => {
      if (answer.status === "signed_in") {
        client.setQueryData(me.queryKey, answer.user);
        if (then !== undefined) {
          void navigate({ to: then });
        }
      } else {
        throw new Problem("unsupported", 0, "A second step is needed", "This app cannot take the second step yet.");
      }
    },
    onError: () => setPassword(""),
  });
  return (
    <Front title="Sign in" intro="Good to see you. Come through the door.">
      <form onSubmit={submitting(() => signIn.mutate())} aria-label="Sign in">
        <Stack gap="md">
          <Failure error={signIn.error} />
          <TextInput
            id="username"
            name="username"
            type="email"
            label="E-mail address"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            id="password"
            name="password"
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": "Show or hide the password" }}
          />
          <Button id="sign-in" type="submit" loading={signIn.isPending} fullWidth mt="xs">
            Sign in
          </Button>
          <Text size="sm" ta="center">
            <TextLink to="/forgot-password">Forgot your password?</TextLink>
          </Text>
          <Text size="sm" ta="center" c="dimmed">
            New here? <TextLink to="/register">Create an account</TextLink>
          </Text>
        </Stack>
      </form>
      <Elsewhere then={then ?? location.pathname} />
    </Front>
  );
}

export function Register(): ReactNode {
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const register = useMutation({
    mutationFn: () =>
      call("POST", "/v1/auth/register", {
        email: email.trim(),
        password,
        ...(name.trim() === "" ? {} : { name: name.trim() }),
      }),
  });
  if (register.isSuccess) {
    return (
      <Front title="Almost there">
        <Done icon="mail" title="Check your mail">
          <Text c="dimmed" ta="center" size="sm">
            If {email.trim()} can be used here, a message with a link is on its way to it. You can sign in right away.
          </Text>
          <ButtonLink to="/" mt="sm">
            Go to sign-in
          </ButtonLink>
        </Done>
      </Front>
    );
  }
  return (
    <Front title="Create an account" intro="It takes half a minute.">
      <form onSubmit={submitting(() => register.mutate())} aria-label="Create an account">
        <Stack gap="md">
          <Failure error={general(register.error, "/email", "/name", "/password")} />
          <TextInput
            id="email"
            type="email"
            label="E-mail address"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={fieldError(register.error, "/email")}
          />
          <TextInput
            id="name"
            label="Name"
            description="How we address you. You may leave it empty."
            autoComplete="name"
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldError(register.error, "/name")}
          />
          <NewPassword value={password} onChange={setPassword} error={fieldError(register.error, "/password")} />
          <Button id="register" type="submit" loading={register.isPending} fullWidth mt="xs">
            Create account
          </Button>
          <Text size="sm" ta="center" c="dimmed">
            Have an account? <TextLink to="/">Sign in</TextLink>
          </Text>
        </Stack>
      </form>
    </Front>
  );
}

export function ForgotPassword(): ReactNode {
  const [email, setEmail] = useState("");
  const ask = useMutation({ mutationFn: () => call("POST", "/v1/auth/password/forgot", { email: email.trim() }) });
  return (
    <Front title="Forgot your password?" intro={ask.isSuccess ? undefined : "We send a link that lets you choose a new one."}>
      {ask.isSuccess ? (
        <Done icon="mail" title="Check your mail">
          <Text c="dimmed" ta="center" size="sm">
            If {email.trim()} has an account here, a link is on its way to it.
          </Text>
          <TextLink to="/">Back to sign-in</TextLink>
        </Done>
      ) : (
        <form onSubmit={submitting(() => ask.mutate())} aria-label="Forgot your password">
          <Stack gap="md">
            <Failure error={ask.error} />
            <TextInput
              id="email"
              type="email"
              label="E-mail address"
              autoComplete="username"
              autoFocus
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Button type="submit" id="send-link" loading={ask.isPending} fullWidth>
              Send the link
            </Button>
            <Text size="sm" ta="center">
              <TextLink to="/">Back to sign-in</TextLink>
            </Text>
          </Stack>
        </form>
      )}
    </Front>
  );
}

/**
 * The token of a link, from its fragment (which no server and no log sees) or, in links of mails, from its query. It leaves
 * the address line as soon as it is read.
 */
export function useLinkToken(): string {
  const [token] = useState(() => {
    const fragment = location.hash.slice(1);
    const found =
      new URLSearchParams(fragment).get("token") ?? new URLSearchParams(location.search).get("token") ?? fragment;
    if (found !== "") {
      history.replaceState(history.state, "", location.pathname);
    }
    return found;
  });
  return token;
}

export function NoToken({ title }: { title: string }): ReactNode {
  return (
    <Front title={title}>
      <Text ta="center">This link is not complete. Open it from the message once more, or copy all of it.</Text>
      <Text ta="center" mt="md">
        <TextLink to="/">Back to sign-in</TextLink>
      </Text>
    </Front>
  );
}

/** The first administrator, by the link that the first start prints. */
export function SetUp(): ReactNode {
  const token = useLinkToken();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const create = useMutation({
    mutationFn: () =>
      call<{ user?: User } | undefined>("POST", "/v1/auth/set_up", {
        token,
        email: email.trim(),
        password,
        ...(name.trim() === "" ? {} : { name: name.trim() }),
      }),
  });
  if (token === "") {
    return <NoToken title="Set up Sallyport" />;
  }
  return (
    <Front title="Set up Sallyport" intro={create.isSuccess ? undefined : "Create the first administrator."}>
      {create.isSuccess ? (
        <Done title="The house is yours">
          <Text c="dimmed" ta="center" size="sm">
            Sign in as {email.trim()}.
          </Text>
          <ButtonLink to="/">Go to sign-in</ButtonLink>
        </Done>
      ) : (
        <form onSubmit={submitting(() => create.mutate())} aria-label="Create the first administrator">
          <Stack gap="md">
            <Failure error={general(create.error, "/email", "/name", "/password")} />
            <TextInput
              id="email"
              type="email"
              label="E-mail address"
              autoComplete="username"
              autoFocus
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={fieldError(create.error, "/email")}
            />
            <TextInput
              id="name"
              label="Name"
              autoComplete="name"
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={fieldError(create.error, "/name")}
            />
            <NewPassword value={password} onChange={setPassword} error={fieldError(create.error, "/password")} />
            <Button id="set-up" type="submit" loading={create.isPending} fullWidth>
              Create administrator
            </Button>
          </Stack>
        </form>
      )}
    </Front>
  );
}

/** A link that does one thing, at the press of a button: programs that only look at links use nothing up. */
export function OneStep(props: { title: string; intro: string; button: string; path: string; done: string }): ReactNode {
  const token = useLinkToken();
  const go = useMutation({ mutationFn: () => call("POST", props.path, { token }) });
  if (token === "") {
    return <NoToken title={props.title} />;
  }
  return (
    <Front title={props.title} intro={go.isSuccess ? undefined : props.intro}>
      {go.isSuccess ? (
        <Done title={props.done}>
          <ButtonLink to="/">Continue</ButtonLink>
        </Done>
      ) : (
        <Stack gap="md">
          <Failure error={go.error} />
          {go.error instanceof Problem && go.error.kind === "bad-link" ? (
            <ButtonLink to="/" fullWidth>
              Go to sign-in
            </ButtonLink>
          ) : (
            <Button id="go-on" onClick={() => go.mutate()} loading={go.isPending} fullWidth>
              {props.button}
            </Button>
          )}
        </Stack>
      )}
    </Front>
  );
}

export function Unlock(): ReactNode {
  return (
    <OneStep
      title="Unlock sign-in"
      intro="Sign-in was paused after wrong passwords. If you only mistyped, open it again."
      button="Unlock"
      path="/v1/auth/unlock"
      done="Sign-in is open again"
    />
  );
}

export function VerifyEmail(): ReactNode {
  return (
    <OneStep
      title="Confirm your e-mail address"
      intro="One step, and it is yours."
      button="Confirm"
      path="/v1/auth/email/verify"
      done="Thank you, it is confirmed"
    />
  );
}

export function ResetPassword(): ReactNode {
  const token = useLinkToken();
  const [password, setPassword] = useState("");
  const reset = useMutation({ mutationFn: () => call("POST", "/v1/auth/password/reset", { token, password }) });
  if (token === "") {
    return <NoToken title="Choose a new password" />;
  }
  return (
    <Front title="Choose a new password">
      {reset.isSuccess ? (
        <Done title="Your password is changed">
          <ButtonLink to="/">Go to sign-in</ButtonLink>
        </Done>
      ) : (
        <form onSubmit={submitting(() => reset.mutate())} aria-label="Choose a new password">
          <Stack gap="md">
            <Failure
              error={general(reset.error, "/password")}
              action={
                reset.error instanceof Problem && reset.error.kind === "bad-link" ? (
                  <Text size="sm" mt="xs">
                    <TextLink to="/forgot-password">Ask for a new link</TextLink>
                  </Text>
                ) : null
              }
            />
            <NewPassword value={password} onChange={setPassword} error={fieldError(reset.error, "/password")} />
            <Button id="reset" type="submit" loading={reset.isPending} fullWidth>
              Change password
            </Button>
          </Stack>
        </form>
      )}
    </Front>
  );
}
