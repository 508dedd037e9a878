/**
 * One answer to a receiver of the facility's choice, signed (docs/export.md). By default it says only that there is an
 * answer, and of which check: whoever gets hold of the message learns nothing of a patient, and the receiver fetches.
 */
import { toBundle, writeBundle } from '../fhir/bundle'
import { faultDelivery, statusDelivery } from '../fault'
import type { OutResponse, Send } from '../http/send'
import type { Delivery } from '../outcome'
import type { ExportRecord, ExportResult } from '../record'
import { retryAfterMs } from './retry-after'
import { signatureHeaders, type Signer } from './signature'

export interface WebhookSettings {
  url: URL
  /** `notice`: id and kind. `bundle`: the FHIR bundle, where the facility chose so. */
  content: 'notice' | 'bundle'
  signer: Signer
}

export interface WebhookWorld {
  send: Send
  now: () => number
  /** New each time: a receiver refuses one that it has seen. */
  nonce: () => string
}

const KINDS = {
  answered: 'eligibility.answered',
  pending: 'eligibility.pending',
  failed: 'eligibility.failed',
} as const satisfies Record<ExportResult['kind'], string>

/**
 * @param deliveryId the same at every try: the receiver's idempotency key
 * @throws only what is a bug; whatever the receiver or the line does is a delivery
 */
export async function deliverToWebhook(
  record: ExportRecord,
  deliveryId: string,
  { url, content, signer }: WebhookSettings,
  { send, now, nonce }: WebhookWorld,
): Promise<Delivery> {
  const [contentType, text] =
    content === 'bundle'
      ? ['application/fhir+json', writeBundle(toBundle(record))]
      : ['application/json', JSON.stringify(noticeOf(record))]
  const body = Buffer.from(text, 'utf8')
  const unsigned = { method: 'POST', url, contentType, idempotencyKey: `"${deliveryId}"`, body }
  const headers = {
    'content-type': contentType,
    'idempotency-key': unsigned.idempotencyKey,
    ...signatureHeaders(unsigned, signer, Math.floor(now() / 1_000), nonce()),
  }
  try {
    return judge(await send({ method: 'POST', url, headers, body }), now())
  } catch (fault) {
    return faultDelivery(fault)
  }
}

function noticeOf({ check, result }: ExportRecord) {
  return { v: 1, kind: KINDS[result.kind], id: check.id }
}

/** A redirect is no success: it would carry the message where nobody signed it to go. */
function judge({ status, headers }: OutResponse, now: number): Delivery {
  if (status >= 200 && status < 300) return { kind: 'done', how: 'written' }
  if (status === 410) return { kind: 'stopped', code: 'TZ-E06' }
  const delivery = statusDelivery(status)
  const afterMs = retryAfterMs(headers['retry-after'], now)
  return delivery.kind === 'retry' && afterMs !== undefined ? { ...delivery, afterMs } : delivery
}
