/** Addresses of the gateway: always the network, never the app shell. */
export const NEVER_CACHED: readonly RegExp[] = [
  /^\/v1\//,
  /^\/identity\//,
  /^\/admin(?:\/|$)/,
  /^\/health$/,
  /^\/openapi\.json$/,
]
