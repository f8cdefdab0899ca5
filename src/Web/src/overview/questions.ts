import type { QueryClient } from "@tanstack/react-query";
import { connectors, dashboards, health } from "../api/queries";

/** Asks for all that the overview shows; what fails is told by the page, which asks again. */
export async function askOverview(client: QueryClient): Promise<void> {
  const [list] = await Promise.all([client.fetchQuery(connectors).catch(() => null), client.prefetchQuery(dashboards)]);
  await Promise.all((list?.items ?? []).map(({ id }) => client.prefetchQuery({ ...health(id), retry: false })));
}
