type Urls = Pick<typeof URL, 'createObjectURL' | 'revokeObjectURL'>

/** Hands a text to the browser as a file to keep. */
export function saveTextFile(
  name: string,
  text: string,
  page: Document = document,
  urls: Urls = URL,
): void {
  saveFile(name, text, 'application/json', page, urls)
}

/** Hands it to the browser as a file to keep. The name says nothing of a patient. */
export function saveFile(
  name: string,
  content: BlobPart,
  type: string,
  page: Document = document,
  urls: Urls = URL,
): void {
  const address = urls.createObjectURL(new Blob([content], { type }))
  const link = page.createElement('a')
  link.href = address
  link.download = name
  link.click()
  urls.revokeObjectURL(address)
}
