import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answered, api } from "../api/client";
import { LIVE } from "../api/queries";
import { type Asked, parametersOf } from "./asked";

/** The first page is small, so that it comes soon; who scrolls on gets more at once. */
const firstPage = "100";
const furtherPages = "200";

/** The list, page by page. It is not marked stale by the live log: a list that moves under the reader's hand is of no use. */
export const alertPages = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ["alerts", asked],
    queryFn: ({ pageParam, signal }) =>
      answered(api.GET("/api/v1/alerts", { params: { query: { ...parametersOf(asked), Limit: pageParam ? furtherPages : firstPage, ...(pageParam && { Cursor: pageParam }) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    // Comparing 100,000 known rows with themselves at each further page is what a scrolling hand would feel.
    structuralSharing: false,
  });

/** Counts by value beside the list. */
export const facets = (asked: Asked) => {
  const { Q: _, Group: __, Sort: ___, AsOf: ____, ...query } = parametersOf(asked);
  return queryOptions({
    queryKey: [LIVE, "facets", query],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/alerts/facets", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
};
