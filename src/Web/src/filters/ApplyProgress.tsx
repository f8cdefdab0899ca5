import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { answered, api, type Schemas } from "../api/client";
import { LIVE } from "../api/queries";
import { count } from "../words/format";
import { Failure } from "../words/Notices";
import { Progress } from "../words/Progress";

const soon = 500;
const size = (of: Schemas["FilterCounts"] | null | undefined): number => (of ? of.appear + of.vanish + of.restated : 0);

/** How far the newest settings of a connector have been applied to the history; says so when it is done. */
export function ApplyProgress({ connector, revision, onDone }: { connector: string; revision?: number; onDone?: () => void }) {
  const client = useQueryClient();
  const state = useQuery({
    queryKey: [LIVE, "application", connector],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/connectors/{id}/application", { params: { path: { id: connector } }, signal })),
    refetchInterval: (query) => (isApplied(query.state.data, revision) ? false : soon),
  });
  const done = isApplied(state.data, revision);
  useEffect(() => {
    if (done) {
      void client.invalidateQueries({ queryKey: [LIVE] });
      void client.invalidateQueries({ queryKey: ["alerts"] });
      onDone?.();
    }
    // Once for each time that it ends.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [done]);
  if (state.isError) {
    return <Failure error={state.error} retry={() => void state.refetch()} />;
  }
  const application = state.data?.application;
  const planned = size(application?.planned);
  const applied = size(application?.applied);
  if (!done) {
    return (
      <Progress label="Applying the settings" share={planned > 0 ? applied / planned : undefined}>
        {application ? <><span>{count(applied)} of {count(planned)} decisions written</span><span>{count(application.looked ?? 0)} looked at</span></> : <span>The worker begins …</span>}
      </Progress>
    );
  }
  const since = size(application?.sincePreview);
  return (
    <MessageBar intent="success">
      <MessageBarBody role="status">
        Revision {state.data?.revision} is applied: {count(application?.applied?.appear ?? 0)} appeared, {count(application?.applied?.vanish ?? 0)} vanished.
        {since > 0 && ` ${count(since)} of them arrived after the preview.`}
      </MessageBarBody>
    </MessageBar>
  );
}

const isApplied = (view: Schemas["FilterApplicationView"] | undefined, revision: number | undefined): boolean =>
  view?.state === "applied" && (revision === undefined || view.revision >= revision);
