/** The navigator as it really is: any part may be missing, and in Node all of it. */
export function platformNavigator(): Partial<Navigator> {
  return 'navigator' in globalThis ? navigator : {}
}
