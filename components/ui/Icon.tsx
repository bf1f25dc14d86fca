// Line icons, drawn on 16 by 16. They only accompany words.
const PATHS = {
  menu: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
  chevron: <path d="m6 4 4 4-4 4" />,
  down: <path d="M4.5 6.5 8 10l3.5-3.5" />,
  sort: <path d="M4.5 6 8 2.5 11.5 6M4.5 10 8 13.5 11.5 10" />,
  ascending: <path d="M4.5 9.5 8 6l3.5 3.5" />,
  descending: <path d="M4.5 6.5 8 10l3.5-3.5" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  pen: <path d="m3 13 .7-3L10.6 3a1.5 1.5 0 0 1 2.3 2.2L6 12.3z" />,
  tick: <path d="M3.5 8.5l3 3 6-6.5" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3.2 3.2" />
    </>
  ),
  moon: <path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z" />,
  user: (
    <>
      <circle cx="8" cy="5.4" r="2.6" />
      <path d="M2.8 13.6c.7-2.6 2.7-3.8 5.2-3.8s4.5 1.2 5.2 3.8" />
    </>
  ),
  help: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M6.2 6.4a1.8 1.8 0 1 1 2.6 1.7c-.5.2-.8.6-.8 1.1" />
      <path d="M8 11.4h.01" strokeWidth="1.8" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M8 7.4v3.8" />
      <path d="M8 4.8h.01" strokeWidth="1.8" />
    </>
  ),
  overview: <path d="M2 13.5h12M3.5 11V7.5M6.5 11V3M9.5 11V5.5M12.5 11V8.5" />,
  cluster: (
    <>
      <circle cx="8" cy="3.5" r="1.8" />
      <circle cx="3.5" cy="12.2" r="1.8" />
      <circle cx="12.5" cy="12.2" r="1.8" />
      <path d="M8 5.3v3.2M4.2 10.5 8 8.5l3.8 2" />
    </>
  ),
  wrench: (
    <path d="M10.2 2.3a3.6 3.6 0 0 0-3.6 4.9L2.4 11.4a1.55 1.55 0 0 0 2.2 2.2l4.2-4.2a3.6 3.6 0 0 0 4.9-4.5l-2.1 2.1-2-.5-.5-2z" />
  ),
  sliders: <path d="M2.5 4.5h5m3 0h3M2.5 11.5h3m3 0h5M9 3v3M7 10v3" />,
  logs: <path d="M3 3.5h1.5M3 8h1.5M3 12.5h1.5M7 3.5h6M7 8h6M7 12.5h6" />,
  report: <path d="M4 1.8h5.5L12.5 5v9.2H4zM6 8h4.5M6 11h4.5" />,
} as const
export type IconName = keyof typeof PATHS

export const Icon = ({ name, className = '' }: { name: IconName; className?: string }) => (
  <svg className={`i ${className}`} viewBox="0 0 16 16" aria-hidden="true">
    {PATHS[name]}
  </svg>
)
