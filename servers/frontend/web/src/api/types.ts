/** What the server says, as it says it. */

export interface User {
  id: string;
  email: string;
  email_verified: boolean;
  name: string | null;
  roles: string[];
}

export type SignIn =
  | { status: "signed_in"; user: User; csrf_token: string; expires_in: number }
  | { status: "mfa_required"; mfa_token: string; methods: string[] };

export interface Page<T> {
  items: T[];
  next?: string | null;
}

export interface Session {
  id: string;
  device: string;
  created_at: string;
  last_seen_at: string;
  current: boolean;
  kind: string;
}

export interface Consent {
  client_id: string;
  name: string;
  scopes: string[];
  given_at: string;
}

/** Somebody else's sign-in that is taken here. */
export interface Provider {
  id: string;
  name: string;
}

/** An account elsewhere that signs the person in here. */
export interface Identity {
  id: string;
  provider: string;
  name: string;
  linked_at: string;
}

export interface Activity {
  id: string;
  type: string;
  at: string;
  device?: string | null;
  details?: Record<string, string>;
}

/** An archive of everything that is kept about a person. */
export interface Export {
  id: string;
  status: "waiting" | "running" | "ready" | "failed";
  asked_at: string;
  /** From 0 to 1. */
  progress?: number;
  /** Where it is fetched, for ten minutes. */
  archive?: string;
  expires_at?: string;
}

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  type: string;
  digest: string;
  created_at: string;
}

export interface Profile {
  name: string | null;
  email: string;
}

export interface Person {
  id: string;
  email: string;
  name: string | null;
  roles: string[];
  state: string;
  created_at: string;
}

/** A piece of work beside the requests. */
export interface Job {
  id: string;
  kind: string;
  state: string;
  tries: number;
  created_at: string;
  due_at: string;
  template?: string | null;
  recipient?: string | null;
  reason?: string | null;
  percent?: number | null;
}
