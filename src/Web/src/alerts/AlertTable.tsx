import { makeStyles, mergeClasses, Spinner, tokens } from "@fluentui/react-components";
import { useTable } from "@tanstack/react-table";
import { memo, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { Schemas } from "../api/client";
import { useAsOf } from "../past/asOf";
import { columns, features, narrowTracks, onNarrow, tracks } from "./columns";
import type { Rows } from "./rows";
import { useVisibleRows } from "./visibleRows";

type Item = Schemas["AlertItem"];
const rowHeight = 46;
const headHeight = 36;
const soon = 30;
const overscan = 4;

/** The alert that was opened last: who comes back finds the list where it was left. */
let lastOpened: string | null = null;

const useStyles = makeStyles({
  box: { flexGrow: 1, flexBasis: 0, minHeight: 0, overflow: "auto", backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: tokens.borderRadiusLarge, ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` } },
  head: { display: "grid", gridTemplateColumns: tracks, alignItems: "center", position: "sticky", top: 0, zIndex: 2, height: `${headHeight}px`, padding: "0 8px", boxSizing: "border-box", "@media (max-width: 760px)": { gridTemplateColumns: narrowTracks }, backgroundColor: tokens.colorNeutralBackground1, borderBottom: `1px solid ${tokens.colorNeutralStroke1}`, fontWeight: tokens.fontWeightSemibold },
  body: { position: "relative" },
  row: { display: "grid", gridTemplateColumns: tracks, alignItems: "center", position: "absolute", left: 0, right: 0, contain: "strict", height: `${rowHeight}px`, padding: "0 8px", boxSizing: "border-box", borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, cursor: "pointer", "@media (max-width: 760px)": { gridTemplateColumns: narrowTracks }, ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover } },
  current: { boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}`, backgroundColor: tokens.colorNeutralBackground1Selected },
  hidden: { fontSize: 0 },
  check: { width: "16px", height: "16px", margin: "0 0 0 6px", verticalAlign: "middle", accentColor: tokens.colorCompoundBrandBackground },
  cell: { minWidth: 0, paddingRight: "10px", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  wideOnly: { "@media (max-width: 760px)": { display: "none" } },
  more: { display: "flex", justifyContent: "center", padding: "12px" },
});

/** The rows, of which only the visible ones exist. `j` and `k` move, `Enter` opens, `x` selects. */
export function AlertTable({ items, more, loading, selected, onSelect, onEnd, onScrolled }: {
  items: Rows<Item>;
  more: boolean;
  loading: boolean;
  selected: ReadonlySet<string>;
  onSelect: (id: string, on: boolean) => void;
  onEnd: () => void;
  onScrolled: (fromTop: number) => void;
}) {
  const styles = useStyles();
  const wide = mergeClasses(styles.cell, styles.wideOnly);
  const navigate = useNavigate();
  const [asOf] = useAsOf();
  const box = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(() => Math.max(0, items.findIndex((item) => item.id === lastOpened)));
  const { first, end, reveal } = useVisibleRows(box, { count: items.length, height: rowHeight, head: headHeight, overscan, begin: Math.max(0, current - 4), onScrolled });
  const table = useTable({ features, columns, data: items.slice(first, end), getRowId: (item) => item.id });

  useEffect(() => {
    if (more && !loading && end >= items.length - soon) {
      onEnd();
    }
  }, [more, loading, end, items.length, onEnd]);

  const open = (id: string) => {
    lastOpened = id;
    void navigate(`/alerts/${id}${asOf ? `?asOf=${encodeURIComponent(asOf)}` : ""}`);
  };
  const move = (to: number) => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    setCurrent(next);
    reveal(next);
  };
  const keys: Record<string, () => void> = {
    j: () => move(current + 1), ArrowDown: () => move(current + 1),
    k: () => move(current - 1), ArrowUp: () => move(current - 1),
    Home: () => move(0), End: () => move(items.length - 1),
    Enter: () => { const item = items.at(current); if (item) { open(item.id); } },
    x: () => { const item = items.at(current); if (item) { onSelect(item.id, !selected.has(item.id)); } },
  };
  const press = (pressed: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; preventDefault: () => void }) => {
    const act = pressed.ctrlKey || pressed.metaKey || pressed.altKey ? undefined : keys[pressed.key];
    if (act) {
      pressed.preventDefault();
      act();
    }
  };

  const acts = useRef<RowActs>({ open, onSelect, setCurrent });
  useEffect(() => {
    acts.current = { open, onSelect, setCurrent };
  });

  // The keys work as long as nothing else has the focus, so that a list can be read without reaching into it first.
  const pressLast = useRef(press);
  useEffect(() => {
    pressLast.current = press;
  });
  useEffect(() => {
    const onPage = (pressed: KeyboardEvent) => {
      if (pressed.target === document.body || (pressed.target instanceof HTMLElement && pressed.target.id === "main")) {
        pressLast.current(pressed);
      }
    };
    window.addEventListener("keydown", onPage);
    return () => window.removeEventListener("keydown", onPage);
  }, []);

  return (
    <div
      ref={box}
      id="alert-rows"
      className={styles.box}
      role="grid"
      aria-label="Alerts"
      aria-rowcount={more ? -1 : items.length + 1}
      aria-activedescendant={current >= first && current < end ? `alert-${items.at(current)?.id}` : undefined}
      tabIndex={0}
      onKeyDown={(pressed) => {
        if (pressed.target === pressed.currentTarget) {
          press(pressed);
        }
      }}
    >
      <div className={styles.head} role="row">
        <span role="columnheader" className={styles.hidden}>Selected</span>
        {table.getHeaderGroups()[0]?.headers.map((header) => <span key={header.id} role="columnheader" className={onNarrow.has(header.column.id) ? styles.cell : wide}><table.FlexRender header={header} /></span>)}
      </div>
      <div className={styles.body} role="rowgroup" style={{ height: items.length * rowHeight }}>
        {table.getRowModel().rows.map((row, i) => (
          <AlertRow
            key={i}
            item={row.original}
            index={first + i}
            isCurrent={first + i === current}
            isSelected={selected.has(row.original.id)}
            cells={row.getAllCells().map((cell) => <span key={cell.column.id} role="gridcell" className={onNarrow.has(cell.column.id) ? styles.cell : wide}><table.FlexRender cell={cell} /></span>)}
            acts={acts}
          />
        ))}
      </div>
      {loading && <div className={styles.more}><Spinner size="tiny" label="More alerts" /></div>}
    </div>
  );
}

interface RowActs {
  readonly open: (id: string) => void;
  readonly onSelect: (id: string, on: boolean) => void;
  readonly setCurrent: (index: number) => void;
}

/** One row. It is drawn again only when it shows something else: what its cells show follows from the item alone. */
const AlertRow = memo(function AlertRow({ item, index, isCurrent, isSelected, cells, acts }: {
  item: Item;
  index: number;
  isCurrent: boolean;
  isSelected: boolean;
  cells: ReactNode;
  acts: RefObject<RowActs>;
}) {
  const styles = useStyles();
  return (
    <div
      id={`alert-${item.id}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={mergeClasses(styles.row, isCurrent && styles.current)}
      style={{ transform: `translateY(${index * rowHeight}px)` }}
      onClick={(clicked) => {
        const within = clicked.target instanceof Element ? clicked.target : null;
        acts.current.setCurrent(index);
        if (within?.closest("input, label") || (within?.closest("a") && (clicked.ctrlKey || clicked.metaKey || clicked.shiftKey))) {
          return;
        }
        clicked.preventDefault();
        acts.current.open(item.id);
      }}
    >
      <span role="gridcell"><input type="checkbox" className={styles.check} aria-label={`Select ${item.title}`} checked={isSelected} tabIndex={-1} onChange={(changed) => acts.current.onSelect(item.id, changed.currentTarget.checked)} /></span>
      {cells}
    </div>
  );
}, (before, now) => before.item === now.item && before.index === now.index && before.isCurrent === now.isCurrent && before.isSelected === now.isSelected);
