import type { MiddlewareHandler } from 'hono'
import { BRIDGE_PORT } from '../../api/bridge/wire'

const POLICY = 'Content-Security-Policy'

/**
 * Headers of every answer. Scripts only from here; WebAssembly is allowed for the passcode's slow hash.
 * The page may use Bluetooth, USB and the camera, and nothing may frame it.
 */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  [POLICY]: [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    // Besides the gateway: the PC/SC bridge of the computer the page is open on, and nothing else there.
    `connect-src 'self' ws://127.0.0.1:${BRIDGE_PORT}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Permissions-Policy':
    'bluetooth=(self), usb=(self), camera=(self), microphone=(), geolocation=(), payment=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/**
 * Adds the security headers and the gateway's own `Date`: devices correct their clocks by it (TZ-G24).
 * Whatever a route did not call cacheable is not stored anywhere.
 */
export function setHeaders(now: () => number): MiddlewareHandler {
  return async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      // A page that needs less says so itself.
      if (name === POLICY && c.res.headers.has(POLICY)) continue
      c.res.headers.set(name, value)
    }
    c.res.headers.set('Date', new Date(now()).toUTCString())
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store')
  }
}
