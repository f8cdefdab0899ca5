import { Button, MessageBar, MessageBarActions, MessageBarBody } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { count } from "../words/format";
import { momentName, useAsOf } from "./asOf";

/** Says that the page shows the past, by what it can be cited, and offers the way back. */
export function PastBanner({ citation }: { citation?: Schemas["Citation"] | null | undefined }) {
  const [asOf, setAsOf] = useAsOf();
  if (!asOf) {
    return null;
  }
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        You see what was known at <b>{momentName(asOf)}</b>.
        {citation && <> It is read from generation {citation.generation} at position {count(citation.position)} and can be cited by its hash <code>{citation.hash.slice(0, 16)}</code>.</>}
      </MessageBarBody>
      <MessageBarActions>
        {citation && <Button size="small" onClick={() => void navigator.clipboard.writeText(`${location.origin}${citation.link}`)}>Copy the citation</Button>}
        <Button size="small" appearance="primary" onClick={() => setAsOf("")}>Back to now</Button>
      </MessageBarActions>
    </MessageBar>
  );
}
