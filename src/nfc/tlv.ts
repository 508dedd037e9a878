/** The card's tag-length-value; the gateway reads it too, so it lives in the domain. */
export { findTlv, readTlvs, tlvTotalLength, type Tlv } from '../../domain/surface/tlv'
