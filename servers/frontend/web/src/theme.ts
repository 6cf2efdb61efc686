import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const keep: MantineColorsTuple = [
  "#edf7f4",
  "#d9ebe6",
  "#b0d7cc",
  "#84c1b1",
  "#60ae9a",
  "#489f89",
  "#2f8471",
  "#226b5b",
  "#185347",
  "#0e3c33",
];

const dark: MantineColorsTuple = [
  "#e4e8ea",
  "#c9d0d4",
  "#a6b0b6",
  "#7d8890",
  "#3a444b",
  "#2b343a",
  "#20282d",
  "#171d21",
  "#11161a",
  "#0b0f12",
];

export const theme = createTheme({
  primaryColor: "keep",
  primaryShade: { light: 7, dark: 7 },
  colors: { keep, dark },
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: "650" },
  respectReducedMotion: true,
});

/** Quiet text that still has a contrast of 4.5 to 1 (WCAG 2.2 §1.4.3). */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#545d62",
    "--mantine-color-text": "#1b2226",
    "--mantine-color-error": "#b42318",
    "--sally-ground": "#f5f6f3",
    "--sally-wall": "#e9ece7",
    "--sally-line": "#e2e5df",
    "--sally-gold": "#8a5a00",
  },
  dark: {
    "--mantine-color-dimmed": "#a6b0b6",
    "--mantine-color-error": "#ff9b8f",
    "--mantine-color-red-light": "#3a1f1f",
    "--mantine-color-red-light-color": "#ff9b8f",
    "--sally-ground": "#11161a",
    "--sally-wall": "#171d21",
    "--sally-line": "#2b343a",
    "--sally-gold": "#e5b75c",
  },
});
