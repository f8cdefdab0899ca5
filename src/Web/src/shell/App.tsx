import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link, Route, Routes } from "react-router";
import { Refusal } from "../api/client";
import { session } from "../api/queries";
import { LiveLog } from "../live/LiveLog";
import { OverviewPage } from "../overview/OverviewPage";
import { Empty, Loading } from "../words/Notices";
import { Page } from "../words/Page";
import { Frame } from "./Frame";
import { linkCode } from "./linkCode";
import type { useTheme } from "./theme";

const SignIn = lazy(() => import("./SignIn"));
const AlertsPage = lazy(() => import("../alerts/AlertsPage"));
const AlertPage = lazy(() => import("../alerts/AlertPage"));
const ExcludedPage = lazy(() => import("../excluded/ExcludedPage"));
const ConnectorsPage = lazy(() => import("../connectors/ConnectorsPage"));
const ConnectorPage = lazy(() => import("../connectors/ConnectorPage"));
const ConnectorFormPage = lazy(() => import("../connectors/ConnectorFormPage"));
const ChangesPage = lazy(() => import("../past/ChangesPage"));
const TicketsPage = lazy(() => import("../tickets/TicketsPage"));
const EntityPage = lazy(() => import("../entities/EntityPage"));
const FiltersPage = lazy(() => import("../filters/FiltersPage"));
const LedgerPage = lazy(() => import("../ledger/LedgerPage"));
const ProjectionsPage = lazy(() => import("../projections/ProjectionsPage"));
const SettingsPage = lazy(() => import("../settings/SettingsPage"));

/** Asks who is signed in, then shows the pages or the way in. */
export function App({ theme }: { theme: ReturnType<typeof useTheme> }) {
  // A link's code says more than the session that may be there: it is tried first.
  const who = useQuery({ ...session, enabled: linkCode === null });
  if (who.isPending && linkCode === null) {
    return <Opening />;
  }
  if (!who.data) {
    return <Suspense fallback={<Opening />}><SignIn reason={who.error instanceof Refusal && who.error.status === 401 ? null : who.error} /></Suspense>;
  }
  return (
    <LiveLog>
      <Frame who={who.data} theme={theme}>
        <Suspense fallback={<Page title=""><Loading lines={10} /></Page>}>
          <Routes>
            <Route path="/" element={<OverviewPage />} />
            <Route path="/alerts" element={<AlertsPage />} />
            <Route path="/changes" element={<ChangesPage />} />
            <Route path="/alerts/:id" element={<AlertPage />} />
            <Route path="/entities/:type" element={<EntityPage />} />
            <Route path="/excluded" element={<ExcludedPage />} />
            <Route path="/connectors" element={<ConnectorsPage />} />
            <Route path="/connectors/new/:kind" element={<ConnectorFormPage />} />
            <Route path="/connectors/:id" element={<ConnectorPage />} />
            <Route path="/connectors/:id/settings" element={<ConnectorFormPage />} />
            <Route path="/filters" element={<FiltersPage />} />
            <Route path="/tickets" element={<TicketsPage />} />
            <Route path="/ledger" element={<LedgerPage />} />
            <Route path="/projections" element={<ProjectionsPage />} />
            <Route path="/settings" element={<SettingsPage />} />
            <Route path="*" element={<Page title="Not found"><Empty title="There is no such page" action={<Link to="/">Open the overview</Link>}>The address may be mistyped, or what it named was removed.</Empty></Page>} />
          </Routes>
        </Suspense>
      </Frame>
    </LiveLog>
  );
}

/** What stands in the page's HTML until there is more to show. */
const Opening = () => (
  <>
    <header className="boot-bar"><span className="boot-mark" aria-hidden="true" /><span className="boot-name">Dropzone Ledger</span></header>
    <div className="boot-body"><p role="status">Opening the ledger …</p></div>
  </>
);
