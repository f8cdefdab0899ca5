/** Answers under way, by path and query. */
export type Asked = Map<string, Promise<Response>>;

declare global {
  interface Window {
    ledgerAsked?: Asked;
  }
}

/** Later than this the answer is old; the live log has said so or the page is another one. */
const usableFor = 30_000;

/** Gives, once, the answer that was asked for before this script was there; null when there is none or it was no success. */
export async function earlyAnswer(request: Request): Promise<Response | null> {
  const asked = window.ledgerAsked;
  if (request.method !== "GET") {
    // A change, or another person who signs in: what was asked before says nothing any more.
    asked?.clear();
    return null;
  }
  const { pathname, search } = new URL(request.url);
  const waiting = asked?.get(pathname + search);
  asked?.delete(pathname + search);
  if (!waiting || performance.now() > usableFor) {
    return null;
  }
  const answer = await waiting.catch(() => null);
  return answer?.ok ? answer : null;
}
