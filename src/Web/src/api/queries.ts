import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { answered, api } from "./client";

/** Keys of what the live log makes stale begin with this. */
export const LIVE = "live";

export const session = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => answered(api.GET("/api/v1/session", { signal })),
  retry: false,
  staleTime: Infinity,
});

export const connectors = queryOptions({
  queryKey: [LIVE, "connectors"],
  queryFn: ({ signal }) => answered(api.GET("/api/v1/connectors", { signal })),
});

/** What is asked of the past does not change, and is not marked stale by the live log. */
const momentOf = (asOf: string): string => (asOf ? "past" : LIVE);

/** The numbers of every connector, now or as they stood. */
export const dashboardsAt = (asOf: string) =>
  queryOptions({
    queryKey: [momentOf(asOf), "dashboards", asOf],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/dashboards", { params: { query: { ...(asOf && { asOf }) } }, signal })),
    placeholderData: keepPreviousData,
  });

export const dashboards = dashboardsAt("");

export const connectorKinds = queryOptions({
  queryKey: ["connector-kinds"],
  queryFn: ({ signal }) => answered(api.GET("/api/v1/connector-kinds", { signal })),
  staleTime: Infinity,
});

export const connector = (id: string) =>
  queryOptions({
    queryKey: [LIVE, "connector", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/connectors/{id}", { params: { path: { id } }, signal })),
  });

export const revisions = (id: string) =>
  queryOptions({
    queryKey: [LIVE, "revisions", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/connectors/{id}/revisions", { params: { path: { id } }, signal })),
  });

export const health = (id: string) =>
  queryOptions({
    queryKey: [LIVE, "health", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/connectors/{id}/health", { params: { path: { id } }, signal })),
  });

export const dashboard = (id: string) =>
  queryOptions({
    queryKey: [LIVE, "dashboard", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/connectors/{id}/dashboard", { params: { path: { id } }, signal })),
  });

export const coverage = (id: string) =>
  queryOptions({
    queryKey: [LIVE, "coverage", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/connectors/{id}/coverage", { params: { path: { id } }, signal })),
  });

/** One alert, now or as it stood. */
export const alert = (id: string, asOf = "") =>
  queryOptions({
    queryKey: [momentOf(asOf), "alert", id, asOf],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/alerts/{id}", { params: { path: { id }, query: { ...(asOf && { asOf }) } }, signal })),
    placeholderData: (before) => (before?.alert.id === id ? before : undefined),
  });

export const history = (id: string) =>
  queryOptions({
    queryKey: [LIVE, "history", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/alerts/{id}/history", { params: { path: { id } }, signal })),
  });

export const why = (id: string) =>
  queryOptions({
    queryKey: [LIVE, "why", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/alerts/{id}/why", { params: { path: { id } }, signal })),
  });

export const projections = queryOptions({
  queryKey: [LIVE, "projections"],
  queryFn: ({ signal }) => answered(api.GET("/api/v1/projections", { signal })),
});

export const tokens = queryOptions({
  queryKey: [LIVE, "tokens"],
  queryFn: ({ signal }) => answered(api.GET("/api/v1/tokens", { signal })),
});

/** What the reader's role allows; the API holds the same. */
export function useMay(): { readonly investigate: boolean; readonly configure: boolean; readonly administer: boolean } {
  const role = useQuery(session).data?.role;
  return { investigate: role === "analyst" || role === "admin", configure: role === "engineer" || role === "admin", administer: role === "admin" };
}

/** What an alert is called: for places that know its id alone. */
export const alertTitle = (id: string) =>
  queryOptions({
    queryKey: ["alert-title", id],
    queryFn: async ({ signal }) => (await answered(api.GET("/api/v1/alerts/{id}", { params: { path: { id } }, signal }))).alert.title,
    staleTime: Infinity,
    retry: false,
  });

export const rules = (id: string) =>
  queryOptions({
    queryKey: [LIVE, "rules", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/connectors/{id}/rules", { params: { path: { id } }, signal })),
  });

export const groupRules = queryOptions({
  queryKey: ["group-rules"],
  queryFn: ({ signal }) => answered(api.GET("/api/v1/group-rules", { signal })),
});

export const backfills = (id: string) =>
  queryOptions({
    queryKey: [LIVE, "backfills", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/connectors/{id}/backfill", { params: { path: { id } }, signal })),
  });
