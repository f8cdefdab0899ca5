import { makeStyles, Tab, TabList } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  // The first word stands under the page's name; on a narrow screen all stand in one line where they fit.
  list: { flexWrap: "wrap", marginLeft: "-12px", "@media (max-width: 640px)": { marginLeft: "-3px", "& .fui-Tab": { paddingLeft: "3px", paddingRight: "3px" } } },
});

/** The parts of a page, of which one is shown. */
export function Tabs<T extends string>({ of, chosen, onChoose }: { of: readonly (readonly [T, ReactNode])[]; chosen: T; onChoose: (value: T) => void }) {
  const styles = useStyles();
  return (
    <TabList className={styles.list} selectedValue={chosen} onTabSelect={(_, data) => onChoose(data.value as T)}>
      {of.map(([value, name]) => <Tab key={value} value={value}>{name}</Tab>)}
    </TabList>
  );
}
