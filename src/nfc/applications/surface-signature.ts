/** RSA of the 券面 applications; the gateway verifies with the same code. */
export {
  createSurfaceKey,
  encodeDigestInfo,
  parseSurfaceKey,
  verifySurfaceSignature,
  type SurfaceKey,
} from '../../../domain/surface/signature'
