/** The one-time code of the link that opened the page; it is taken out of the address at once. */
export const linkCode = new URLSearchParams(location.hash.slice(1)).get("code");
if (linkCode !== null) {
  history.replaceState(null, "", location.pathname + location.search);
}
