import { Button, Input, makeStyles, Popover, PopoverSurface, PopoverTrigger, tokens } from "@fluentui/react-components";
import { BookmarkRegular, DeleteRegular } from "@fluentui/react-icons";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import { givenViews, useViews } from "./views";

const useStyles = makeStyles({
  surface: { display: "flex", flexDirection: "column", gap: "8px", width: "260px" },
  list: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: "4px" },
  item: { display: "flex", justifyContent: "space-between", alignItems: "center", gap: "8px", minHeight: "28px" },
  head: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  form: { display: "flex", gap: "8px", "& > span": { flexGrow: 1, minWidth: 0 } },
});

/** Named lists: those that come with the page and the reader's own. */
export function ViewsMenu() {
  const styles = useStyles();
  const { search } = useLocation();
  const { views, save, remove } = useViews();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [copied, setCopied] = useState(false);
  const close = () => setOpen(false);
  return (
    <Popover open={open} onOpenChange={(_, data) => { setOpen(data.open); setCopied(false); }} trapFocus>
      <PopoverTrigger disableButtonEnhancement><Button icon={<BookmarkRegular />}>Views</Button></PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label="Views">
        <ul className={styles.list}>
          {givenViews.map((each) => <li key={each.name} className={styles.item}><Link to={`/alerts${each.search}`} onClick={close}>{each.name}</Link></li>)}
        </ul>
        {views.length > 0 && (
          <>
            <span className={styles.head}>Your own, kept by this browser</span>
            <ul className={styles.list}>
              {views.map((each) => (
                <li key={each.name} className={styles.item}>
                  <Link to={`/alerts${each.search}`} onClick={close}>{each.name}</Link>
                  <Button size="small" appearance="subtle" icon={<DeleteRegular />} aria-label={`Remove ${each.name}`} onClick={() => remove(each.name)} />
                </li>
              ))}
            </ul>
          </>
        )}
        <form className={styles.form} onSubmit={(submitted) => { submitted.preventDefault(); save({ name: name.trim(), search }); setName(""); }}>
          <Input aria-label="Name of this view" placeholder="Name this view" value={name} maxLength={60} onChange={(_, data) => setName(data.value)} />
          <Button type="submit" disabled={name.trim() === ""}>Save</Button>
        </form>
        <Button appearance="subtle" onClick={() => void navigator.clipboard.writeText(location.href).then(() => setCopied(true))}>{copied ? "Copied" : "Copy its address to send it"}</Button>
      </PopoverSurface>
    </Popover>
  );
}
