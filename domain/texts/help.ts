/** Where nothing on the spot helps: the national call centre for facilities. */
export const CALL_CENTRE = {
  name: 'オンライン資格確認等コールセンター',
  telephone: '0800-080-4583',
  /** For a link that dials. */
  href: 'tel:08000804583',
  hours: '月〜金 8:00–18:00、土 8:00–16:00',
} as const
