// Copyright, product and version.
export const Footer = ({ version }: { version: string }) => (
  <footer className="foot">
    <span>© 2026 the Fulcrum authors</span>
    <span className="grow" />
    <span>Fulcrum – v{version}</span>
  </footer>
)
