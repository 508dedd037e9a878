/** Verifying a JWT whose times are judged apart: a wrong clock is not a wrong signature. */
import { compactVerify, type CompactJWSHeaderParameters } from 'jose'
import * as v from 'valibot'
import { fromUtf8 } from '../../api/bytes'
import { GatewayError } from '../http/gateway-error'

/**
 * The claims of an ES256 JWT that fits `schema`, and its header.
 * @throws GatewayError TZ-G03 when signature, algorithm or claims do not fit
 */
export async function verifySignedClaims<S extends v.GenericSchema>(
  jwt: string,
  key: CryptoKey,
  schema: S,
): Promise<{ header: CompactJWSHeaderParameters; claims: v.InferOutput<S> }> {
  try {
    const { payload, protectedHeader } = await compactVerify(jwt, key, { algorithms: ['ES256'] })
    return { header: protectedHeader, claims: v.parse(schema, JSON.parse(fromUtf8(payload))) }
  } catch (cause) {
    throw new GatewayError('TZ-G03', { cause })
  }
}
