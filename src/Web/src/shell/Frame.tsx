import {
  Badge, Button, makeStyles, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, mergeClasses, Text, tokens, Tooltip,
} from "@fluentui/react-components";
import {
  AlertRegular, BoxRegular, DarkThemeRegular, DocumentBulletListRegular, EyeOffRegular, FilterRegular, HomeRegular, NavigationRegular, PlugConnectedRegular, SettingsRegular, SignOutRegular, TicketDiagonalRegular,
} from "@fluentui/react-icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { NavLink, useLocation } from "react-router";
import { answered, api, type Schemas } from "../api/client";
import { useLive } from "../live/LiveLog";
import { count } from "../words/format";
import type { Choice, useTheme } from "./theme";

const useStyles = makeStyles({
  frame: { display: "grid", gridTemplateRows: "48px minmax(0, 1fr)", gridTemplateColumns: "212px minmax(0, 1fr)", height: "100%", "@media (max-width: 860px)": { gridTemplateColumns: "minmax(0, 1fr)" } },
  bar: { gridColumn: "1 / -1", display: "flex", alignItems: "center", gap: "10px", padding: "0 16px", backgroundColor: "#0b1f33", color: "#fff", "@media (max-width: 640px)": { padding: "0 8px" } },
  mark: { width: "18px", height: "18px", borderRadius: "4px", backgroundImage: "linear-gradient(135deg, #5db1ff, #2c7be5)" },
  name: { fontWeight: tokens.fontWeightSemibold, color: "#fff", whiteSpace: "nowrap", "@media (max-width: 460px)": { display: "none" } },
  spring: { flexGrow: 1 },
  onBar: { color: "#fff", minWidth: 0, ":hover": { color: "#fff", backgroundColor: "#1d3a57" }, ":hover:active": { color: "#fff", backgroundColor: "#28496a" } },
  who: { color: "#d6e2ee", whiteSpace: "nowrap", overflow: "hidden", textOverflow: "ellipsis", "@media (max-width: 860px)": { display: "none" } },
  menuButton: { display: "none", "@media (max-width: 860px)": { display: "inline-flex" } },
  nav: { overflowY: "auto", padding: "12px 8px", backgroundColor: tokens.colorNeutralBackground1, borderRight: `1px solid ${tokens.colorNeutralStroke2}`, "@media (max-width: 860px)": { display: "none" } },
  navOpen: { "@media (max-width: 860px)": { display: "block", position: "fixed", top: "48px", bottom: 0, left: 0, width: "240px", zIndex: 20, boxShadow: tokens.shadow28 } },
  link: {
    display: "flex", alignItems: "center", gap: "10px", padding: "7px 10px", whiteSpace: "nowrap", borderRadius: tokens.borderRadiusMedium, color: tokens.colorNeutralForeground1, textDecorationLine: "none",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover }, ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    "&.active": { backgroundColor: tokens.colorNeutralBackground1Selected, fontWeight: tokens.fontWeightSemibold, boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}` },
  },
  main: { overflowY: "auto", overflowX: "hidden", minWidth: 0, backgroundColor: tokens.colorNeutralBackground2, ":focus-visible": { outline: "none" } },
  skip: { position: "absolute", left: "-9999px", ":focus": { left: "8px", top: "8px", zIndex: 30, backgroundColor: tokens.colorNeutralBackground1, padding: "8px" } },
});

const pages = [
  { to: "/", name: "Overview", icon: <HomeRegular /> },
  { to: "/alerts", name: "Alerts", icon: <AlertRegular /> },
  { to: "/excluded", name: "Excluded", icon: <EyeOffRegular /> },
  { to: "/tickets", name: "Tickets", icon: <TicketDiagonalRegular /> },
  { to: "/connectors", name: "Connectors", icon: <PlugConnectedRegular /> },
  { to: "/filters", name: "Filters and groups", icon: <FilterRegular /> },
  { to: "/ledger", name: "Ledger", icon: <DocumentBulletListRegular /> },
  { to: "/projections", name: "Projections", icon: <BoxRegular /> },
  { to: "/settings", name: "Settings", icon: <SettingsRegular /> },
];

/** The bar, the ways to the pages, and the page. */
export function Frame({ who, theme, children }: { who: Schemas["SessionView"]; theme: ReturnType<typeof useTheme>; children: ReactNode }) {
  const styles = useStyles();
  const [navIsOpen, setNavIsOpen] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => setNavIsOpen(false), [pathname]);
  const client = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => answered(api.DELETE("/api/v1/session")),
    onSettled: () => client.resetQueries(),
  });
  return (
    <div className={styles.frame}>
      <header className={styles.bar}>
        <a className={styles.skip} href="#main" onClick={(clicked) => { clicked.preventDefault(); document.getElementById("main")?.focus(); }}>Skip to the content</a>
        <Button className={mergeClasses(styles.onBar, styles.menuButton)} appearance="subtle" icon={<NavigationRegular />} aria-label="Pages" aria-expanded={navIsOpen} onClick={() => setNavIsOpen(!navIsOpen)} />
        <span className={styles.mark} aria-hidden="true" />
        <Text className={styles.name}>Dropzone Ledger</Text>
        <span className={styles.spring} />
        <LiveSign />
        <Text className={styles.who}>{who.name} · {who.role} · {who.tenant}</Text>
        <Menu checkedValues={{ theme: [theme.choice] }} onCheckedValueChange={(_, data) => theme.choose(data.checkedItems[0] as Choice)}>
          <MenuTrigger disableButtonEnhancement>
            <Tooltip content="Light or dark" relationship="label"><Button className={styles.onBar} appearance="subtle" icon={<DarkThemeRegular />} /></Tooltip>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItemRadio name="theme" value="system">As the device</MenuItemRadio>
              <MenuItemRadio name="theme" value="light">Light</MenuItemRadio>
              <MenuItemRadio name="theme" value="dark">Dark</MenuItemRadio>
            </MenuList>
          </MenuPopover>
        </Menu>
        <Tooltip content="Sign out" relationship="label"><Button className={styles.onBar} appearance="subtle" icon={<SignOutRegular />} onClick={() => signOut.mutate()} /></Tooltip>
      </header>
      <nav className={mergeClasses(styles.nav, navIsOpen && styles.navOpen)} aria-label="Pages">
        {pages.map((page) => <NavLink key={page.to} to={page.to} end={page.to === "/"} className={styles.link}>{page.icon}{page.name}</NavLink>)}
      </nav>
      <main id="main" className={styles.main} tabIndex={-1}>{children}</main>
    </div>
  );
}

function LiveSign() {
  const { state, head } = useLive();
  const sign = {
    connecting: { color: "informative" as const, text: "Connecting …" },
    on: { color: "success" as const, text: `Live · ${count(head)}` },
    lost: { color: "danger" as const, text: "Live is lost" },
  }[state];
  return (
    <Tooltip content={state === "lost" ? "The page tries to reach the ledger again by itself; what it shows may be old." : "The page follows the log; the number is the position of its last event."} relationship="description">
      <Badge role="status" appearance="filled" color={sign.color}>{sign.text}</Badge>
    </Tooltip>
  );
}
