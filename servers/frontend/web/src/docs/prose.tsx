import { Fragment, type ReactNode } from "react";

/** The little CommonMark that the document has: paragraphs, **strong** words and `code`. It becomes elements, never markup. */
export function Prose({ text }: { text: string }): ReactNode {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph, index) => (
      <p key={index}>
        <Inline text={paragraph} />
      </p>
    ));
}

export function Inline({ text }: { text: string }): ReactNode {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part, index) => {
    if (part.startsWith("`")) {
      return <code key={index}>{part.slice(1, -1)}</code>;
    }
    return part.startsWith("**") ? <strong key={index}>{part.slice(2, -2)}</strong> : <Fragment key={index}>{part}</Fragment>;
  });
}
