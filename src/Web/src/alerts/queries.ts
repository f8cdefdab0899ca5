import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answered, api } from "../api/client";
import { LIVE } from "../api/queries";
import { type Asked, parametersOf } from "./asked";

const pageSize = "100";

/** The list, page by page. It is not marked stale by the live log: a list that moves under the reader's hand is of no use. */
export const alertPages = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ["alerts", asked],
    queryFn: ({ pageParam, signal }) =>
      answered(api.GET("/api/v1/alerts", { params: { query: { ...parametersOf(asked), Limit: pageSize, ...(pageParam && { Cursor: pageParam }) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });

/** Counts by value beside the list. */
export const facets = (asked: Asked) => {
  const { Q: _, Group: __, Sort: ___, ...query } = parametersOf(asked);
  return queryOptions({
    queryKey: [LIVE, "facets", query],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/alerts/facets", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
};
