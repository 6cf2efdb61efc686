import { Badge, Button, Group, Progress, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call } from "../api/client";
import { usePages } from "../api/queries";
import type { Job } from "../api/types";
import { Card, Empty, Failure, Heading, More, Waiting } from "../ui/parts";
import { Icon } from "../ui/icons";
import { ago, job as words, moment } from "../ui/words";

const PATH = "/web/v1/admin/jobs";
const STATES = [
  { value: "dead", label: "Given up" },
  { value: "running", label: "Running" },
  { value: "waiting", label: "Waiting" },
];

/** The work that goes on outside of requests, and what was given up of it. */
export function Jobs(): ReactNode {
  const [state, setState] = useState("dead");
  return (
    <>
      <Heading title="Jobs" intro="Letters and other work beside the requests. What was given up waits for you.">
        <SegmentedControl data={STATES} value={state} onChange={setState} aria-label="Which jobs" />
      </Heading>
      <JobList key={state} state={state} />
    </>
  );
}

function JobList({ state }: { state: string }): ReactNode {
  const list = usePages<Job>(`jobs-${state}`, PATH, { state });
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <>
      {list.error ? <Failure error={list.error} /> : null}
      {list.isPending ? <Waiting what="Loading jobs" /> : null}
      {items ? (
        <Card flush>
          {items.length === 0 ? (
            <Empty>{state === "dead" ? "Nothing was given up." : "There is no such job at the moment."}</Empty>
          ) : null}
          <ul className="rows">
            {items.map((item) => (
              <JobRow key={item.id} job={item} state={state} />
            ))}
          </ul>
        </Card>
      ) : null}
      <More list={list} />
    </>
  );
}

function JobRow({ job, state }: { job: Job; state: string }): ReactNode {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const again = { onSuccess: () => client.invalidateQueries({ queryKey: [`jobs-${state}`] }) };
  const retry = useMutation({ mutationFn: () => call("POST", `${PATH}/${job.id}/retry`), ...again });
  const discard = useMutation({ mutationFn: () => call("DELETE", `${PATH}/${job.id}`), ...again });
  const dead = job.state === "dead";
  return (
    <li className="row" data-job={job.id}>
      <span className="row-icon" data-warn={dead ? "" : undefined}>
        <Icon name={dead ? "warn" : job.kind === "mail" ? "mail" : "clock"} />
      </span>
      <div className="row-text">
        <Group gap="xs">
          <Text fw={550}>{words(job)}</Text>
          {job.tries > 0 ? (
            <Badge variant="light" color="gray" tt="none" fw={500}>
              {job.tries === 1 ? "1 try" : `${job.tries} tries`}
            </Badge>
          ) : null}
        </Group>
        <Text size="sm" c="dimmed" title={moment(job.created_at)}>
          {job.recipient ? `to ${job.recipient} · ` : ""}
          added {ago(job.created_at)}
          {dead ? "" : ` · due ${moment(job.due_at)}`}
        </Text>
        {typeof job.percent === "number" ? <Progress value={job.percent} aria-label={`${job.percent} % done`} my={4} /> : null}
        {job.reason ? <Text size="sm">{job.reason}</Text> : null}
        <Failure error={retry.error ?? discard.error} />
      </div>
      {dead ? (
        <Stack gap="xs">
          <Button size="xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
            Try again
          </Button>
          <Button
            size="xs"
            variant={asked ? "filled" : "subtle"}
            color={asked ? "red" : "gray"}
            loading={discard.isPending}
            onClick={() => (asked ? discard.mutate() : setAsked(true))}
            onBlur={() => setAsked(false)}
          >
            {asked ? "Really?" : "Discard"}
          </Button>
        </Stack>
      ) : null}
    </li>
  );
}
