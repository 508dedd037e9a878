/** Addresses of the gateway: always the network, never the app shell. */
export const NEVER_CACHED: readonly RegExp[] = [
  /^\/v1\//,
  /^\/identity\//,
  /^\/health$/,
  /^\/openapi\.json$/,
]
