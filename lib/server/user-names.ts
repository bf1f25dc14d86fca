// How names are compared: a name that looks the same to a directory or to people must be the same here.

/** The name without case, outer spaces and letters that do not show; full-width and other letters as the plain ones. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .toLowerCase()
