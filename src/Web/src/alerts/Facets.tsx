import { makeStyles, mergeClasses } from "@fluentui/react-components";
import { memo } from "react";
import type { Schemas } from "../api/client";
import type { Asked } from "./asked";
import { FacetList } from "./FacetList";

const useStyles = makeStyles({
  facets: { display: "flex", flexDirection: "column", gap: "16px", maxHeight: "calc(100vh - 238px)", overflowY: "auto", paddingRight: "6px", "@media (max-width: 1000px)": { display: "none", maxHeight: "none" } },
  open: { "@media (max-width: 1000px)": { display: "flex" } },
});

/** What the list can be narrowed by, with how many alerts each value would leave. Drawn again when the counts change, not with each page of the list. */
export const Facets = memo(function Facets({ asked, change, counts, isOpen }: {
  asked: Asked;
  change: (wanted: Partial<Asked>) => void;
  counts: Schemas["AlertFacets"] | undefined;
  isOpen: boolean;
}) {
  const styles = useStyles();
  return (
    <aside className={mergeClasses(styles.facets, isOpen && styles.open)} aria-label="Filters">
      <FacetList name="Connector" single verbatim values={counts?.connectors ?? []} chosen={asked.connector} onChange={(connector) => change({ connector })} />
      <FacetList name="Severity" values={counts?.severities ?? []} chosen={asked.severity} onChange={(severity) => change({ severity })} />
      <FacetList name="Source status" values={counts?.statuses ?? []} chosen={asked.status} onChange={(status) => change({ status })} />
      <FacetList name="Investigation" values={counts?.investigation ?? []} chosen={asked.investigation} onChange={(investigation) => change({ investigation })} />
    </aside>
  );
});
