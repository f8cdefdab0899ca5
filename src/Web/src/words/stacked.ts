import { makeStyles, tokens } from "@fluentui/react-components";

const useStyles = makeStyles({
  // The first cell is the card's name; each other one says by `data-name` what it holds.
  table: {
    "@media (max-width: 640px)": {
      minWidth: 0, display: "block", "& thead": { display: "none" }, "& tbody": { display: "block" }, "& tr": { display: "block", padding: "8px 0" }, "& tr:last-child": { borderBottomStyle: "none" },
      "& td": { display: "flex", gap: "12px", width: "auto", height: "auto", minHeight: "26px", padding: 0, alignItems: "baseline", overflowWrap: "anywhere", "::before": { content: "attr(data-name)", width: "96px", flexShrink: 0, color: tokens.colorNeutralForeground3 } },
      "& td:first-child::before": { display: "none" },
    },
  },
});

/** How a wide table is shown on a narrow screen: each row a card, so that nothing of it has to be scrolled to. */
export const useStackedTable = (): string => useStyles().table;
