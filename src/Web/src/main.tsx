import { createDOMRenderer, FluentProvider, RendererProvider, Toaster } from "@fluentui/react-components";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { isPassing, Refusal } from "./api/client";
import { session } from "./api/queries";
import { askOverview } from "./overview/questions";
import { App } from "./shell/App";
import { linkCode } from "./shell/linkCode";
import { useTheme } from "./shell/theme";

// Styles are made at run time: the host allows exactly those that carry the nonce of this answer.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });
const againAfter = 15_000;
/** How long the page waits for its first numbers before it shows where they will stand: so long that what was asked early is there. */
const patience = 100;
const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (failures, error) => failures < 2 && (!(error instanceof Refusal) || isPassing(error)),
      refetchInterval: (query) => (query.state.error instanceof Refusal && isPassing(query.state.error) ? againAfter : false),
    },
  },
});

function Root() {
  const theme = useTheme();
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={theme.theme} style={{ height: "100%", background: "transparent" }}>
        <QueryClientProvider client={client}>
          <BrowserRouter>
            <App theme={theme} />
            <Toaster toasterId="ledger" position="bottom-end" />
          </BrowserRouter>
        </QueryClientProvider>
      </FluentProvider>
    </RendererProvider>
  );
}

/** What the first page shows is in the cache before the first render, when it was asked early: the page is then drawn once. */
async function prepare(): Promise<void> {
  if (linkCode !== null || !(await client.fetchQuery(session).catch(() => null)) || location.pathname !== "/") {
    return;
  }
  await Promise.race([askOverview(client), new Promise((late) => setTimeout(late, patience))]);
}

const root = document.getElementById("root");
if (root) {
  await prepare();
  createRoot(root).render(<StrictMode><Root /></StrictMode>);
}
