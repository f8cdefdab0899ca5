import { Badge, Button, Dropdown, makeStyles, Option, SearchBox, tokens } from "@fluentui/react-components";
import { FilterRegular } from "@fluentui/react-icons";
import { memo, useEffect, useState } from "react";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { MomentPicker } from "../past/MomentPicker";
import { count, Words } from "../words/format";
import { Tabs } from "../words/Tabs";
import { type Asked, decisions, isNarrowed, nothingNarrowed, sorts } from "./asked";
import { ViewsMenu } from "./ViewsMenu";

const typingPause = 250;

const useStyles = makeStyles({
  tools: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center", "@media (max-width: 640px)": { gap: "6px", "& .fui-Button": { minWidth: 0, paddingLeft: "6px", paddingRight: "6px" } } },
  search: { flexGrow: 1, flexBasis: "170px", minWidth: 0, maxWidth: "420px", "@media (max-width: 640px)": { flexBasis: "100%", maxWidth: "none" } },
  order: { width: "190px", minWidth: 0, "@media (max-width: 640px)": { width: "120px", flexGrow: 1 } },
  filters: { display: "none", "@media (max-width: 1000px)": { display: "inline-flex" } },
  note: { color: tokens.colorNeutralForeground3, minWidth: "76px", fontVariantNumeric: "tabular-nums" },
});

/** What stands over the list. Drawn again when it says something else, not with each page of the list. */
export const ListTools = memo(function ListTools({ asked, change, counts, note, facetsAreOpen, openFacets }: {
  asked: Asked;
  change: (wanted: Partial<Asked>) => void;
  counts: Schemas["AlertFacets"] | undefined;
  note: string;
  facetsAreOpen: boolean;
  openFacets: (open: boolean) => void;
}) {
  const styles = useStyles();
  const [text, type] = useSearch(asked, change);
  const past = asked.asOf !== "";
  return (
    <>
      <Tabs
        chosen={asked.decision}
        onChoose={(decision) => change({ decision })}
        of={decisions.map((each) => [each, (
          <>
            {Words(each)}{" "}
            {each !== "all" && !past && counts && <Badge appearance="tint" color="informative">{count(counts.decisions.find((found) => found.value === each)?.count ?? 0)}</Badge>}
          </>
        )] as const)}
      />
      <div className={styles.tools}>
        <SearchBox id="alert-search" className={styles.search} placeholder="Search titles and ids ( / )" value={text} onChange={(_, data) => type(data.value)} aria-label="Search" disabled={past} />
        <Dropdown aria-label="Order" className={styles.order} value={sorts[asked.sort]} selectedOptions={[asked.sort]} onOptionSelect={(_, data) => change({ sort: data.optionValue as Asked["sort"] })}>
          {Object.entries(sorts).map(([value, name]) => <Option key={value} value={value}>{name}</Option>)}
        </Dropdown>
        <Button className={styles.filters} icon={<FilterRegular />} aria-expanded={facetsAreOpen} onClick={() => openFacets(!facetsAreOpen)}>Filters</Button>
        <span className={styles.note}>{note}</span>
        <ViewsMenu />
        <MomentPicker label={past ? "Another moment" : "As it stood"} onChoose={(asOf) => change({ asOf, q: "" })} />
        <Link to="/changes"><Button appearance="subtle">What changed</Button></Link>
        {isNarrowed(asked) && <Button appearance="subtle" onClick={() => change(nothingNarrowed)}>Clear filters</Button>}
      </div>
    </>
  );
});

/** The words that are typed; they are asked for after a pause. What the address asks for otherwise, such as a saved view, takes their place. */
function useSearch(asked: Asked, change: (wanted: Partial<Asked>) => void): [string, (text: string) => void] {
  const [text, setText] = useState(asked.q);
  const [last, setLast] = useState(asked.q);
  if (last !== asked.q) {
    setLast(asked.q);
    setText(asked.q);
  }
  useEffect(() => {
    if (text === asked.q) {
      return undefined;
    }
    const pause = setTimeout(() => change({ q: text }), typingPause);
    return () => clearTimeout(pause);
  }, [text, asked.q, change]);
  useEffect(() => {
    const slash = (pressed: KeyboardEvent) => {
      if (pressed.key === "/" && !(pressed.target instanceof HTMLInputElement || pressed.target instanceof HTMLTextAreaElement)) {
        pressed.preventDefault();
        document.getElementById("alert-search")?.focus();
      }
    };
    window.addEventListener("keydown", slash);
    return () => window.removeEventListener("keydown", slash);
  }, []);
  return [text, setText];
}
