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

/** Rows that enter and leave together. */
const block = 8;
const blockOf = (index: number): number => Math.floor(Math.max(0, index) / block) * block;

/**
 * Which rows of a long list are in its box. All rows are equally high, so that nothing is measured and nothing is kept for a row that is not
 * shown: a list of a million costs what one of a hundred costs.
 */
export function useVisibleRows(box: RefObject<HTMLElement | null>, { count, height, head, overscan, begin, onScrolled }: Layout): { first: number; end: number; reveal: (index: number) => void } {
  const [place, setPlace] = useState({ first: blockOf(begin - overscan), screen: 0 });

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
      const next = { first: blockOf(Math.floor(fromTop / height) - overscan), screen: Math.ceil(element.clientHeight / height) };
      hear.current(fromTop);
      setPlace((before) => (before.first === next.first && before.screen === next.screen ? before : next));
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
  }, [box, height, overscan]);

  const reveal = useCallback((index: number) => {
    const element = box.current;
    if (element) {
      const top = index * height;
      element.scrollTop = Math.max(Math.min(element.scrollTop, top), top + height + head - element.clientHeight);
    }
  }, [box, height, head]);

  // By blocks: most steps change nothing, and no element ever moves among the others, which would cost more than to show another row in it.
  const first = Math.min(place.first, blockOf(count - 1));
  return { first, end: Math.min(count, first + Math.ceil((place.screen + 1 + 2 * overscan) / block) * block + block), reveal };
}
