import { makeStyles, mergeClasses, Spinner, tokens } from "@fluentui/react-components";
import { useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { Schemas } from "../api/client";
import { useAsOf } from "../past/asOf";
import { columns, features, narrowTracks, onNarrow, tracks } from "./columns";

type Item = Schemas["AlertItem"];
const rowHeight = 46;
const soon = 30;
const overscan = 12;

/** The alert that was opened last: who comes back finds the list where it was left. */
let lastOpened: string | null = null;

const useStyles = makeStyles({
  box: { height: "calc(100vh - 238px)", minHeight: "320px", overflow: "auto", backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: tokens.borderRadiusLarge, ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` } },
  head: { display: "grid", gridTemplateColumns: tracks, alignItems: "center", position: "sticky", top: 0, zIndex: 2, height: "36px", padding: "0 8px", boxSizing: "border-box", "@media (max-width: 760px)": { gridTemplateColumns: narrowTracks }, backgroundColor: tokens.colorNeutralBackground1, borderBottom: `1px solid ${tokens.colorNeutralStroke1}`, fontWeight: tokens.fontWeightSemibold },
  body: { position: "relative" },
  row: { display: "grid", gridTemplateColumns: tracks, alignItems: "center", position: "absolute", left: 0, right: 0, height: `${rowHeight}px`, padding: "0 8px", boxSizing: "border-box", borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, cursor: "pointer", "@media (max-width: 760px)": { gridTemplateColumns: narrowTracks }, ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover } },
  current: { boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}`, backgroundColor: tokens.colorNeutralBackground1Selected },
  hidden: { fontSize: 0 },
  check: { width: "16px", height: "16px", margin: "0 0 0 6px", verticalAlign: "middle", accentColor: tokens.colorCompoundBrandBackground },
  cell: { minWidth: 0, paddingRight: "10px", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  wideOnly: { "@media (max-width: 760px)": { display: "none" } },
  more: { display: "flex", justifyContent: "center", padding: "12px" },
});

/** The rows, of which only the visible ones exist. `j` and `k` move, `Enter` opens, `x` selects. */
export function AlertTable({ items, more, loading, selected, onSelect, onEnd, onScrolled }: {
  items: readonly Item[];
  more: boolean;
  loading: boolean;
  selected: ReadonlySet<string>;
  onSelect: (id: string, on: boolean) => void;
  onEnd: () => void;
  onScrolled: (fromTop: number) => void;
}) {
  const styles = useStyles();
  const navigate = useNavigate();
  const [asOf] = useAsOf();
  const box = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(() => Math.max(0, items.findIndex((item) => item.id === lastOpened)));
  const rows = useVirtualizer({ count: items.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan, initialOffset: Math.max(0, current - 4) * rowHeight });
  const visible = rows.getVirtualItems();
  // More than are ever in the window at once, and few enough that a row that leaves lends its elements to the one that enters in its place.
  const slots = Math.ceil((rows.scrollRect?.height ?? 0) / rowHeight) + 2 * overscan + 2;
  const shown = visible.map((row) => items[row.index]).filter((item): item is Item => item !== undefined);
  const table = useTable({ features, columns, data: shown, getRowId: (item) => item.id });
  const cells = new Map(table.getRowModel().rows.map((row) => [row.id, row]));

  const last = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && !loading && last >= items.length - soon) {
      onEnd();
    }
  }, [more, loading, last, items.length, onEnd]);

  const open = (id: string) => {
    lastOpened = id;
    void navigate(`/alerts/${id}${asOf ? `?asOf=${encodeURIComponent(asOf)}` : ""}`);
  };
  const move = (to: number) => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    setCurrent(next);
    rows.scrollToIndex(next);
  };
  const keys: Record<string, () => void> = {
    j: () => move(current + 1), ArrowDown: () => move(current + 1),
    k: () => move(current - 1), ArrowUp: () => move(current - 1),
    Home: () => move(0), End: () => move(items.length - 1),
    Enter: () => { const item = items[current]; if (item) { open(item.id); } },
    x: () => { const item = items[current]; if (item) { onSelect(item.id, !selected.has(item.id)); } },
  };
  const height = rows.getTotalSize();
  const press = (pressed: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; preventDefault: () => void }) => {
    const act = pressed.ctrlKey || pressed.metaKey || pressed.altKey ? undefined : keys[pressed.key];
    if (act) {
      pressed.preventDefault();
      act();
    }
  };

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
      aria-activedescendant={items[current] && visible.some((row) => row.index === current) ? `alert-${items[current].id}` : undefined}
      tabIndex={0}
      onScroll={(scrolled) => onScrolled(scrolled.currentTarget.scrollTop)}
      onKeyDown={(pressed) => {
        if (pressed.target === pressed.currentTarget) {
          press(pressed);
        }
      }}
    >
      <div className={styles.head} role="row">
        <span role="columnheader" className={styles.hidden}>Selected</span>
        {table.getHeaderGroups()[0]?.headers.map((header) => <span key={header.id} role="columnheader" className={mergeClasses(styles.cell, !onNarrow.has(header.column.id) && styles.wideOnly)}><table.FlexRender header={header} /></span>)}
      </div>
      <div className={styles.body} role="rowgroup" style={{ height }}>
        {visible.map((place) => {
          const item = items[place.index];
          const row = item && cells.get(item.id);
          return row && (
            <div
              key={place.index % slots}
              id={`alert-${item.id}`}
              role="row"
              aria-rowindex={place.index + 2}
              aria-selected={selected.has(item.id)}
              className={mergeClasses(styles.row, place.index === current && styles.current)}
              style={{ transform: `translateY(${place.start}px)` }}
              onClick={(clicked) => {
                setCurrent(place.index);
                if (!(clicked.target instanceof Element && clicked.target.closest("a, input, label"))) {
                  open(item.id);
                }
              }}
            >
              <span role="gridcell"><input type="checkbox" className={styles.check} aria-label={`Select ${item.title}`} checked={selected.has(item.id)} tabIndex={-1} onChange={(changed) => onSelect(item.id, changed.currentTarget.checked)} /></span>
              {row.getAllCells().map((cell) => <span key={cell.id} role="gridcell" className={mergeClasses(styles.cell, !onNarrow.has(cell.column.id) && styles.wideOnly)}><table.FlexRender cell={cell} /></span>)}
            </div>
          );
        })}
      </div>
      {loading && <div className={styles.more}><Spinner size="tiny" label="More alerts" /></div>}
    </div>
  );
}
