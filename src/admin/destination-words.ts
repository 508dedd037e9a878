import type { DestinationFacts } from '../../api/admin/exports'
import { staffText } from '../words/staff'

export const KIND_WORDS = {
  csv: staffText('CSVファイル'),
  fhir: staffText('FHIRファイル'),
  orca: staffText('日レセ(ORCA)'),
  webhook: staffText('Webhook'),
} as const satisfies Record<NonNullable<DestinationFacts['kind']>, string>
