import { makeStyles, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { count } from "../words/format";

const useStyles = makeStyles({
  chart: { display: "block", width: "100%", height: "90px" },
  appear: { fill: tokens.colorPaletteGreenBackground3 },
  vanish: { fill: tokens.colorPaletteRedBackground3 },
  base: { stroke: tokens.colorNeutralStroke1 },
  caption: { display: "flex", justifyContent: "space-between", gap: "8px", flexWrap: "wrap", color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

const height = 90;
const wide = 12;

/** By day: above the line the alerts that would appear, below it those that would vanish. */
export function DifferenceBars({ days }: { days: readonly Schemas["FilterDifferenceOf"][] }) {
  const styles = useStyles();
  const ordered = [...days].sort((a, b) => a.value.localeCompare(b.value));
  const most = Math.max(1, ...ordered.flatMap((each) => [each.appear, each.vanish]));
  const scale = (value: number) => (value === 0 ? 0 : Math.max(2, (value / most) * (height / 2 - 3)));
  const width = Math.max(30, ordered.length) * wide;
  const appear = ordered.reduce((sum, each) => sum + each.appear, 0);
  const vanish = ordered.reduce((sum, each) => sum + each.vanish, 0);
  if (appear + vanish === 0) {
    return null;
  }
  return (
    <figure style={{ margin: 0 }}>
      <svg className={styles.chart} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={`By day: ${count(appear)} would appear and ${count(vanish)} would vanish, between ${ordered[0]?.value} and ${ordered.at(-1)?.value}`}>
        {ordered.map((each, i) => (
          <g key={each.value}>
            <title>{`${each.value}: +${count(each.appear)} −${count(each.vanish)}`}</title>
            <rect className={styles.appear} x={i * wide + 1} width={wide - 3} y={height / 2 - scale(each.appear)} height={scale(each.appear)} />
            <rect className={styles.vanish} x={i * wide + 1} width={wide - 3} y={height / 2} height={scale(each.vanish)} />
          </g>
        ))}
        <line className={styles.base} x1="0" x2={width} y1={height / 2} y2={height / 2} />
      </svg>
      <figcaption className={styles.caption}><span>{ordered[0]?.value}</span><span>above the line: would appear · below: would vanish</span><span>{ordered.at(-1)?.value}</span></figcaption>
    </figure>
  );
}
