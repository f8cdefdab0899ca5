import { queryOptions } from "@tanstack/react-query";
import { answered, api, type Schemas } from "../api/client";
import { LIVE } from "../api/queries";

const soon = 700;
const ended: ReadonlySet<Schemas["RebuildState"]> = new Set(["done", "cancelled", "failed"]);

/** Whether it is under way. */
export const isUnderWay = (rebuild: Schemas["RebuildStatus"]): boolean => !ended.has(rebuild.state);

/** The last rebuild of each read model; asked for often while one is under way. */
export const rebuilds = queryOptions({
  queryKey: [LIVE, "rebuilds"],
  queryFn: ({ signal }) => answered(api.GET("/api/v1/projections/{name}/rebuild", { params: { path: { name: "all" } }, signal })),
  refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? soon : false),
});

/** What a certificate says: the event that ends a rebuild, as recorded. */
export interface Certificate {
  readonly projection: string;
  readonly generation: number;
  readonly events: number;
  readonly rows: number;
  readonly hashBefore?: string | null;
  readonly hashAfter: string;
  readonly position?: number | null;
  readonly took: string;
  readonly by: Schemas["Actor"];
}

/** Every certificate, the latest first. */
export const certificates = queryOptions({
  queryKey: [LIVE, "certificates"],
  queryFn: async ({ signal }) => {
    const page = await answered(api.GET("/api/v1/events", { params: { query: { Stream: "ledger", Types: "read_model_rebuilt", Limit: "1000" } as never }, signal }));
    return page.items.map((event) => ({ position: event.position, at: event.timestamp, data: event.data as unknown as Certificate })).reverse();
  },
});
