import { Button } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { AlertLines } from "../alerts/AlertLines";
import { useAddress } from "../shell/address";
import { count, words, Words } from "../words/format";
import { Empty, Failure, Loading } from "../words/Notices";
import { Page, Section } from "../words/Page";
import { alertsOf } from "./queries";

/** Every alert that speaks of one user, device, address …, the newest first and whatever its state. */
export default function EntityPage() {
  const { type = "" } = useParams();
  const value = useAddress().parameters.get("value") ?? "";
  const list = useInfiniteQuery(alertsOf(type, value));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={value || "Entity"}>
      <Section title={`Alerts that speak of this ${words(type)} (${count(items.length)}${list.hasNextPage ? "+" : ""})`}>
        {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
        {list.isPending && <Loading lines={6} />}
        {list.isSuccess && items.length === 0 && <Empty title="No alert speaks of it" action={<Link to="/alerts?decision=all">Open every alert</Link>}>Either none ever did, or what they said was erased.</Empty>}
        <AlertLines label="Alerts" items={items} says={(item) => [Words(item.decision), Words(item.investigation.status), item.connector, ...item.products].join(" · ")} />
        {list.hasNextPage && <div><Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>Older</Button></div>}
      </Section>
    </Page>
  );
}
