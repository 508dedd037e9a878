/** How Japanese text is coded in a PDF that names one of the maps of ISO 32000 (table 116) instead of bringing its own. */
const FILES = import.meta.glob<string>(
  [
    '../../node_modules/pdfjs-dist/cmaps/{83pv,90ms,90msp,90pv,Add,Ext}-RKSJ-{H,V}.bcmap',
    '../../node_modules/pdfjs-dist/cmaps/{EUC,UniJIS-UCS2,UniJIS-UCS2-HW,UniJIS-UTF16}-{H,V}.bcmap',
    '../../node_modules/pdfjs-dist/cmaps/{H,V,Adobe-Japan1-UCS2}.bcmap',
  ],
  { query: '?url', import: 'default', eager: true },
)

const ADDRESSES = new Map(
  Object.entries(FILES).map(([path, address]) => [path.slice(path.lastIndexOf('/') + 1), address]),
)

/** @throws Error where there is no such map, or it cannot be fetched: the text coded by it stays unread */
export async function readCharacterMap(
  name: string,
  load: typeof fetch = (address) => fetch(address),
): Promise<Uint8Array> {
  const address = ADDRESSES.get(name)
  if (address === undefined) throw new Error('no such character map')
  const response = await load(address)
  if (!response.ok) throw new Error(`character map: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}
