import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { alertTitle } from "../api/queries";

/** An alert by its title, where only its id is known. */
export function AlertName({ id }: { id: string }) {
  const title = useQuery(alertTitle(id));
  return <Link to={`/alerts/${id}`} style={{ overflowWrap: "anywhere" }}>{title.data ?? (title.isError ? id : "…")}</Link>;
}
