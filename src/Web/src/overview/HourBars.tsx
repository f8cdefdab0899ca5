import { makeStyles, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { count, moment } from "../words/format";

const hoursShown = 48;
const hour = 3_600_000;

const useStyles = makeStyles({
  chart: { display: "block", width: "100%", height: "56px" },
  bar: { fill: tokens.colorBrandBackground },
  base: { stroke: tokens.colorNeutralStroke1 },
  caption: { display: "flex", justifyContent: "space-between", color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** Alerts ingested in each of the last 48 hours; of a moment of the past, in those before its newest alert. */
export function HourBars({ hours, past = false }: { hours: readonly Schemas["HourCount"][]; past?: boolean }) {
  const styles = useStyles();
  const last = past && hours.length > 0 ? Math.max(...hours.map((each) => Date.parse(each.hour))) : Date.now();
  const end = Math.floor(last / hour) * hour;
  const counts = new Map(hours.map((each) => [Math.floor(new Date(each.hour).getTime() / hour) * hour, each.ingested]));
  const series = Array.from({ length: hoursShown }, (_, i) => {
    const at = end - (hoursShown - 1 - i) * hour;
    return { at, ingested: counts.get(at) ?? 0 };
  });
  const most = Math.max(1, ...series.map((each) => each.ingested));
  const total = series.reduce((sum, each) => sum + each.ingested, 0);
  return (
    <figure style={{ margin: 0 }}>
      <svg className={styles.chart} viewBox={`0 0 ${hoursShown * 8} 56`} preserveAspectRatio="none" role="img" aria-label={`${count(total)} alerts in ${hoursShown} hours, at most ${count(most)} in one hour`}>
        <line className={styles.base} x1="0" x2={hoursShown * 8} y1="55.5" y2="55.5" />
        {series.map((each, i) => each.ingested > 0 && (
          <rect key={each.at} className={styles.bar} x={i * 8 + 1} width="6" rx="1" y={55 - Math.max(2, (each.ingested / most) * 52)} height={Math.max(2, (each.ingested / most) * 52)}>
            <title>{`${moment(new Date(each.at).toISOString())}: ${count(each.ingested)}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption className={styles.caption}><span>{hoursShown} hours {past ? "before" : "ago"}</span><span>{count(total)} ingested</span><span>{past ? "then" : "now"}</span></figcaption>
    </figure>
  );
}
