import { QueryClient, queryOptions, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, mayBeSignedIn, onSessionEnded, Problem } from "./client";
import type { Consent, Export, Identity, Page, Provider, Session, User } from "./types";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
    },
  },
});

export const me = queryOptions({
  queryKey: ["me"],
  staleTime: 60_000,
  queryFn: async (): Promise<User | null> => {
    if (!mayBeSignedIn()) {
      return null;
    }
    try {
      return await call<User>("GET", "/web/v1/auth/me");
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        return null;
      }
      throw error;
    }
  },
});

export const sessions = queryOptions({
  queryKey: ["sessions"],
  queryFn: () => call<Page<Session>>("GET", "/web/v1/auth/sessions"),
});

export const consents = queryOptions({
  queryKey: ["consents"],
  queryFn: () => call<Page<Consent>>("GET", "/web/v1/consents"),
});

/** Archives of what is kept about the person, newest first; looked at again while one is being made. */
export const exports = queryOptions({
  queryKey: ["exports"],
  queryFn: () => call<Page<Export>>("GET", "/web/v1/profile/exports"),
  refetchInterval: (query) =>
    query.state.data?.items.some((item) => item.status === "waiting" || item.status === "running") ? 1_500 : false,
});

/** Who else signs people in here; that changes when the house is started anew. */
export const providers = queryOptions({
  queryKey: ["providers"],
  staleTime: Infinity,
  queryFn: () => call<Page<Provider>>("GET", "/v1/auth/providers"),
});

export const identities = queryOptions({
  queryKey: ["identities"],
  queryFn: () => call<Page<Identity>>("GET", "/web/v1/identities"),
});

/** A list that is read page by page. */
export function usePages<T>(key: string, path: string, asked: Record<string, string> = {}) {
  return useInfiniteQuery({
    queryKey: [key],
    initialPageParam: "",
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams(pageParam === "" ? asked : { ...asked, after: pageParam }).toString();
      return call<Page<T>>("GET", query === "" ? path : `${path}?${query}`);
    },
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Forgets everything that was read in a session that is over. */
export function forget(client: QueryClient): void {
  client.setQueryData(me.queryKey, null);
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== "me" });
}

onSessionEnded(() => {
  if (queries.getQueryData(me.queryKey)) {
    forget(queries);
  }
});

/** The person who is signed in; only below a page that asks for one. */
export function useUser(): User {
  const { data } = useQuery(me);
  if (!data) {
    throw new Error("nobody is signed in");
  }
  return data;
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    try {
      await call("POST", "/v1/auth/logout_web");
    } catch (error) {
      if (!(error instanceof Problem) || (error.status !== 401 && error.status !== 403)) {
        throw error;
      }
    }
    forget(client);
  };
}
