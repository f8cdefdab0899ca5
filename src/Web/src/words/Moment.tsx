import { Tooltip } from "@fluentui/react-components";
import { useSyncExternalStore } from "react";
import { ago, moment, utc } from "./format";

let now = Date.now();
const listeners = new Set<() => void>();
setInterval(() => {
  now = Date.now();
  for (const tell of listeners) {
    tell();
  }
}, 5000);

const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => listeners.delete(tell);
};

/** A moment in the reader's zone, UTC on hover; nothing recorded reads "never". `plain` costs little: for rows of long lists. */
export function Moment({ at, relative = false, plain = false }: { at: string | null | undefined; relative?: boolean; plain?: boolean }) {
  const current = useSyncExternalStore(subscribe, () => now);
  if (!at) {
    return <span>never</span>;
  }
  const text = relative ? ago(at, current) : moment(at);
  return plain ? <time dateTime={at} title={utc(at)}>{text}</time> : (
    <Tooltip content={utc(at)} relationship="description" withArrow>
      <time dateTime={at}>{text}</time>
    </Tooltip>
  );
}
