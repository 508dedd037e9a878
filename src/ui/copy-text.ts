/** True when the text is on the clipboard; false where the browser does not let us. */
export async function copyText(
  text: string,
  clipboard: Pick<Clipboard, 'writeText'> | null = 'clipboard' in navigator
    ? navigator.clipboard
    : null,
): Promise<boolean> {
  if (clipboard === null) return false
  try {
    await clipboard.writeText(text)
    return true
  } catch (cause) {
    // A refused permission is an answer; anything else is a bug.
    if (cause instanceof DOMException) return false
    throw cause
  }
}
