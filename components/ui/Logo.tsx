// The mark: two loads on a beam over its fulcrum.
export const Logo = () => (
  <svg viewBox="0 0 16 16" aria-hidden="true" fill="currentColor">
    <rect x="3" y="2" width="4" height="4" />
    <rect x="13" y="2" width="2" height="4" />
    <rect x="1" y="7" width="14" height="2" />
    <path d="M8 10 11.5 15h-7z" />
  </svg>
)
