import { Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call, Problem } from "../api/client";
import { ButtonLink, Done, Failure, fieldError, Front, general, NewPassword, submitting } from "../ui/parts";
import { NoToken, OneStep, useLinkToken } from "./front";

/** Asks for another address: the letter to it says the rest. */
export function EditEmail({ done }: { done: () => void }): ReactNode {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const ask = useMutation({
    mutationFn: () => call("POST", "/web/v1/auth/email", { email: email.trim(), password }),
    onError: () => setPassword(""),
  });
  if (ask.isSuccess) {
    return (
      <Done icon="mail" title="Check your mail">
        <Text c="dimmed" ta="center" size="sm">
          A message with a link is on its way to {email.trim()}. Your address changes when you open it.
        </Text>
        <Button variant="default" onClick={done}>
          Back
        </Button>
      </Done>
    );
  }
  return (
    <form onSubmit={submitting(() => ask.mutate())} aria-label="Change e-mail address">
      <Stack gap="md">
        <Failure error={general(ask.error, "/email", "/password")} />
        <TextInput
          id="email"
          type="email"
          label="New e-mail address"
          autoComplete="email"
          autoFocus
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldError(ask.error, "/email")}
        />
        <PasswordInput
          id="password"
          label="Your password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fieldError(ask.error, "/password")}
          visibilityToggleButtonProps={{ "aria-label": "Show or hide the password" }}
        />
        <Group>
          <Button type="submit" id="change-email" loading={ask.isPending}>
            Send the link
          </Button>
          <Button variant="subtle" color="gray" onClick={done}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The new mailbox agrees. */
export function ChangeEmail(): ReactNode {
  return (
    <OneStep
      title="Confirm your new e-mail address"
      intro="From then on you sign in with it, and messages go there."
      button="Use this address"
      path="/v1/auth/email/change"
      done="This is your address now"
    />
  );
}

/** The old mailbox takes the change back; whoever made it knew the password, so there is a new one. */
export function UndoEmail(): ReactNode {
  const token = useLinkToken();
  const [password, setPassword] = useState("");
  const undo = useMutation({ mutationFn: () => call("POST", "/v1/auth/email/undo", { token, password }) });
  if (token === "") {
    return <NoToken title="Take your address back" />;
  }
  return (
    <Front
      title="Take your address back"
      intro={undo.isSuccess ? undefined : "Choose a new password with it. Every session of the account ends."}
    >
      {undo.isSuccess ? (
        <Done title="Your account is yours again">
          <ButtonLink to="/">Go to sign-in</ButtonLink>
        </Done>
      ) : (
        <form onSubmit={submitting(() => undo.mutate())} aria-label="Take your address back">
          <Stack gap="md">
            <Failure error={general(undo.error, "/password")} />
            {undo.error instanceof Problem && undo.error.kind === "bad-link" ? (
              <ButtonLink to="/" fullWidth>
                Go to sign-in
              </ButtonLink>
            ) : (
              <>
                <NewPassword value={password} onChange={setPassword} error={fieldError(undo.error, "/password")} />
                <Button id="undo-email" type="submit" loading={undo.isPending} fullWidth>
                  Take it back
                </Button>
              </>
            )}
          </Stack>
        </form>
      )}
    </Front>
  );
}
