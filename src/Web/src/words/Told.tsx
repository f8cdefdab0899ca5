import { Fragment } from "react";
import { Moment } from "./Moment";

/** Moments as the API writes them inside sentences. */
const moments = /(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00))/;

/** A sentence of the API; its moments are shown in the reader's zone, UTC on hover. */
export const Told = ({ says }: { says: string }) => says.split(moments).map((part, i) => (
  <Fragment key={i}>{i % 2 === 1 ? <Moment at={part.replace(" ", "T").replace("+00:00", "Z")} plain /> : part}</Fragment>
));
