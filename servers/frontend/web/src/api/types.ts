/** What the server says, as its document says it; `npm run api-types` makes openapi.d.ts anew. */

import type { components } from "./openapi";

type Schemas = components["schemas"];

export type User = Schemas["UserView"];

export type SignIn = Schemas["LoginWebSignedInView"];

export interface Page<T> {
  items: T[];
  next?: string;
}

export type Session = Schemas["SessionsView"];

export type Consent = Schemas["ConsentsView"];

/** Somebody else's sign-in that is taken here. */
export type Provider = Schemas["HomeCallsProviderView"];

/** An account elsewhere that signs the person in here. */
export type Identity = Schemas["IdentitiesView"];

export type Activity = Schemas["ActivityItem"];

/** An archive of everything that is kept about a person. */
export type Export = Schemas["ExportsShown"];

export type StoredFile = Schemas["ShownFile"];

export type Profile = Schemas["ProfileShown"];

export type Person = Schemas["PeopleView"];

/** A piece of work beside the requests. */
export type Job = Schemas["JobsView"];
