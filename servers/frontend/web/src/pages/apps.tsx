import { Button, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call } from "../api/client";
import { consents } from "../api/queries";
import type { Consent } from "../api/types";
import { Card, Empty, Failure, Heading, Waiting } from "../ui/parts";
import { Icon } from "../ui/icons";
import { moment, scope } from "../ui/words";

export function Apps(): ReactNode {
  const list = useQuery(consents);
  return (
    <>
      <Heading title="Connected apps" intro="What you have let in. Disconnect what you no longer use." />
      {list.error ? <Failure error={list.error} /> : null}
      {list.isPending ? <Waiting what="Loading connected apps" /> : null}
      {list.data ? (
        <Card flush>
          {list.data.items.length === 0 ? <Empty>No app is connected to your account.</Empty> : null}
          <ul className="rows">
            {list.data.items.map((consent) => (
              <AppRow key={consent.client_id} consent={consent} />
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}

/** The first press asks, the second one does: what is taken back here signs the person out of the app. */
function AppRow({ consent }: { consent: Consent }): ReactNode {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const withdraw = useMutation({
    mutationFn: () => call("DELETE", `/web/v1/consents?client_id=${encodeURIComponent(consent.client_id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: consents.queryKey }),
  });
  return (
    <li className="row" data-client={consent.client_id}>
      <span className="row-icon">
        <Icon name="apps" />
      </span>
      <div className="row-text">
        <Text fw={550}>{consent.name}</Text>
        <Text size="sm" c="dimmed">
          May {consent.scopes.map(scope).join(", ")} · since {moment(consent.given_at)}
        </Text>
        {withdraw.error ? <Failure error={withdraw.error} /> : null}
      </div>
      <Button
        variant={asked ? "filled" : "default"}
        color={asked ? "red" : "gray"}
        size="xs"
        loading={withdraw.isPending}
        onClick={() => (asked ? withdraw.mutate() : setAsked(true))}
        onBlur={() => setAsked(false)}
        aria-label={asked ? `Yes, disconnect ${consent.name}` : `Disconnect ${consent.name}`}
      >
        {asked ? "Really?" : "Disconnect"}
      </Button>
    </li>
  );
}
