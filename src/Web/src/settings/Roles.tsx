import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client";
import { session } from "../api/queries";
import { Facts } from "../words/Facts";
import { Words } from "../words/format";
import { Section } from "../words/Page";

/** What each role may do; the API holds the same. */
export const roles: readonly { readonly role: Schemas["Role"]; readonly may: string }[] = [
  { role: "auditor", may: "reads everything, exports" },
  { role: "analyst", may: "reads, works investigations" },
  { role: "engineer", may: "reads, sets connectors, filters and groups, rebuilds" },
  { role: "admin", may: "all of it, and access tokens" },
];

/** Who is signed in, and what the roles allow. */
export function Roles() {
  const who = useQuery(session).data;
  return (
    <Section title="Roles">
      {who && <span>You are signed in as <b>{who.name}</b>, {who.role} of the tenant {who.tenant}.</span>}
      <Facts of={roles.map(({ role, may }) => [Words(role), may] as const)} />
      <span>Each access token has one role, given when it is made. To change what somebody may do, make another token and revoke the former.</span>
    </Section>
  );
}
