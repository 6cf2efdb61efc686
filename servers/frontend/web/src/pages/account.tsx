import { Badge, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call } from "../api/client";
import { forget, me, sessions, usePages, useUser } from "../api/queries";
import type { Activity as Event, Person, Profile, Session, User } from "../api/types";
import { ButtonLink, Card, Empty, Failure, fieldError, general, Heading, More, submitting, Waiting } from "../ui/parts";
import { YourData } from "./data";
import { EditEmail } from "./email";
import { Icon } from "../ui/icons";
import { ago, device as named, event as words, moment, particulars } from "../ui/words";

export function Account(): ReactNode {
  const user = useUser();
  const [editing, setEditing] = useState(false);
  const [moving, setMoving] = useState(false);
  return (
    <>
      <Heading title={user.name ? `Hello, ${user.name}` : "Your account"} intro="This is what we know about you." />
      <Card>
        {editing ? (
          <EditName user={user} done={() => setEditing(false)} />
        ) : moving ? (
          <EditEmail done={() => setMoving(false)} />
        ) : (
          <Stack gap="lg">
            <dl className="facts">
              <dt>Name</dt>
              <dd id="user-name">{user.name || <Text c="dimmed">not given</Text>}</dd>
              <dt>E-mail address</dt>
              <dd>
                <Group gap="xs">
                  <span id="user-email">{user.email}</span>
                  {user.email_verified ? (
                    <Badge variant="light" tt="none" fw={500}>
                      confirmed
                    </Badge>
                  ) : (
                    <Badge variant="light" color="yellow" c="var(--sally-gold)" tt="none" fw={500}>
                      not confirmed yet
                    </Badge>
                  )}
                </Group>
              </dd>
              <dt>Roles</dt>
              <dd>
                <Group gap="xs">
                  {user.roles.length === 0
                    ? "member"
                    : user.roles.map((role) => (
                        <Badge key={role} variant="light" tt="none" size="lg" fw={500}>
                          {role}
                        </Badge>
                      ))}
                </Group>
              </dd>
            </dl>
            <Group>
              <Button variant="default" leftSection={<Icon name="pen" />} onClick={() => setEditing(true)}>
                Edit name
              </Button>
              <Button variant="default" leftSection={<Icon name="mail" />} onClick={() => setMoving(true)}>
                Change e-mail address
              </Button>
              <ButtonLink to="/forgot-password" variant="default" leftSection={<Icon name="key" />}>
                Change password
              </ButtonLink>
            </Group>
          </Stack>
        )}
      </Card>
      <YourData />
    </>
  );
}

function EditName({ user, done }: { user: User; done: () => void }): ReactNode {
  const client = useQueryClient();
  const [name, setName] = useState(user.name ?? "");
  const save = useMutation({
    mutationFn: () => call<Profile | undefined>("PATCH", "/web/v1/profile", { name: name.trim() }),
    onSuccess: () => {
      const renamed: User = { ...user, name: name.trim() };
      client.setQueryData(me.queryKey, renamed);
      done();
    },
  });
  return (
    <form onSubmit={submitting(() => save.mutate())} aria-label="Edit name">
      <Stack gap="md">
        <Failure error={general(save.error, "/name")} />
        <TextInput
          id="name"
          label="Name"
          autoComplete="name"
          autoFocus
          required
          withAsterisk={false}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(save.error, "/name")}
        />
        <Group>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
          <Button variant="subtle" color="gray" onClick={done}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function Sessions(): ReactNode {
  const list = useQuery(sessions);
  return (
    <>
      <Heading title="Sessions" intro="Where you are signed in. End what you do not know." />
      {list.error ? <Failure error={list.error} /> : null}
      {list.data ? (
        <>
          <Card flush>
            <ul className="rows">
              {list.data.items.map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
            </ul>
          </Card>
          {list.data.items.length > 1 ? <EndOthers /> : null}
        </>
      ) : list.isPending ? (
        <Waiting what="Loading sessions" />
      ) : null}
    </>
  );
}

function EndOthers(): ReactNode {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => call("DELETE", "/web/v1/auth/sessions"),
    onSuccess: () => client.invalidateQueries({ queryKey: sessions.queryKey }),
  });
  return (
    <Stack mt="lg" align="flex-start">
      <Failure error={end.error} />
      <Button id="end-others" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
        End all other sessions
      </Button>
    </Stack>
  );
}

function SessionRow({ session }: { session: Session }): ReactNode {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => call("DELETE", `/web/v1/auth/sessions/${encodeURIComponent(session.id)}`),
    onSuccess: async () => {
      if (session.current) {
        forget(client);
      } else {
        await client.invalidateQueries({ queryKey: sessions.queryKey });
      }
    },
  });
  const device = named(session.device);
  return (
    <li className="row">
      <span className="row-icon">
        <Icon name={session.kind === "mobile" ? "phone" : "device"} />
      </span>
      <div className="row-text">
        <Group gap="xs">
          <Text fw={550} title={session.device}>
            {device}
          </Text>
          {session.current ? (
            <Badge variant="light" tt="none" fw={500}>
              This device
            </Badge>
          ) : null}
        </Group>
        <Text size="sm" c="dimmed">
          Signed in {moment(session.created_at)} · last seen {ago(session.last_seen_at)}
        </Text>
        {end.error ? <Failure error={end.error} /> : null}
      </div>
      <Button
        variant="default"
        size="xs"
        loading={end.isPending}
        onClick={() => end.mutate()}
        aria-label={session.current ? "End this session" : `End the session of ${device}`}
      >
        End
      </Button>
    </li>
  );
}

export function Activity(): ReactNode {
  const list = usePages<Event>("activity", "/web/v1/activity");
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <Heading title="Activity" intro="What happened to your account, newest first." />
      {list.error ? <Failure error={list.error} /> : null}
      {list.isPending ? <Waiting what="Loading activity" /> : null}
      {items ? (
        <Card flush>
          {items.length === 0 ? <Empty>Nothing has happened yet.</Empty> : null}
          <ul className="rows">
            {items.map((item) => {
              const { text, warn } = words(item.type);
              const device = item.device ? named(item.device) : "";
              const details = [particulars(item.details ?? {}), device].filter((part) => part !== "").join(" · ");
              return (
                <li className="row" key={item.id} data-type={item.type}>
                  <span className="row-icon" data-warn={warn ? "" : undefined}>
                    <Icon name={warn ? "warn" : "clock"} />
                  </span>
                  <div className="row-text">
                    <Text fw={550}>{text}</Text>
                    {details ? (
                      <Text size="sm" c="dimmed">
                        {details}
                      </Text>
                    ) : null}
                  </div>
                  <Text size="sm" c="dimmed" component="time" dateTime={item.at} title={moment(item.at)}>
                    {ago(item.at)}
                  </Text>
                </li>
              );
            })}
          </ul>
        </Card>
      ) : null}
      <More list={list} />
    </>
  );
}

export function People(): ReactNode {
  const list = usePages<Person>("people", "/web/v1/admin/people");
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <Heading title="People" intro="Everybody who has an account here." />
      {list.error ? <Failure error={list.error} /> : null}
      {list.isPending ? <Waiting what="Loading people" /> : null}
      {items ? (
        <Card flush>
          <ul className="rows">
            {items.map((person) => (
              <li className="row" key={person.id}>
                <span className="row-icon">
                  <Icon name="person" />
                </span>
                <div className="row-text">
                  <Text fw={550}>{person.name || person.email}</Text>
                  <Text size="sm" c="dimmed">
                    {person.email}
                  </Text>
                </div>
                <Group gap="xs">
                  {person.roles.map((role) => (
                    <Badge key={role} variant="light" tt="none" fw={500}>
                      {role}
                    </Badge>
                  ))}
                  {person.state !== "active" ? (
                    <Badge variant="light" color="yellow" tt="none" fw={500}>
                      {person.state}
                    </Badge>
                  ) : null}
                </Group>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <More list={list} />
    </>
  );
}
