import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from "react";
import { LIVE, session } from "../api/queries";
import { isPassing, Refusal, type Schemas } from "../api/client";

/** Whether the page hears the log: connecting, on, or lost and trying again. */
export type LiveState = "connecting" | "on" | "lost";

interface Live {
  readonly state: LiveState;
  /** The position of the log's end, as far as heard. */
  readonly head: number;
  /** Hears each event of the log until the returned function is called. */
  readonly listen: (hear: (event: Schemas["EventView"]) => void) => () => void;
}

const Context = createContext<Live | null>(null);
const refreshEvery = 1000;
const reopenAfter = 2000;

/** Follows the log and marks what the page shows as stale when it grows, at most once a second. */
export function LiveLog({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  const [head, setHead] = useState(0);
  const listeners = useRef(new Set<(event: Schemas["EventView"]) => void>());

  useEffect(() => {
    let source: EventSource | undefined;
    let reopen: ReturnType<typeof setTimeout> | undefined;
    let refresh: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;
    let last = 0;

    const stale = (regained: boolean) => {
      refresh ??= setTimeout(() => {
        refresh = undefined;
        // A question that failed is asked again by itself, in its own time: asked at each event, its failure would flicker.
        void client.invalidateQueries({ queryKey: [LIVE], predicate: (query) => regained || !(query.state.error instanceof Refusal && isPassing(query.state.error)) });
      }, refreshEvery);
    };
    const alive = (message: MessageEvent<string>) => {
      const { head: now } = JSON.parse(message.data) as Schemas["LiveMessage"];
      if (wasLost || now > last) {
        stale(wasLost);
      }
      wasLost = false;
      last = Math.max(last, now);
      setHead(last);
      setState("on");
    };
    const open = () => {
      source = new EventSource("/api/v1/events/live");
      source.addEventListener("heartbeat", alive);
      source.addEventListener("event", (message) => {
        alive(message);
        const { event } = JSON.parse(message.data) as Schemas["LiveMessage"];
        if (event) {
          for (const hear of listeners.current) {
            hear(event);
          }
        }
      });
      source.addEventListener("ended", () => {
        source?.close();
        void client.invalidateQueries({ queryKey: session.queryKey });
      });
      source.addEventListener("error", () => {
        wasLost = true;
        setState("lost");
        if (source?.readyState === EventSource.CLOSED) {
          void client.invalidateQueries({ queryKey: session.queryKey });
          reopen = setTimeout(open, reopenAfter);
        }
      });
    };

    open();
    return () => {
      source?.close();
      clearTimeout(reopen);
      clearTimeout(refresh);
    };
  }, [client]);

  const live = useMemo<Live>(() => ({
    state,
    head,
    listen: (hear) => {
      listeners.current.add(hear);
      return () => listeners.current.delete(hear);
    },
  }), [state, head]);
  return <Context value={live}>{children}</Context>;
}

/** The live log, inside a signed-in page. */
export function useLive(): Live {
  const live = use(Context);
  if (!live) {
    throw new Error("The live log is open only when somebody is signed in.");
  }
  return live;
}
