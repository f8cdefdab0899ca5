/** The rows of several pages as one list. Nothing is copied: a page more costs what the first one did. */
export interface Rows<T> {
  readonly length: number;
  readonly at: (index: number) => T | undefined;
  readonly slice: (from: number, to: number) => T[];
  readonly findIndex: (test: (item: T) => boolean) => number;
}

/** Makes one list of pages. */
export function rowsOf<T>(pages: readonly { readonly items: readonly T[] }[]): Rows<T> {
  const begins: number[] = [];
  let length = 0;
  for (const page of pages) {
    begins.push(length);
    length += page.items.length;
  }
  const pageOf = (index: number): number => {
    let [low, high] = [0, begins.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((begins[middle] ?? 0) <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  };
  const at = (index: number): T | undefined => {
    const page = pageOf(index);
    return index < 0 ? undefined : pages[page]?.items[index - (begins[page] ?? 0)];
  };
  return {
    length,
    at,
    slice: (from, to) => Array.from({ length: Math.max(0, Math.min(to, length) - from) }, (_, i) => at(from + i)).filter((item) => item !== undefined) as T[],
    findIndex: (test) => {
      for (const [i, page] of pages.entries()) {
        const found = page.items.findIndex(test);
        if (found >= 0) {
          return (begins[i] ?? 0) + found;
        }
      }
      return -1;
    },
  };
}
