// The plain page of the ledger: signs in, shows every connector with its balance, and follows the log live.
// Whatever comes from a source is set as text and never as markup.

const at = (id) => document.getElementById(id);
const reconnectAfter = 2000;
const refreshAtMost = 700;
let stream = null;
let refreshing = false;
let dirty = false;
let position = 0;

/** A failed answer: the problem details of the server, or what the network said. */
class Refusal extends Error {
  constructor(problem, status) {
    super(problem.detail ?? problem.title ?? "The request failed.");
    this.title = problem.title ?? "The request failed";
    this.traceId = problem.traceId ?? null;
    this.status = status;
  }
}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, {
      ...options,
      headers: { Accept: "application/json", "X-Ledger": "page", ...(options.body ? { "Content-Type": "application/json" } : {}) },
      credentials: "same-origin",
      cache: "no-store",
    });
  } catch {
    throw new Refusal({ title: "The server does not answer", detail: "Check that the ledger runs, then try again." }, 0);
  }

  if (response.ok) {
    position = Math.max(position, Number(response.headers.get("Ledger-Position") ?? 0));
    return response.status === 204 ? null : response.json();
  }

  let problem = {};
  try {
    problem = await response.json();
  } catch {
    problem = { title: `The server answered ${response.status}` };
  }
  throw new Refusal(problem, response.status);
}

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "data") {
      Object.assign(element.dataset, value);
    } else if (value !== undefined && value !== null) {
      element[name] = value;
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const count = (value) => new Intl.NumberFormat("en").format(value);

function moment(text) {
  if (!text) {
    return "never";
  }
  const date = new Date(text);
  return Number.isNaN(date.getTime())
    ? text
    : new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" }).format(date) + " UTC";
}

const tones = { healthy: "good", quiet: "warn", new: "warn", disabled: "", dead: "bad", "needs-person": "bad" };
const words = { healthy: "Healthy", quiet: "Quiet", new: "New", disabled: "Disabled", dead: "Dead", "needs-person": "Needs a person" };

function fact(name, value) {
  return [make("dt", { textContent: name }), make("dd", { textContent: value })];
}

function balance(sum) {
  const cell = (value, word) => make("div", {}, make("b", { textContent: count(value) }), make("span", { textContent: word }));
  const sign = (text) => make("span", { textContent: text, ariaHidden: "true" });
  const line = make("div", { className: "balance", role: "img" },
    cell(sum.ingested, "ingested"), sign("="), cell(sum.shown, "shown"), sign("+"), cell(sum.excluded, "excluded"), sign("+"), cell(sum.merged, "merged"));
  line.ariaLabel = `${sum.ingested} ingested equals ${sum.shown} shown plus ${sum.excluded} excluded plus ${sum.merged} merged`;
  return line;
}

function card(connector, dashboard, health) {
  const state = health?.state ?? "new";
  const sum = dashboard?.conservation ?? { ingested: 0, shown: 0, excluded: 0, merged: 0 };
  return make("article", { className: "card" },
    make("header", {},
      make("div", {},
        make("h2", { className: "name", textContent: connector.name ?? connector.id }),
        make("p", { className: "muted", textContent: `${connector.id} · ${connector.kind === "sentinel" ? "Microsoft Sentinel" : "Microsoft 365 / Defender"}` })),
      make("span", { className: "badge", textContent: words[state] ?? state, title: health?.reason ?? "", data: { tone: tones[state] ?? "" } })),
    balance(sum),
    make("dl", { className: "facts" },
      ...fact("Last alert", moment(health?.lastNewAt)),
      ...fact("Last read", moment(health?.lastSuccessAt)),
      ...fact("High severity", count(dashboard?.bySeverity.find((s) => s.value === "High")?.conservation.ingested ?? 0))),
    health?.whatToDo ? make("p", { className: "remedy", textContent: `${health.reason} ${health.whatToDo}` }) : null);
}

function table(alerts) {
  const titles = ["Title", "Severity", "Connector", "Status", "Investigation", "First seen"];
  const body = alerts.map((alert) => make("tr", {},
    make("td", { className: "title", data: { label: "Title" } },
      document.createTextNode(alert.title), alert.groupSize > 1 ? make("span", { className: "muted", textContent: ` · stands for ${alert.groupSize}` }) : null),
    make("td", { data: { label: "Severity" } }, make("span", { className: "severity", textContent: alert.severity, data: { level: alert.severity } })),
    make("td", { className: "word", textContent: alert.connector, data: { label: "Connector" } }),
    make("td", { className: "word", textContent: alert.status, data: { label: "Status" } }),
    make("td", { className: "word", textContent: alert.investigation.status, data: { label: "Investigation" } }),
    make("td", { className: "when", textContent: moment(alert.ingestedAt), data: { label: "First seen" } })));
  const grid = make("table", {},
    make("thead", {}, make("tr", {}, ...titles.map((title) => make("th", { textContent: title, scope: "col" })))),
    make("tbody", {}, ...body));
  const scroll = make("div", { className: "scroll", tabIndex: 0, role: "region" }, grid);
  scroll.ariaLabel = "Table of the latest alerts";
  return scroll;
}

const empty = (text) => make("p", { className: "empty", textContent: text });

function showProblem(refusal) {
  const box = at("problem");
  box.replaceChildren(
    make("strong", { textContent: refusal.title }),
    make("p", { textContent: refusal.message }),
    ...(refusal.traceId ? [make("p", { className: "muted" }, document.createTextNode("Request "), make("code", { textContent: refusal.traceId }))] : []));
  box.hidden = false;
}

function showLive(state) {
  const sign = at("live");
  if (sign.dataset.state !== state) {
    sign.dataset.state = state;
    at("live-text").textContent = { on: "Live", lost: "Connection lost, trying again" }[state] ?? "";
  }
  sign.hidden = state === "off";
}

async function refresh() {
  if (refreshing) {
    dirty = true;
    return;
  }
  refreshing = true;
  try {
    const [connectors, dashboards, alerts] = await Promise.all([
      call("/api/v1/connectors"), call("/api/v1/dashboards"), call("/api/v1/alerts?limit=25")]);
    const healths = await Promise.all(connectors.items.map((c) =>
      call(`/api/v1/connectors/${encodeURIComponent(c.id)}/health`).catch((failed) => {
        if (failed.status === 404) {
          return null;
        }
        throw failed;
      })));
    const cards = connectors.items.map((c, i) => card(c, dashboards.items.find((d) => d.connector === c.id), healths[i]));
    at("connectors").replaceChildren(...(cards.length ? cards : [empty("No connector yet. Add one with “ledger connector add --file …” or through the API.")]));
    at("alerts").replaceChildren(alerts.items.length ? table(alerts.items) : empty("No alert is shown yet. They appear here as the connectors are polled."));
    at("position").textContent = `Position ${count(position)}`;
    at("problem").hidden = true;
  } catch (failed) {
    if (failed.status === 401) {
      askToSignIn();
    } else {
      showProblem(failed);
    }
  } finally {
    at("connectors").ariaBusy = "false";
    at("alerts").ariaBusy = "false";
    refreshing = false;
    if (dirty) {
      dirty = false;
      setTimeout(refresh, refreshAtMost);
    }
  }
}

function follow() {
  stream?.close();
  stream = new EventSource("/api/v1/events/live");
  stream.addEventListener("heartbeat", () => showLive("on"));
  stream.addEventListener("event", () => {
    showLive("on");
    refresh();
  });
  stream.addEventListener("ended", () => {
    stream.close();
    askToSignIn();
  });
  stream.addEventListener("error", () => {
    showLive("lost");
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(async () => {
        await refresh();
        if (!at("content").hidden) {
          follow();
        }
      }, reconnectAfter);
    }
  });
}

function askToSignIn() {
  stream?.close();
  showLive("off");
  at("content").hidden = true;
  at("who").hidden = true;
  at("sign-in").hidden = false;
  at("token").focus();
}

function welcome(session) {
  at("sign-in").hidden = true;
  at("problem").hidden = true;
  at("who-text").textContent = `${session.name} · ${session.role} · ${session.tenant}`;
  at("who").hidden = false;
  at("content").hidden = false;
  at("connectors").replaceChildren(empty("Loading …"));
  at("alerts").replaceChildren(empty("Loading …"));
  refresh();
  follow();
}

async function signIn(secret) {
  try {
    welcome(await call("/api/v1/session", { method: "POST", body: JSON.stringify(secret) }));
  } catch (failed) {
    askToSignIn();
    showProblem(failed);
  }
}

at("sign-in-form").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const token = at("token").value.trim();
  at("token").value = "";
  signIn({ token });
});

at("sign-out").addEventListener("click", async () => {
  await call("/api/v1/session", { method: "DELETE" }).catch(() => null);
  askToSignIn();
});

async function begin() {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (location.hash) {
    history.replaceState(null, "", location.pathname);
  }
  if (code) {
    await signIn({ code });
    return;
  }
  try {
    welcome(await call("/api/v1/session"));
  } catch (failed) {
    askToSignIn();
    if (failed.status !== 401) {
      showProblem(failed);
    }
  }
}

setInterval(() => {
  if (!at("content").hidden) {
    refresh();
  }
}, 30000);
begin();
