/** @peculiar/x509, loaded only when a certificate is to be made: a gateway in production never does. */
type X509 = typeof import('@peculiar/x509')

let loading: Promise<X509> | null = null

/** The library wants the Reflect metadata polyfill before its own first line runs. */
export function loadX509(): Promise<X509> {
  loading ??= import('reflect-metadata').then(() => import('@peculiar/x509'))
  return loading
}
