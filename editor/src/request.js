// Asks the endpoint: by GET while the address is short enough to be shared, by POST else.

// As long as the server's own links are.
const LONGEST = 2048;

/** Returns the parameters that a form sends, with another query, but for the format. */
export function readPairs(form, query) {
  const pairs = [...new FormData(form)].filter(([name]) => name !== "query" && name !== "format");
  return [["query", query], ...pairs];
}

/** Returns the address of the page with a query and its result; of a long query behind #, where no server sees it. */
export function buildAddress(form, query) {
  const path = new URL(form.action).pathname;
  const asked = new URLSearchParams(readPairs(form, query).filter(([name]) => name !== "timeout"));
  const address = `${path}?${asked}`;
  return address.length <= LONGEST ? address : `${path}#${new URLSearchParams({ query })}`;
}

/** Puts a query and returns the response; `signal` ends it, and with the connection the query. */
export function ask(form, query, { format, signal }) {
  const parameters = new URLSearchParams([...readPairs(form, query), ["format", format]]);
  const address = `${new URL(form.action).pathname}?${parameters}`;
  const asked = { signal, headers: { Accept: format === "html" ? "text/html" : "*/*" } };
  if (address.length <= LONGEST) return fetch(address, asked);
  return fetch(new URL(form.action).pathname, { ...asked, method: "POST", body: parameters });
}
