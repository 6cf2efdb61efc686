import { ActionIcon, Button, Group, Modal, Progress, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type DragEvent, type MouseEvent, type ReactNode, useRef, useState } from "react";
import { call, upload } from "../api/client";
import { usePages } from "../api/queries";
import type { StoredFile } from "../api/types";
import { Card, Empty, Failure, Heading, More, Waiting } from "../ui/parts";
import { Icon } from "../ui/icons";
import { bytes, moment } from "../ui/words";

const KEY = ["files"];
const at = (file: StoredFile) => `/web/v1/files/${encodeURIComponent(file.id)}`;

export function Files(): ReactNode {
  const client = useQueryClient();
  const list = usePages<StoredFile>("files", "/web/v1/files");
  const items = list.data?.pages.flatMap((page) => page.items);
  const [doomed, setDoomed] = useState<StoredFile | null>(null);
  const download = useMutation({
    // The link alone would fail once the access token is old; a small call first turns it.
    mutationFn: (file: StoredFile) => call("HEAD", at(file)),
    onSuccess: (_nothing, file) => {
      const link = document.createElement("a");
      link.href = at(file);
      link.download = file.name;
      link.click();
    },
  });
  const remove = useMutation({
    mutationFn: (file: StoredFile) => call("DELETE", at(file)),
    onSuccess: async () => {
      setDoomed(null);
      await client.invalidateQueries({ queryKey: KEY });
    },
  });
  const keep = () => {
    remove.reset();
    setDoomed(null);
  };
  const fetchFile = (file: StoredFile) => (event: MouseEvent) => {
    event.preventDefault();
    download.mutate(file);
  };
  return (
    <>
      <Heading title="Files" intro="Only you can see them." />
      <Upload done={() => client.invalidateQueries({ queryKey: KEY })} />
      {list.error ?? download.error ? <Failure error={list.error ?? download.error} /> : null}
      {list.isPending ? <Waiting what="Loading files" /> : null}
      {items ? (
        <Card flush>
          {items.length === 0 ? <Empty>There are no files yet.</Empty> : null}
          <ul className="rows">
            {items.map((file) => (
              <li className="row" key={file.id}>
                <span className="row-icon">
                  <Icon name="file" />
                </span>
                <div className="row-text">
                  <Text fw={550}>{file.name}</Text>
                  <Text size="sm" c="dimmed">
                    {bytes(file.size)} · {file.type}
                    {` · ${moment(file.created_at)}`}
                  </Text>
                </div>
                <Group gap="xs">
                  <ActionIcon
                    component="a"
                    href={at(file)}
                    download={file.name}
                    onClick={fetchFile(file)}
                    variant="default"
                    size="lg"
                    aria-label={`Download ${file.name}`}
                  >
                    <Icon name="download" />
                  </ActionIcon>
                  <ActionIcon
                    variant="default"
                    size="lg"
                    onClick={() => setDoomed(file)}
                    aria-label={`Delete ${file.name}`}
                  >
                    <Icon name="trash" />
                  </ActionIcon>
                </Group>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <More list={list} />
      <Modal.Root opened={doomed !== null} onClose={keep} centered>
        <Modal.Overlay />
        <Modal.Content>
          {/* A header outside of a section would be a second banner of the page. */}
          <Modal.Header role="presentation">
            <Modal.Title>Delete this file?</Modal.Title>
            <Modal.CloseButton aria-label="Close" />
          </Modal.Header>
          <Modal.Body>
            <Failure error={remove.error} />
            <Text mb="lg" style={{ overflowWrap: "anywhere" }}>
              <strong>{doomed?.name}</strong> will be gone for good.
            </Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={keep}>
                Keep
              </Button>
              <Button
                id="delete"
                color="red.9"
                loading={remove.isPending}
                onClick={() => doomed && remove.mutate(doomed)}
              >
                Delete
              </Button>
            </Group>
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}

function Upload({ done }: { done: () => unknown }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [part, setPart] = useState(0);
  const send = useMutation({
    mutationFn: async (files: File[]) => {
      const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
      let before = 0;
      for (const file of files) {
        await upload<StoredFile>(file, (sent) => setPart((before + sent * file.size) / total));
        before += file.size;
      }
    },
    onMutate: () => setPart(0),
    onSettled: () => done(),
  });
  const take = (files: FileList | null) => {
    if (files && files.length > 0 && !send.isPending) {
      send.mutate([...files]);
    }
  };
  const drag = (value: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(value);
  };
  return (
    <div style={{ marginBottom: "1.5rem" }}>
      <div
        className="drop"
        data-over={over ? "" : undefined}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event);
          take(event.dataTransfer.files);
        }}
      >
        {send.isPending ? (
          <>
            <Text fw={550}>Uploading {send.variables.map((file) => file.name).join(", ")}</Text>
            <Progress value={part * 100} w="100%" maw={320} aria-label="Upload" />
          </>
        ) : (
          <>
            <Button leftSection={<Icon name="upload" />} onClick={() => input.current?.click()}>
              Choose files
            </Button>
            <Text size="sm" c="dimmed">
              or drop them here
            </Text>
          </>
        )}
        <input
          ref={input}
          id="file"
          type="file"
          multiple
          hidden
          aria-label="Files to upload"
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = "";
          }}
        />
      </div>
      {send.error ? <Failure error={send.error} /> : null}
    </div>
  );
}
