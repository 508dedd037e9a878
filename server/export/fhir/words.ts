/** A text that FHIR may hold: without blanks around it; null where nothing is left, because FHIR knows no empty text. */
export function words(text: string | null): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}
