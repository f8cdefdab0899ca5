import { makeStyles, tokens } from "@fluentui/react-components";
import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import type { Schemas } from "../api/client";
import { Investigation, Severity } from "../words/Badges";
import { count, Words } from "../words/format";
import { Moment } from "../words/Moment";

type Item = Schemas["AlertItem"];

const useStyles = makeStyles({
  title: { display: "flex", flexDirection: "column", minWidth: 0 },
  link: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold, textDecorationLine: "none", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", ":hover": { textDecorationLine: "underline" } },
  narrow: { display: "none", "@media (max-width: 760px)": { display: "inline" } },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
});

/** The row opens the alert; a link is here for whoever wants it in another tab. */
function Title({ item }: { item: Item }) {
  const styles = useStyles();
  const beside = [
    item.groupSize > 1 && `${count(item.groupSize)} alerts in one`,
    item.excluded && `excluded by ${item.excluded.rule}`,
    item.merged && `merged by ${item.merged.by ?? "its group"}`,
    ...item.products,
  ].filter(Boolean).join(" · ");
  return (
    <span className={styles.title}>
      <a className={styles.link} href={`/alerts/${item.id}`} title={item.title} tabIndex={-1}>{item.title}</a>
      <span className={styles.quiet} title={beside}><span className={styles.narrow}><Moment at={item.ingestedAt} relative plain /> · </span>{beside || Words(item.kind)}</span>
    </span>
  );
}

/** Rows are only shown: sorting and narrowing are the API's work. */
export const features = tableFeatures({});
const column = createColumnHelper<typeof features, Item>();

/** The columns of the list; `width` is a track of the grid. */
export const columns = column.columns([
  column.accessor("severity", { header: "Severity", cell: (cell) => <Severity value={cell.getValue()} /> }),
  column.accessor("title", { header: "Alert", cell: (cell) => <Title item={cell.row.original} /> }),
  column.accessor("status", { header: "Status", cell: (cell) => Words(cell.getValue()) }),
  column.accessor("investigation", { header: "Investigation", cell: (cell) => <Investigation value={cell.getValue()} /> }),
  column.accessor("connector", { header: "Connector" }),
  column.accessor("ingestedAt", { header: "Ingested", cell: (cell) => <Moment at={cell.getValue()} relative plain /> }),
]);

/** One track a column, the first for the box that selects. */
export const tracks = "34px 92px minmax(160px, 1fr) 96px 128px 92px 100px";

/** What a narrow screen shows, and its tracks. */
export const onNarrow: ReadonlySet<string> = new Set(["severity", "title"]);
export const narrowTracks = "34px 92px minmax(0, 1fr)";
