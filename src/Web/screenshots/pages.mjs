/**
 * Every page of the UI by name. `states` names those that it has beside `full`; `press` is a button to press before the picture is taken,
 * `uncheck` a box to clear first.
 */

const all = ["empty", "error", "loading"];
const failing = ["error", "loading"];

/** @param {{ alert: string, then: number, sentinel: string, connector: string }} known what stands in the ledger; `then` is when the alert was first seen */
export const pages = ({ alert, then, sentinel, connector }) => [
  { name: "overview", path: "/", states: all },
  { name: "overview-then", path: `/?asOf=${then}` },
  { name: "alerts", path: "/alerts", states: all },
  { name: "alerts-filtered", path: "/alerts?severity=High&q=sign" },
  { name: "alerts-none", path: "/alerts?q=zzzzzz" },
  { name: "alert", path: `/alerts/${alert}`, states: failing },
  { name: "alert-then", path: `/alerts/${alert}?asOf=${then}` },
  { name: "changes", path: "/changes", states: all },
  { name: "entity", path: "/entities/ip?value=203.0.113.8", states: all },
  { name: "excluded", path: "/excluded", states: all },
  { name: "tickets", path: "/tickets", states: all },
  { name: "connectors", path: "/connectors", states: all },
  { name: "connector", path: `/connectors/${connector}`, states: all },
  { name: "connector-sentinel", path: `/connectors/${sentinel}` },
  { name: "connector-settings", path: `/connectors/${connector}/settings`, states: failing },
  { name: "connector-sample", path: `/connectors/${connector}/settings`, press: "Show a sample" },
  { name: "connector-test", path: `/connectors/${sentinel}/settings`, press: "Test only" },
  { name: "connector-new-sentinel", path: "/connectors/new/sentinel" },
  { name: "connector-new-microsoft365", path: "/connectors/new/microsoft365" },
  { name: "filters", path: `/filters?connector=${connector}`, states: all },
  { name: "filters-preview", path: `/connectors/${connector}/settings`, uncheck: "Medium", press: "Preview" },
  { name: "revisions", path: `/filters?tab=revisions&connector=${connector}`, states: failing },
  { name: "groups", path: "/filters?tab=groups", states: all },
  { name: "ledger", path: "/ledger", states: all },
  { name: "coverage", path: "/ledger?tab=coverage", states: all },
  { name: "projections", path: "/projections", states: all },
  { name: "activity", path: "/settings", states: all },
  { name: "roles", path: "/settings?tab=roles" },
  { name: "tokens", path: "/settings?tab=tokens", states: all },
  { name: "not-found", path: "/nowhere" },
  { name: "sign-in", path: "/" },
];
