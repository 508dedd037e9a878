/** The saved マイナポータル PDF (R50): from the file that somebody chose to what may go into the fields. */
import { proposeFromPortalPages, type PortalProposal } from '../../domain/documents/portal-pages'
import { failed, ok, type Result } from '../../domain/outcome'
import type { PdfPages } from './read-pages'

export interface PortalPdf {
  proposal: PortalProposal
  pages: PdfPages
}

export type ReadPdf = (data: Uint8Array<ArrayBuffer>) => Promise<Result<PdfPages>>

/** A page as saved has some 100 kB. */
export const MAX_PDF_BYTES = 10 * 1024 * 1024

/**
 * Opens the file on the device; the caller closes it.
 * Errors: TZ-N50 too large; TZ-N51, TZ-N52, TZ-N38 of `readPages`; TZ-N53 no text in it; TZ-N54 pages of several people;
 * TZ-N55 the reader itself could not be fetched; TZ-N10 a 個人番号 in it (R13).
 */
export async function openPortalPdf(
  file: Blob,
  loadReader: () => Promise<ReadPdf> = loadPdfReader,
): Promise<Result<PortalPdf>> {
  if (file.size > MAX_PDF_BYTES) return failed('TZ-N50')
  let data: Uint8Array<ArrayBuffer>
  try {
    data = new Uint8Array(await file.arrayBuffer())
  } catch {
    // Gone or not readable since it was chosen.
    return failed('TZ-N51')
  }
  let read: ReadPdf
  try {
    read = await loadReader()
  } catch {
    return failed('TZ-N55')
  }
  const opened = await read(data)
  if (!opened.ok) return opened
  const pages = opened.value
  const proposal = proposeFromPortalPages(pages.lines)
  if (proposal.ok) return ok({ proposal: proposal.value, pages })
  await pages.close()
  return proposal
}

async function loadPdfReader(): Promise<ReadPdf> {
  const [{ startPdf }, { readPages }] = await Promise.all([
    import('./engine'),
    import('./read-pages'),
  ])
  return (data) => readPages(data, { startPdf })
}
