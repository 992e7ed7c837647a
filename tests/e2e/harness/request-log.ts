/** The requests in the helper's log. */

/** One line of the log, without its time. */
export interface LoggedRequest {
  readonly method: string;
  readonly route: string;
  readonly status: string;
}

/** Every request that stands in this part of the helper's log. */
export function requestsIn(log: string): LoggedRequest[] {
  return [...log.matchAll(/request method=(\S+) route=(\S+) status=(\S+)/g)].map(
    ([, method = "", route = "", status = ""]) => ({ method, route, status }),
  );
}
