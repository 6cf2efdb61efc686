import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { Account, Activity, People, Sessions } from "./pages/account";
import { Apps } from "./pages/apps";
import { EraseAccount } from "./pages/data";
import { ChangeEmail, UndoEmail } from "./pages/email";
import { Files } from "./pages/files";
import { ForgotPassword, Register, ResetPassword, SetUp, Unlock, VerifyEmail } from "./pages/front";
import { Jobs } from "./pages/jobs";
import { Methods } from "./pages/methods";
import { Broken, Home, Inside, Nothing, Shell } from "./ui/shell";

// A page that is added here is added to FrontendServer's list of app paths too.
const root = createRootRoute({ component: Shell, notFoundComponent: Nothing });
const inside = createRoute({ getParentRoute: () => root, id: "inside", component: Inside });

const tree = root.addChildren([
  createRoute({ getParentRoute: () => root, path: "/", component: Home }),
  createRoute({ getParentRoute: () => root, path: "/register", component: Register }),
  createRoute({ getParentRoute: () => root, path: "/forgot-password", component: ForgotPassword }),
  createRoute({ getParentRoute: () => root, path: "/reset-password", component: ResetPassword }),
  createRoute({ getParentRoute: () => root, path: "/verify-email", component: VerifyEmail }),
  createRoute({ getParentRoute: () => root, path: "/change-email", component: ChangeEmail }),
  createRoute({ getParentRoute: () => root, path: "/undo-email", component: UndoEmail }),
  createRoute({ getParentRoute: () => root, path: "/erase-account", component: EraseAccount }),
  createRoute({ getParentRoute: () => root, path: "/unlock", component: Unlock }),
  createRoute({ getParentRoute: () => root, path: "/set-up", component: SetUp }),
  // Few people read it, so it is fetched when somebody does.
  createRoute({
    getParentRoute: () => root,
    path: "/docs",
    component: lazyRouteComponent(() => import("./docs/page"), "Docs"),
  }),
  inside.addChildren([
    createRoute({ getParentRoute: () => inside, path: "/account", component: Account }),
    createRoute({ getParentRoute: () => inside, path: "/account/sessions", component: Sessions }),
    createRoute({ getParentRoute: () => inside, path: "/account/apps", component: Apps }),
    createRoute({ getParentRoute: () => inside, path: "/account/sign-in-methods", component: Methods }),
    createRoute({ getParentRoute: () => inside, path: "/account/activity", component: Activity }),
    createRoute({ getParentRoute: () => inside, path: "/account/files", component: Files }),
    createRoute({ getParentRoute: () => inside, path: "/admin/people", component: People }),
    createRoute({ getParentRoute: () => inside, path: "/admin/jobs", component: Jobs }),
  ]),
]);

export const router = createRouter({ routeTree: tree, defaultPreload: false, defaultErrorComponent: Broken });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
