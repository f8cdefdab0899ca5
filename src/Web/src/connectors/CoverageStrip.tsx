import { makeStyles, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { Words, words } from "../words/format";
import { Moment } from "../words/Moment";

type Window = Schemas["SourceWindow"];
const width = 1000;

const useStyles = makeStyles({
  strip: { display: "block", width: "100%", height: "22px", borderRadius: tokens.borderRadiusSmall },
  ground: { fill: tokens.colorNeutralBackground5 },
  read: { fill: tokens.colorPaletteBlueBackground2 },
  settled: { fill: tokens.colorPaletteGreenBackground3 },
  pending: { fill: tokens.colorPaletteYellowBackground3 },
  gap: { fill: tokens.colorPaletteRedBackground3 },
  ends: { display: "flex", justifyContent: "space-between", flexWrap: "wrap", gap: "8px", color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  gaps: { margin: "4px 0 0", paddingLeft: "18px" },
});

/** What was read of one resource, as a strip of source time: read, settled, pending, and its holes. */
export function CoverageStrip({ of }: { of: Schemas["CoverageView"] }) {
  const styles = useStyles();
  const all: Window[] = [...of.read, ...of.settled, ...(of.pending ? [of.pending] : []), ...of.gaps.map((gap) => gap.window)];
  const first = Math.min(...all.map((each) => Date.parse(each.from)));
  const last = Math.max(...all.map((each) => Date.parse(each.to)));
  const bar = (each: Window, className: string, key: string) => {
    const x = ((Date.parse(each.from) - first) / (last - first || 1)) * width;
    return <rect key={key} className={className} x={x} y="0" height="22" width={Math.max(2, ((Date.parse(each.to) - Date.parse(each.from)) / (last - first || 1)) * width)}><title>{`${each.from} to ${each.to}`}</title></rect>;
  };
  return (
    <div>
      <b>{of.resource}</b>
      {all.length === 0 ? <div>Nothing was read yet.</div> : (
        <>
          <svg className={styles.strip} viewBox={`0 0 ${width} 22`} preserveAspectRatio="none" role="img" aria-label={`Read from ${new Date(first).toISOString()} to ${new Date(last).toISOString()} with ${of.gaps.length} gaps`}>
            <rect className={styles.ground} width={width} height="22" />
            {of.read.map((each, i) => bar(each, styles.read, `r${i}`))}
            {of.settled.map((each, i) => bar(each, styles.settled, `s${i}`))}
            {of.pending && bar(of.pending, styles.pending, "p")}
            {of.gaps.map((gap, i) => bar(gap.window, styles.gap, `g${i}`))}
          </svg>
          <div className={styles.ends}>
            <Moment at={new Date(first).toISOString()} />
            <span>blue: read once · green: settled · yellow: being read · red: gap</span>
            <Moment at={new Date(last).toISOString()} />
          </div>
        </>
      )}
      {of.gaps.length > 0 && (
        <ul className={styles.gaps}>
          {of.gaps.map((gap) => (
            <li key={gap.window.from}>
              <Moment at={gap.window.from} /> to <Moment at={gap.window.to} />: {Words(gap.kind)}{gap.errorCode && ` (${words(gap.errorCode)})`}, tried {gap.attempts} times.
              {gap.acceptedBy && <> Accepted by {gap.acceptedBy}: {gap.reason}</>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
