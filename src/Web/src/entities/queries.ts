import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answered, api } from "../api/client";
import { LIVE } from "../api/queries";

/** What an alert speaks of, and how many alerts speak of the same. */
export const entitiesOf = (id: string) =>
  queryOptions({
    queryKey: [LIVE, "entities", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/alerts/{id}/entities", { params: { path: { id } }, signal })),
    retry: false,
  });

/** Every alert that speaks of one entity. */
export const alertsOf = (type: string, value: string) =>
  infiniteQueryOptions({
    queryKey: [LIVE, "entity", type, value],
    queryFn: ({ pageParam, signal }) =>
      answered(api.GET("/api/v1/entities/{type}/alerts", { params: { path: { type }, query: { value, limit: "50", ...(pageParam && { cursor: pageParam }) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Where an entity's own page is. */
export const entityPath = (type: string, value: string): string => `/entities/${encodeURIComponent(type)}?value=${encodeURIComponent(value)}`;
