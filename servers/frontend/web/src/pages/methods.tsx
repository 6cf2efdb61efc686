import { Alert, Button, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { call } from "../api/client";
import { toConnect, toSignIn } from "../api/elsewhere";
import { identities, providers } from "../api/queries";
import type { Identity, Provider } from "../api/types";
import { Card, Empty, Failure, Heading, Waiting } from "../ui/parts";
import { Icon } from "../ui/icons";
import { connected, moment } from "../ui/words";

/** The buttons of the sign-in page; none where no provider is configured. */
export function Elsewhere({ then }: { then: string }): ReactNode {
  const { data } = useQuery(providers);
  const go = useMutation({
    mutationFn: (provider: string) => toSignIn(provider, then),
    onSuccess: (address) => location.assign(address),
  });
  if (!data || data.items.length === 0) {
    return null;
  }
  return (
    <Stack gap="sm" mt="lg">
      <Text size="sm" c="dimmed" ta="center">
        or
      </Text>
      <Failure error={go.error} />
      {data.items.map((provider) => (
        <Button
          key={provider.id}
          variant="default"
          fullWidth
          data-provider={provider.id}
          loading={go.variables === provider.id && go.isPending}
          onClick={() => go.mutate(provider.id)}
        >
          Sign in with {provider.name}
        </Button>
      ))}
    </Stack>
  );
}

export function Methods(): ReactNode {
  const list = useQuery(identities);
  const offered = useQuery(providers);
  const failed = list.error ?? offered.error;
  return (
    <>
      <Heading title="Sign-in methods" intro="Accounts elsewhere that sign you in here. Disconnect what you no longer use." />
      <Outcome />
      {failed ? <Failure error={failed} /> : null}
      {list.isPending || offered.isPending ? <Waiting what="Loading sign-in methods" /> : null}
      {list.data && offered.data ? <Lists mine={list.data.items} all={offered.data.items} /> : null}
    </>
  );
}

/** What came of the way to a provider and back; it leaves the address line as soon as it is read. */
function Outcome(): ReactNode {
  const [outcome] = useState(() => connected(location.search));
  useEffect(() => {
    if (outcome) {
      history.replaceState(history.state, "", location.pathname);
    }
  }, [outcome]);
  return outcome ? (
    <Alert
      role="status"
      mb="lg"
      variant="light"
      color={outcome.good ? "keep" : "red"}
      icon={<Icon name={outcome.good ? "check" : "warn"} />}
      data-connected={outcome.good}
    >
      <Text size="sm" c="var(--mantine-color-text)">
        {outcome.text}
      </Text>
    </Alert>
  ) : null;
}

function Lists({ mine, all }: { mine: Identity[]; all: Provider[] }): ReactNode {
  const others = all.filter((provider) => mine.every((identity) => identity.provider !== provider.id));
  return (
    <>
      <Card flush>
        {mine.length === 0 ? <Empty>No account elsewhere is connected to yours.</Empty> : null}
        <ul className="rows">
          {mine.map((identity) => (
            <IdentityRow key={identity.id} identity={identity} />
          ))}
        </ul>
      </Card>
      {others.length > 0 ? (
        <>
          <Title order={2} size="h4" mt="xl" mb="sm">
            Connect another
          </Title>
          <Card flush>
            <ul className="rows">
              {others.map((provider) => (
                <ProviderRow key={provider.id} provider={provider} />
              ))}
            </ul>
          </Card>
        </>
      ) : null}
    </>
  );
}

/** The first press asks, the second one does. */
function IdentityRow({ identity }: { identity: Identity }): ReactNode {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () => call("DELETE", `/web/v1/identities/${identity.id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: identities.queryKey }),
  });
  return (
    <li className="row" data-identity={identity.provider}>
      <span className="row-icon">
        <Icon name="key" />
      </span>
      <div className="row-text">
        <Text fw={550}>{identity.name}</Text>
        <Text size="sm" c="dimmed">
          Connected {moment(identity.linked_at)}
        </Text>
        {remove.error ? <Failure error={remove.error} /> : null}
      </div>
      <Button
        variant={asked ? "filled" : "default"}
        color={asked ? "red" : "gray"}
        size="xs"
        loading={remove.isPending}
        onClick={() => (asked ? remove.mutate() : setAsked(true))}
        onBlur={() => setAsked(false)}
        aria-label={asked ? `Yes, disconnect ${identity.name}` : `Disconnect ${identity.name}`}
      >
        {asked ? "Really?" : "Disconnect"}
      </Button>
    </li>
  );
}

function ProviderRow({ provider }: { provider: Provider }): ReactNode {
  const go = useMutation({
    mutationFn: () => toConnect(provider.id, "/account/sign-in-methods"),
    onSuccess: (address) => location.assign(address),
  });
  return (
    <li className="row" data-provider={provider.id}>
      <span className="row-icon">
        <Icon name="key" />
      </span>
      <div className="row-text">
        <Text fw={550}>{provider.name}</Text>
        {go.error ? <Failure error={go.error} /> : null}
      </div>
      <Button
        variant="default"
        color="gray"
        size="xs"
        loading={go.isPending}
        onClick={() => go.mutate()}
        aria-label={`Connect ${provider.name}`}
      >
        Connect
      </Button>
    </li>
  );
}
