import { ActionIcon, Button, Group, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { me, useSignOut } from "../api/queries";
import { SignIn } from "../pages/front";
import { Icon, type IconName, Mark } from "./icons";
import { ButtonLink, Failure, Front, Heading, Waiting } from "./parts";

const TABS: readonly { to: string; label: string; icon: IconName; role?: string }[] = [
  { to: "/account", label: "Account", icon: "person" },
  { to: "/account/sessions", label: "Sessions", icon: "device" },
  { to: "/account/apps", label: "Connected apps", icon: "apps" },
  { to: "/account/sign-in-methods", label: "Sign-in methods", icon: "key" },
  { to: "/account/activity", label: "Activity", icon: "clock" },
  { to: "/account/files", label: "Files", icon: "file" },
  { to: "/admin/people", label: "People", icon: "people", role: "admin" },
  { to: "/admin/jobs", label: "Jobs", icon: "clock", role: "admin" },
];

/** The frame of every page. */
export function Shell(): ReactNode {
  return (
    <div className="page">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <Header />
      <Outlet />
    </div>
  );
}

function Header(): ReactNode {
  const { data: user } = useQuery(me);
  const leave = useSignOut();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: leave,
    onSuccess: () => navigate({ to: "/" }),
  });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    tabs.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path, user]);
  return (
    <header className="bar">
      <div className="inner">
        <Group justify="space-between" wrap="nowrap" h={60}>
          <Link to="/" className="brand">
            <Mark size={26} />
            Sallyport
          </Link>
          <Group gap="xs" wrap="nowrap">
            <Scheme />
            {user ? (
              <Button
                id="sign-out"
                variant="default"
                size="sm"
                leftSection={<Icon name="leave" />}
                loading={signOut.isPending}
                onClick={() => signOut.mutate()}
              >
                Sign out
              </Button>
            ) : null}
          </Group>
        </Group>
        {user ? (
          <nav className="tabs" aria-label="Your account" ref={tabs}>
            {TABS.filter((tab) => tab.role === undefined || user.roles.includes(tab.role)).map((tab) => (
              <Link key={tab.to} to={tab.to} className="tab" activeOptions={{ exact: true }}>
                <Icon name={tab.icon} />
                {tab.label}
              </Link>
            ))}
          </nav>
        ) : null}
        {signOut.error ? <Failure error={signOut.error} /> : null}
      </div>
    </header>
  );
}

function Scheme(): ReactNode {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      c="dimmed"
      onClick={() => setColorScheme(dark ? "light" : "dark")}
      aria-label={dark ? "Switch to light colours" : "Switch to dark colours"}
    >
      <Icon name={dark ? "sun" : "moon"} />
    </ActionIcon>
  );
}

/** Pages of somebody who is signed in; to anybody else they are the sign-in page. */
export function Inside(): ReactNode {
  const user = useQuery(me);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) {
      before.current = path;
      main.current?.focus();
    }
  }, [path]);
  if (user.isPending) {
    return <Waiting what="Loading" />;
  }
  if (user.error && !user.data) {
    return <Trouble error={user.error} again={() => void user.refetch()} />;
  }
  if (!user.data) {
    return <SignIn />;
  }
  return (
    <main className="inner main" id="main" ref={main} tabIndex={-1}>
      <Outlet />
    </main>
  );
}

export function Home(): ReactNode {
  const user = useQuery(me);
  const navigate = useNavigate();
  const known = Boolean(user.data);
  useEffect(() => {
    if (known) {
      void navigate({ to: "/account", replace: true });
    }
  }, [known, navigate]);
  if (user.isPending || known) {
    return <Waiting what="Loading" />;
  }
  return user.error ? <Trouble error={user.error} again={() => void user.refetch()} /> : <SignIn then="/account" />;
}

function Trouble({ error, again }: { error: unknown; again: () => void }): ReactNode {
  return (
    <Front title="One moment">
      <Failure error={error} />
      <Button mt="md" fullWidth onClick={again}>
        Try again
      </Button>
    </Front>
  );
}

/** A page of ours that broke; the rest of the app goes on. */
export function Broken({ error, reset }: { error: unknown; reset: () => void }): ReactNode {
  return (
    <div className="inner main">
      <Heading title="One moment" />
      <Failure error={error} />
      <Button mt="md" onClick={reset}>
        Try again
      </Button>
    </div>
  );
}

export function Nothing(): ReactNode {
  return (
    <Front title="Nothing is here" intro="There is no such page.">
      <ButtonLink to="/" fullWidth>
        Go home
      </ButtonLink>
    </Front>
  );
}
