import { Badge, type BadgeProps, makeStyles, mergeClasses, shorthands, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { Words } from "./format";

/** A badge as Fluent draws it, without the work that a component of Fluent does: long lists show two in each row. */
const useTag = makeStyles({
  tag: {
    display: "inline-flex", justifySelf: "start", boxSizing: "border-box", alignItems: "center", justifyContent: "center", height: "20px", minWidth: "20px", padding: `0 calc(${tokens.spacingHorizontalXS} + ${tokens.spacingHorizontalXXS})`,
    border: `1px solid ${tokens.colorTransparentStroke}`, borderRadius: tokens.borderRadiusMedium, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, fontWeight: tokens.fontWeightSemibold, whiteSpace: "nowrap",
  },
  High: { backgroundColor: tokens.colorPaletteRedBackground3, color: tokens.colorNeutralForegroundOnBrand },
  Medium: { backgroundColor: tokens.colorPaletteDarkOrangeBackground1, color: tokens.colorPaletteDarkOrangeForeground1, ...shorthands.borderColor(tokens.colorPaletteDarkOrangeBorder1) },
  Low: { backgroundColor: tokens.colorPaletteYellowBackground1, color: tokens.colorPaletteYellowForeground1, ...shorthands.borderColor(tokens.colorPaletteYellowBorder1) },
  Informational: { backgroundColor: tokens.colorNeutralBackground4, color: tokens.colorNeutralForeground3, ...shorthands.borderColor(tokens.colorNeutralStroke2) },
  other: { backgroundColor: tokens.colorNeutralBackground1, color: tokens.colorNeutralForeground3, ...shorthands.borderColor(tokens.colorNeutralStroke2) },
  Queued: { color: tokens.colorNeutralForeground3, ...shorthands.borderColor(tokens.colorNeutralStroke2) },
  InProgress: { color: tokens.colorBrandForeground1, ...shorthands.borderColor("currentColor") },
  AwaitingReview: { color: tokens.colorNeutralForeground3, ...shorthands.borderColor(tokens.colorNeutralStrokeAccessible) },
  Closed: { color: tokens.colorPaletteGreenForeground3, ...shorthands.borderColor(tokens.colorPaletteGreenBorder2) },
});

const known = ["High", "Medium", "Low", "Informational"] as const;

/** How severe the source holds it to be. */
export function Severity({ value }: { value: string }) {
  const styles = useTag();
  return <span className={mergeClasses(styles.tag, styles[known.find((each) => each === value) ?? "other"])}>{value}</span>;
}

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

/** Where the investigation stands, and what it came to. */
export function Investigation({ value }: { value: Schemas["InvestigationView"] }) {
  const styles = useTag();
  return <span className={mergeClasses(styles.tag, styles[value.status])}>{value.conclusion ? `${Words(value.status)} · ${value.conclusion}` : Words(value.status)}</span>;
}
