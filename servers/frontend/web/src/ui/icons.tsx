import type { ReactNode } from "react";

/** The keep: two towers, the wall between them, and the one door. */
export function Mark({ size = 28 }: { size?: number }): ReactNode {
  return (
    <svg className="brand-mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path
        fill="currentColor"
        d="M4 4h5v4h4.5V4h5v4H23V4h5v8l-2 2.500V28h-6v-6.500a4 4 0 0 0-8 0V28H6V14.500L4 12z"
      />
      <path fill="#d9a441" d="M14.900 23h2.200v5h-2.200z" />
    </svg>
  );
}

const PATHS = {
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.500 20c.6-3.600 3.700-5.500 7.500-5.500s6.900 1.900 7.500 5.500",
  people: "M9 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM2.500 19.500c.5-3.300 3.200-5 6.500-5s6 1.700 6.500 5M16 4.800a3.500 3.500 0 0 1 0 6.400M18 14.900c2 .7 3.200 2.300 3.500 4.600",
  device: "M4 5.500h16v10.500H4zM2 19.500h20",
  phone: "M7.500 3h9v18h-9zM11 18h2",
  apps: "M4 4h6.500v6.500H4zM13.500 4H20v6.500h-6.500zM4 13.500h6.500V20H4zM13.500 13.500H20V20h-6.500z",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.500 2",
  file: "M6 3h8l4.500 4.500V21H6zM14 3v5h4.500",
  upload: "M12 16V4.500M7 9l5-4.500L17 9M4.500 16v4h15v-4",
  download: "M12 4.500V16M7 11.500l5 4.500 5-4.500M4.500 16v4h15v-4",
  trash: "M4.500 7h15M9.500 7V4h5v3M6.500 7l1 13h9l1-13M10.500 11v5M13.500 11v5",
  leave: "M14 4H5v16h9M10 12h10.500M17 8l4 4-4 4",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z",
  check: "M4.500 12.500l5 5 10-11",
  mail: "M3 5.500h18v13H3zM3.500 6.500l8.500 7 8.500-7",
  key: "M8 19.500a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM11 12.500l8.500-8.500M16 7.500l3 3",
  warn: "M12 3.500 2.500 20h19zM12 10v4.500M12 17v.5",
  pen: "M4 20l1-4.500L16 4.500l3.500 3.500-11 11zM13.500 7l3.500 3.500",
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon; always beside words, so it says nothing to a screen reader. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The battlement along the foot of the front page. */
export function Wall(): ReactNode {
  return (
    <svg className="front-wall" viewBox="0 0 1200 140" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <path
        fill="currentColor"
        fillRule="evenodd"
        d="M0 140V70h60v-24h48v24h60v-24h48v24h60v-24h48v24h56V10h36v22h36V10h36v22h36V10h36v54h80V10h36v22h36V10h36v22h36V10h36v60h56v-24h48v24h60v-24h48v24h60v-24h48v24h60v70zM576 140v-22a24 24 0 0 1 48 0v22z"
      />
    </svg>
  );
}
