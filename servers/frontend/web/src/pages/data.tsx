import { Button, Group, Modal, PasswordInput, Progress, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call } from "../api/client";
import { exports } from "../api/queries";
import type { Export } from "../api/types";
import { Card, Done, Failure, fieldError, general, submitting } from "../ui/parts";
import { Icon } from "../ui/icons";
import { moment } from "../ui/words";
import { OneStep } from "./front";

/** What a person has a right to: everything that is kept about them, and an end of it. */
export function YourData(): ReactNode {
  return (
    <section aria-labelledby="your-data" className="section">
      <h2 id="your-data">Your data</h2>
      <Card>
        <Stack gap="xl">
          <Archive />
          <Leave />
        </Stack>
      </Card>
    </section>
  );
}

function Archive(): ReactNode {
  const client = useQueryClient();
  const list = useQuery(exports);
  const newest = list.data?.items[0];
  const ask = useMutation({
    mutationFn: () => call<Export>("POST", "/web/v1/profile/exports"),
    onSettled: () => client.invalidateQueries({ queryKey: exports.queryKey }),
  });
  const fetchIt = useMutation({
    // A link works for ten minutes only, so that each click gets one of its own.
    mutationFn: (id: string) => call<Export>("GET", `/web/v1/profile/exports/${encodeURIComponent(id)}`),
    onSuccess: (fresh) => {
      if (fresh.archive) {
        const link = document.createElement("a");
        link.href = fresh.archive;
        link.download = "";
        link.click();
      }
    },
  });
  const working = newest?.status === "waiting" || newest?.status === "running";
  return (
    <Group justify="space-between" align="flex-start">
      <div className="row-text">
        <Text fw={550}>A copy of everything</Text>
        <Text size="sm" c="dimmed">
          Your account, sessions, activity and files as one ZIP archive.
        </Text>
        {working ? (
          <Progress
            value={(newest.progress ?? 0) * 100}
            animated
            mt="sm"
            maw={320}
            aria-label="The archive is being made"
          />
        ) : null}
        {newest?.status === "ready" && newest.expires_at ? (
          <Text size="sm" c="dimmed">
            Made {moment(newest.asked_at)}; it stays until {moment(newest.expires_at)}.
          </Text>
        ) : null}
        {newest?.status === "failed" ? (
          <Text size="sm" c="dimmed">
            The last archive could not be made. Please try again.
          </Text>
        ) : null}
        <Failure error={list.error ?? ask.error ?? fetchIt.error} />
      </div>
      <Group gap="xs">
        {newest?.status === "ready" ? (
          <Button
            id="fetch-data"
            leftSection={<Icon name="download" />}
            loading={fetchIt.isPending}
            onClick={() => fetchIt.mutate(newest.id)}
          >
            Download
          </Button>
        ) : null}
        <Button
          id="export-data"
          variant="default"
          loading={ask.isPending}
          disabled={working || list.isPending}
          onClick={() => ask.mutate()}
        >
          {working ? "Being made…" : newest ? "Make a new one" : "Make an archive"}
        </Button>
      </Group>
    </Group>
  );
}

function Leave(): ReactNode {
  const [leaving, setLeaving] = useState(false);
  const [password, setPassword] = useState("");
  const ask = useMutation({
    mutationFn: () => call("POST", "/web/v1/auth/erase", password === "" ? {} : { password }),
    onError: () => setPassword(""),
  });
  const close = () => {
    setLeaving(false);
    setPassword("");
    ask.reset();
  };
  return (
    <Group justify="space-between" align="flex-start">
      <div className="row-text">
        <Text fw={550}>Erase your account</Text>
        <Text size="sm" c="dimmed">
          Your account and everything in it will be gone for good.
        </Text>
      </div>
      <Button id="leave" variant="default" leftSection={<Icon name="trash" />} onClick={() => setLeaving(true)}>
        Erase account
      </Button>
      <Modal.Root opened={leaving} onClose={close} centered>
        <Modal.Overlay />
        <Modal.Content>
          {/* A header outside of a section would be a second banner of the page. */}
          <Modal.Header role="presentation">
            <Modal.Title>Erase your account?</Modal.Title>
            <Modal.CloseButton aria-label="Close" />
          </Modal.Header>
          <Modal.Body>
            {ask.isSuccess ? (
              <Done icon="mail" title="Check your mail">
                <Text c="dimmed" ta="center" size="sm">
                  A message with a link is on its way to you. Nothing is erased before you open it.
                </Text>
                <Button variant="default" onClick={close}>
                  Close
                </Button>
              </Done>
            ) : (
              <form onSubmit={submitting(() => ask.mutate())} aria-label="Erase your account">
                <Stack gap="md">
                  <Text>
                    Your profile, files, sessions and everything else that is yours go, and cannot be brought back. We
                    send you a link first.
                  </Text>
                  <Failure error={general(ask.error, "/password")} />
                  <PasswordInput
                    id="password"
                    label="Your password"
                    description="Leave it empty if you never chose one."
                    autoComplete="current-password"
                    data-autofocus
                    value={password}
                    onChange={(event) => setPassword(event.currentTarget.value)}
                    error={fieldError(ask.error, "/password")}
                    visibilityToggleButtonProps={{ "aria-label": "Show or hide the password" }}
                  />
                  <Group justify="flex-end">
                    <Button variant="default" onClick={close}>
                      Keep my account
                    </Button>
                    <Button id="erase" type="submit" color="red.9" loading={ask.isPending}>
                      Send the link
                    </Button>
                  </Group>
                </Stack>
              </form>
            )}
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </Group>
  );
}

/** The mailbox agrees that the account goes. */
export function EraseAccount(): ReactNode {
  return (
    <OneStep
      title="Erase your account"
      intro="Your account and everything in it will be gone for good. This cannot be undone."
      button="Erase my account"
      path="/v1/auth/erase/confirm"
      done="Your account is closed, and what was in it is being erased"
    />
  );
}
