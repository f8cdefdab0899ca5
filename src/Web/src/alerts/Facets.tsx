import { makeStyles, mergeClasses } from "@fluentui/react-components";
import { memo } from "react";
import type { Schemas } from "../api/client";
import type { Asked } from "./asked";
import { Failure, Loading } from "../words/Notices";
import { FacetList } from "./FacetList";

const useStyles = makeStyles({
  facets: { display: "flex", flexDirection: "column", gap: "16px", flexShrink: 0, boxSizing: "border-box", width: "196px", overflowY: "auto", paddingRight: "6px", "@media (max-width: 1000px)": { display: "none", width: "auto" } },
  open: { "@media (max-width: 1000px)": { display: "flex" } },
});

/** What the list can be narrowed by, with how many alerts each value would leave. Drawn again when the counts change, not with each page of the list. */
export const Facets = memo(function Facets({ asked, change, counts, failed, isAsked, isOpen }: {
  asked: Asked;
  change: (wanted: Partial<Asked>) => void;
  counts: Schemas["AlertFacets"] | undefined;
  failed: Error | null;
  /** Whether the counts are still to come. */
  isAsked: boolean;
  isOpen: boolean;
}) {
  const styles = useStyles();
  if (!counts && !isAsked && !failed) {
    return null;
  }
  return (
    <aside className={mergeClasses(styles.facets, isOpen && styles.open)} aria-label="Filters">
      {failed && <Failure error={failed} />}
      {!counts ? isAsked && <Loading lines={12} label="Counting" /> : <Lists asked={asked} change={change} counts={counts} />}
    </aside>
  );
});

const Lists = ({ asked, change, counts }: { asked: Asked; change: (wanted: Partial<Asked>) => void; counts: Schemas["AlertFacets"] }) => (
  <>
    <FacetList name="Connector" single verbatim values={counts.connectors} chosen={asked.connector} onChange={(connector) => change({ connector })} />
    <FacetList name="Severity" values={counts.severities} chosen={asked.severity} onChange={(severity) => change({ severity })} />
    <FacetList name="Source status" values={counts.statuses} chosen={asked.status} onChange={(status) => change({ status })} />
    <FacetList name="Investigation" values={counts.investigation} chosen={asked.investigation} onChange={(investigation) => change({ investigation })} />
  </>
);
