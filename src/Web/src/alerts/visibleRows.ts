import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

/** How a list of equally high rows lies in its box. */
interface Layout {
  readonly count: number;
  /** Of one row, in pixels. */
  readonly height: number;
  /** Of what stays at the top of the box, in pixels. */
  readonly head: number;
  /** Rows kept beyond either edge. */
  readonly overscan: number;
  /** The row that stands at the top when the list appears. */
  readonly begin: number;
  /** Hears how far from its top the list is scrolled. */
  readonly onScrolled: (fromTop: number) => void;
}

/**
 * Which rows of a long list are in its box. All rows are equally high, so that nothing is measured and nothing is kept for a row that is not
 * shown: a list of a million costs what one of a hundred costs.
 */
export function useVisibleRows(box: RefObject<HTMLElement | null>, { count, height, head, overscan, begin, onScrolled }: Layout): { first: number; end: number; slots: number; reveal: (index: number) => void } {
  const [place, setPlace] = useState({ top: begin, screen: 0 });

  const hear = useRef(onScrolled);
  useEffect(() => {
    hear.current = onScrolled;
  });

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) {
      return undefined;
    }
    element.scrollTop = begin * height;
    // All is read before anything is drawn anew: a layout in between would be made for nothing.
    const look = () => {
      const fromTop = element.scrollTop;
      const next = { top: Math.floor(fromTop / height), screen: Math.ceil(element.clientHeight / height) };
      hear.current(fromTop);
      setPlace((before) => (before.top === next.top && before.screen === next.screen ? before : next));
    };
    // A scroll is told before the frame is drawn: the rows are there when it is.
    const scrolled = () => flushSync(look);
    look();
    element.addEventListener("scroll", scrolled, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener("scroll", scrolled);
      resized.disconnect();
    };
    // Where the list begins is decided once.
  }, [box, height]);

  const reveal = useCallback((index: number) => {
    const element = box.current;
    if (element) {
      const top = index * height;
      element.scrollTop = Math.max(Math.min(element.scrollTop, top), top + height + head - element.clientHeight);
    }
  }, [box, height, head]);

  return {
    first: Math.max(0, Math.min(place.top - overscan, count)),
    end: Math.min(count, place.top + place.screen + 1 + overscan),
    // More than are ever there at once, and few enough that a row that leaves lends its elements to the one that enters in its place.
    slots: place.screen + 1 + 2 * overscan + 1,
    reveal,
  };
}
