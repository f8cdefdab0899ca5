import { makeStyles, Slider, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { count, moment, Words } from "../words/format";
import { useAsOf } from "./asOf";

const useStyles = makeStyles({
  slider: { width: "100%" },
  says: { display: "flex", justifyContent: "space-between", flexWrap: "wrap", gap: "4px 12px", color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** Takes the whole page back to what was known after any of the alert's events; its right end is now. */
export function TimeSlider({ entries }: { entries: readonly Schemas["HistoryEntry"][] }) {
  const styles = useStyles();
  const [asOf, setAsOf] = useAsOf();
  if (entries.length === 0) {
    return null;
  }
  const found = asOf === "" ? -1 : entries.findLastIndex(({ event }) => (/^\d+$/.test(asOf) ? event.position <= Number(asOf) : event.timestamp <= asOf));
  const at = asOf === "" ? entries.length : Math.max(0, found);
  const shown = entries[at]?.event;
  const name = shown ? `After ${Words(shown.type).toLowerCase()}, position ${count(shown.position)}, ${moment(shown.timestamp)}` : "Now";
  return (
    <div>
      <Slider
        className={styles.slider}
        aria-label="Back in time"
        aria-valuetext={name}
        min={0}
        max={entries.length}
        value={at}
        onChange={(_, data) => setAsOf(data.value >= entries.length ? "" : String(entries[data.value]?.event.position ?? ""))}
      />
      <div className={styles.says}><span>{name}</span><span>{asOf === "" ? `${count(entries.length)} events` : `event ${count(at + 1)} of ${count(entries.length)}`}</span></div>
    </div>
  );
}
