import { infiniteQueryOptions } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../api/client";

const block = 1000;
const enough = 25;
const mostBlocks = 20;

/** What of the log is asked for. */
export interface LogFilter {
  readonly stream: string;
  readonly types: readonly string[];
}

/** A stretch of the log, the latest event first; `below` is where the next older one ends, null at the log's beginning. */
interface Stretch {
  readonly items: readonly Schemas["EventView"][];
  readonly below: number | null;
}

const ask = (filter: LogFilter, after: number, limit: number, signal: AbortSignal) => answered(api.GET("/api/v1/events", {
  params: { query: { After: String(after), Limit: String(limit), ...(filter.stream && { Stream: filter.stream }), ...(filter.types.length > 0 && { Types: filter.types.join(",") }) } as never },
  signal,
}));

/** From the log's end backwards. The API reads forwards, so that this asks block by block until there is enough to show. */
export const newest = (filter: LogFilter, head: number) =>
  infiniteQueryOptions({
    queryKey: ["log", "newest", filter, head],
    queryFn: async ({ pageParam, signal }): Promise<Stretch> => {
      // A stream holds few events: it is read whole. Without a narrowing every position of a block is one to show.
      const size = filter.stream ? pageParam : filter.types.length > 0 ? block : 50;
      let upper = pageParam;
      const items: Schemas["EventView"][] = [];
      for (let read = 0; upper > 0 && items.length < enough && read < mostBlocks; read++) {
        const after = Math.max(0, upper - size);
        const page = await ask(filter, after, block, signal);
        const last = upper;
        items.push(...page.items.filter((each) => each.position <= last).reverse());
        upper = after;
      }
      return { items, below: upper > 0 ? upper : null };
    },
    initialPageParam: head,
    getNextPageParam: (page) => page.below ?? undefined,
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  });

/** From a position on, forwards. */
export const onwards = (filter: LogFilter, from: number) =>
  infiniteQueryOptions({
    queryKey: ["log", "onwards", filter, from],
    queryFn: async ({ pageParam, signal }): Promise<Stretch> => {
      const page = await ask(filter, pageParam, 100, signal);
      return { items: page.items, below: page.nextCursor ? (page.items.at(-1)?.position ?? null) : null };
    },
    initialPageParam: Math.max(0, from - 1),
    getNextPageParam: (page) => page.below ?? undefined,
    refetchOnWindowFocus: false,
  });
