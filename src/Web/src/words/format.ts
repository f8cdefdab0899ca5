const counts = new Intl.NumberFormat(undefined);
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });

/** A count with the reader's separators. */
export const count = (value: number): string => counts.format(value);

/** A moment in the reader's zone; what is not a time stays as the source wrote it. */
export function moment(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : moments.format(date);
}

/** The same moment in UTC, exactly as recorded. */
export const utc = (text: string): string => (text.endsWith("Z") ? `${text.replace("T", " ").replace("Z", "")} UTC` : text);

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["second", 60], ["minute", 60], ["hour", 24], ["day", 30], ["month", 12], ["year", Number.POSITIVE_INFINITY],
];

/** Two clocks, and a reading of one that is some seconds old: what lies closer ahead than this has just happened. */
const skew = 15;

/** How long ago, in the largest unit that fits. */
export function ago(text: string, now: number): string {
  let value = (new Date(text).getTime() - now) / 1000;
  if (value > 0 && value < skew) {
    value = 0;
  }
  for (const [unit, size] of steps) {
    if (Math.abs(value) < size) {
      return relative.format(Math.round(value), unit);
    }
    value /= size;
  }
  return moment(text);
}

/** An ISO 8601 duration in words: `PT90S` is "1 min 30 s". */
export function duration(text: string): string {
  const parts = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text);
  if (!parts) {
    return text;
  }
  const [, minus, days, hours, minutes, seconds] = parts;
  const words = [
    days && `${days} d`, hours && `${hours} h`, minutes && `${minutes} min`, seconds && `${Number(seconds) < 10 ? Number(Number(seconds).toPrecision(2)) : Math.round(Number(seconds))} s`,
  ].filter(Boolean);
  return (minus ? "−" : "") + (words.length ? words.join(" ") : "0 s");
}

/** What is written in capitals, or as its maker writes it. */
const spelled: Readonly<Record<string, string>> = {
  kql: "KQL", dlp: "DLP", ip: "IP", id: "ID", ids: "IDs", arm: "ARM", url: "URL", api: "API", dns: "DNS", io: "IO", microsoft: "Microsoft", defender: "Defender", sentinel: "Sentinel", azure: "Azure",
};

/** A code of the API in words: `needs-person` is "needs person", `kqlQueries` is "KQL queries". */
export const words = (code: string): string =>
  code.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[-_/]/g, " ").toLowerCase().replace(/[a-z]+/g, (word) => spelled[word] ?? word);

/** A code as the beginning of a line. */
export const Words = (code: string): string => {
  const text = words(code);
  return text.charAt(0).toUpperCase() + text.slice(1);
};
