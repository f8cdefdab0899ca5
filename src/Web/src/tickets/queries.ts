import { infiniteQueryOptions } from "@tanstack/react-query";
import { answered, api } from "../api/client";
import { LIVE } from "../api/queries";

/** The states of an intent, in the order in which a person asks for them; the first is none of the API. */
export const states = ["all", "failed", "waiting", "written", "already-in-sync", "superseded"] as const;
export type TicketState = (typeof states)[number];

/** A page of the board, narrowed by connector, state or alert. */
export const tickets = (asked: { connector?: string; state?: TicketState; alert?: string }) =>
  infiniteQueryOptions({
    queryKey: [LIVE, "tickets", asked],
    queryFn: ({ pageParam, signal }) =>
      answered(api.GET("/api/v1/tickets", {
        params: { query: {
          ...(asked.connector && { connector: asked.connector }),
          ...(asked.state && asked.state !== "all" && { state: asked.state }),
          ...(asked.alert && { alert: asked.alert }),
          ...(pageParam && { cursor: pageParam }),
          limit: "50",
        } },
        signal,
      })),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

interface Fields { readonly status: string; readonly classification?: string | null; readonly reason?: string | null; readonly comment?: string | null }

/** What is read of an outcome; the API hands it on as it was recorded. */
export interface Outcome {
  readonly errorCode?: string;
  readonly whatToDo?: string;
  readonly message?: string;
  readonly before?: Fields;
  readonly after?: Fields;
  readonly etag?: string;
  readonly conflict?: { readonly policy: string; readonly winner: string; readonly ours: Fields; readonly theirs: Fields; readonly because: string };
  readonly followedTo?: { readonly workspace: string; readonly incident: string };
}
