import { Button } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, type Schemas } from "../api/client";
import { count } from "../words/format";
import { Json } from "../words/Json";
import { Failure, Loading } from "../words/Notices";

/** The bytes as the source sent them, fetched only when asked for. */
export function PayloadView({ id, payload, past, erased }: { id: string; payload: Schemas["VaultReference"] | null | undefined; past: boolean; erased: boolean }) {
  const [open, setOpen] = useState(false);
  const bytes = useQuery({
    queryKey: ["payload", id, payload?.commitment],
    queryFn: async ({ signal }) => {
      const text = (await answered(api.GET("/api/v1/alerts/{id}/payload", { params: { path: { id }, query: { ...(past && payload && { commitment: payload.commitment }) } }, parseAs: "text", signal }))) as unknown as string;
      try {
        return JSON.parse(text) as unknown;
      } catch {
        // What a source sent need not be JSON: it is shown as the text that it is.
        return text;
      }
    },
    enabled: open,
    staleTime: Infinity,
  });
  if (erased) {
    return <span>It was erased; the event that says so is in the timeline.</span>;
  }
  if (!payload) {
    return <span>This version was recorded without a payload.</span>;
  }
  return (
    <>
      <div>{count(payload.size)} bytes, commitment <code style={{ overflowWrap: "anywhere" }}>{payload.commitment}</code></div>
      {!open && <div><Button onClick={() => setOpen(true)}>Show the payload</Button></div>}
      {open && bytes.isPending && <Loading lines={4} />}
      {bytes.isError && <Failure error={bytes.error} retry={() => void bytes.refetch()} />}
      {bytes.isSuccess && <Json value={bytes.data} label="Payload" />}
    </>
  );
}
