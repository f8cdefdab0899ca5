import { useCallback, useEffect, useRef, useState } from "react";
import { api, Refusal, refusal, type Schemas } from "../api/client";

type Line = Schemas["FilterPreviewLine"];

/** A preview as far as it has come: progress while the log is read, then the numbers, then the alerts that would change. */
export interface Preview {
  readonly running: boolean;
  readonly progress: NonNullable<Line["progress"]> | null;
  readonly result: Schemas["FilterPreviewResult"] | null;
  readonly alerts: readonly Schemas["FilterPreviewAlert"][];
  readonly error: unknown;
}

const nothing: Preview = { running: false, progress: null, result: null, alerts: [], error: null };
const mostAlerts = "200";

/** Each line of an NDJSON body as soon as it is whole. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const parts = (rest + (value ?? "")).split("\n");
    rest = done ? "" : (parts.pop() ?? "");
    for (const part of parts) {
      if (part) {
        yield JSON.parse(part) as Line;
      }
    }
    if (done) {
      return;
    }
  }
}

/** What other settings of a connector would do to the whole history. Whoever cancels, or leaves, ends the reading. */
export function usePreview(connector: string): Preview & { run: (settings: unknown) => void; cancel: () => void; clear: () => void } {
  const [state, setState] = useState<Preview>(nothing);
  const abort = useRef<AbortController | null>(null);
  const clear = useCallback(() => {
    abort.current?.abort();
    setState(nothing);
  }, []);
  useEffect(() => () => abort.current?.abort(), []);

  const run = useCallback((settings: unknown) => {
    abort.current?.abort();
    const own = new AbortController();
    abort.current = own;
    const change = (next: (before: Preview) => Preview) => {
      if (!own.signal.aborted) {
        setState(next);
      }
    };
    setState({ ...nothing, running: true });
    void (async () => {
      try {
        const { data, error, response } = await api.POST("/api/v1/connectors/{id}/preview", {
          params: { path: { id: connector }, query: { alerts: mostAlerts } }, body: settings as never, parseAs: "stream", signal: own.signal,
        });
        if (!response.ok || !data) {
          throw refusal(response.status, error);
        }
        const alerts: Schemas["FilterPreviewAlert"][] = [];
        for await (const line of linesOf(data as unknown as ReadableStream<Uint8Array>)) {
          if (line.progress) {
            change((before) => ({ ...before, progress: line.progress ?? null }));
          } else if (line.result) {
            change((before) => ({ ...before, result: line.result ?? null }));
          } else if (line.alert) {
            alerts.push(line.alert);
          }
        }
        change((before) => before.result
          ? { ...before, running: false, alerts }
          : { ...before, running: false, error: new Refusal(0, "The preview broke off", "The ledger ended the answer before its result. Try again.") });
      } catch (error) {
        change((before) => ({ ...before, running: false, error }));
      }
    })();
  }, [connector]);
  return { ...state, run, cancel: clear, clear };
}
