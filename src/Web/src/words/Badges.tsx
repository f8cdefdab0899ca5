import { Badge, type BadgeProps } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { Words } from "./format";

const severities: Record<string, BadgeProps["color"]> = { High: "danger", Medium: "severe", Low: "warning", Informational: "informative", Unknown: "subtle" };

/** How severe the source holds it to be. */
export const Severity = ({ value }: { value: string }) => (
  <Badge appearance={value === "High" ? "filled" : "tint"} color={severities[value] ?? "subtle"} shape="rounded">{value}</Badge>
);

const states: Record<Schemas["ConnectorCondition"], { tone: NonNullable<BadgeProps["color"]>; text: string }> = {
  healthy: { tone: "success", text: "Healthy" },
  quiet: { tone: "warning", text: "Quiet" },
  new: { tone: "informative", text: "New" },
  disabled: { tone: "subtle", text: "Disabled" },
  dead: { tone: "danger", text: "Dead" },
  "needs-person": { tone: "danger", text: "Needs a person" },
};

/** How a connector fares. */
export const Condition = ({ value }: { value: Schemas["ConnectorCondition"] }) => (
  <Badge appearance="filled" color={states[value]?.tone ?? "subtle"} shape="rounded">{states[value]?.text ?? Words(value)}</Badge>
);

const work: Record<Schemas["InvestigationStatus"], NonNullable<BadgeProps["color"]>> = {
  Queued: "informative", InProgress: "brand", AwaitingReview: "important", Closed: "success",
};

/** Where the investigation stands, and what it came to. */
export const Investigation = ({ value }: { value: Schemas["InvestigationView"] }) => (
  <Badge appearance="outline" color={work[value.status]} shape="rounded">{value.conclusion ? `${Words(value.status)} · ${value.conclusion}` : Words(value.status)}</Badge>
);
