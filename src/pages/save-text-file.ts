/** Hands a text to the browser as a file to keep. */
export function saveTextFile(
  name: string,
  text: string,
  page: Document = document,
  urls: Pick<typeof URL, 'createObjectURL' | 'revokeObjectURL'> = URL,
): void {
  const address = urls.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = page.createElement('a')
  link.href = address
  link.download = name
  link.click()
  urls.revokeObjectURL(address)
}
