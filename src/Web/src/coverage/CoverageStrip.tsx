import { makeStyles, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { moment, utc } from "../words/format";
import { Moment } from "../words/Moment";

type Window = Schemas["SourceWindow"];
const width = 1000;
const height = 20;

const useStyles = makeStyles({
  strip: { display: "block", width: "100%", height: `${height}px`, borderRadius: tokens.borderRadiusSmall },
  ground: { fill: tokens.colorNeutralBackground5 },
  read: { fill: tokens.colorPaletteBlueBackground2 },
  settled: { fill: tokens.colorPaletteGreenBackground3 },
  pending: { fill: tokens.colorPaletteMarigoldBackground2 },
  gap: { fill: tokens.colorPaletteRedBackground3 },
  ends: { display: "flex", justifyContent: "space-between", flexWrap: "wrap", gap: "4px 8px", color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** What was read of one resource, as a strip of source time: read, settled, pending, and its holes. */
export function CoverageStrip({ of }: { of: Schemas["CoverageView"] }) {
  const styles = useStyles();
  const all: Window[] = [...of.read, ...of.settled, ...(of.pending ? [of.pending] : []), ...of.gaps.map((gap) => gap.window)];
  if (all.length === 0) {
    return <div>Nothing was read yet.</div>;
  }
  const first = Math.min(...all.map((each) => Date.parse(each.from)));
  const last = Math.max(...all.map((each) => Date.parse(each.to)));
  const bar = (each: Window, className: string, key: string) => {
    const x = ((Date.parse(each.from) - first) / (last - first || 1)) * width;
    return <rect key={key} className={className} x={x} y="0" height={height} width={Math.max(2, ((Date.parse(each.to) - Date.parse(each.from)) / (last - first || 1)) * width)}><title>{`${moment(each.from)} to ${moment(each.to)} (${utc(each.from)} to ${utc(each.to)})`}</title></rect>;
  };
  return (
    <div>
      <svg className={styles.strip} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={`${of.resource} was read from ${moment(new Date(first).toISOString())} to ${moment(new Date(last).toISOString())} with ${of.gaps.length} gaps`}>
        <rect className={styles.ground} width={width} height={height} />
        {of.read.map((each, i) => bar(each, styles.read, `r${i}`))}
        {of.settled.map((each, i) => bar(each, styles.settled, `s${i}`))}
        {of.pending && bar(of.pending, styles.pending, "p")}
        {of.gaps.map((gap, i) => bar(gap.window, styles.gap, `g${i}`))}
      </svg>
      <div className={styles.ends}><Moment at={new Date(first).toISOString()} /><Moment at={new Date(last).toISOString()} /></div>
    </div>
  );
}
