import { Button, Field, Input, makeStyles, Popover, PopoverSurface, PopoverTrigger } from "@fluentui/react-components";
import { HistoryRegular } from "@fluentui/react-icons";
import { useState } from "react";
import { localTime } from "./asOf";

const hour = 3_600_000;
const given = [{ text: "1 hour ago", hours: 1 }, { text: "8 hours ago", hours: 8 }, { text: "24 hours ago", hours: 24 }, { text: "7 days ago", hours: 168 }];

const useStyles = makeStyles({
  surface: { display: "flex", flexDirection: "column", gap: "10px", width: "280px" },
  quick: { display: "flex", flexWrap: "wrap", gap: "6px" },
  form: { display: "flex", gap: "8px", alignItems: "end", "& > .fui-Field": { flexGrow: 1, minWidth: 0 } },
});

/** Chooses a moment of the past: a usual one, a time, or a position of the log. */
export function MomentPicker({ label, onChoose }: { label: string; onChoose: (asOf: string) => void }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const [time, setTime] = useState(() => localTime(Date.now() - hour));
  const [position, setPosition] = useState("");
  const choose = (asOf: string) => {
    setOpen(false);
    onChoose(asOf);
  };
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus>
      <PopoverTrigger disableButtonEnhancement><Button icon={<HistoryRegular />}>{label}</Button></PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={label}>
        <div className={styles.quick}>
          {given.map((each) => <Button key={each.text} size="small" onClick={() => choose(new Date(Date.now() - each.hours * hour).toISOString())}>{each.text}</Button>)}
        </div>
        <form className={styles.form} onSubmit={(submitted) => { submitted.preventDefault(); choose(new Date(time).toISOString()); }}>
          <Field label="At this time"><Input type="datetime-local" value={time} onChange={(_, data) => setTime(data.value)} /></Field>
          <Button type="submit" disabled={!time}>Go</Button>
        </form>
        <form className={styles.form} onSubmit={(submitted) => { submitted.preventDefault(); choose(position); }}>
          <Field label="At this position of the log"><Input type="number" min={1} value={position} onChange={(_, data) => setPosition(data.value)} /></Field>
          <Button type="submit" disabled={!position}>Go</Button>
        </form>
      </PopoverSurface>
    </Popover>
  );
}
