// Tailwind 4 as PostCSS plugin; there is no other.
export default { plugins: { '@tailwindcss/postcss': {} } }
