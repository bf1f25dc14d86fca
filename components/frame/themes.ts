// The two themes and the cookie that remembers which one a person chose. Also read by the server.
export type Theme = 'light' | 'dark'
export const THEME_COOKIE = 'fulcrum-theme'

export const themeOf = (value: string | undefined): Theme | undefined =>
  value === 'light' || value === 'dark' ? value : undefined
