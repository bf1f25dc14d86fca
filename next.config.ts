// How the console is built: one self-contained folder, below /lbadmin.
import type { NextConfig } from 'next'

const config: NextConfig = {
  basePath: '/lbadmin',
  output: 'standalone',
  poweredByHeader: false,
  // The front asks for it where it keeps the answer: scripts and styles. All else it compresses itself, in less time.
  compress: true,
  reactStrictMode: true,
  // The gate sees requests as they came: it must tell a prefetch from somebody opening a page.
  skipProxyUrlNormalize: true,
  // A fallback page of the largest size, as an action carries it.
  experimental: { serverActions: { bodySizeLimit: '2mb' } },
  // Pictures are served as they are: no image service, and none of its native code in the release.
  images: { unoptimized: true },
  outputFileTracingExcludes: {
    '*': ['./node_modules/@img/**', './node_modules/sharp/**', './node_modules/@libsql/linux-*-musl/**'],
  },
  // Native or self-locating modules: loaded by Node as they are.
  serverExternalPackages: [
    '@libsql/client',
    '@prisma/adapter-libsql',
    '@prisma/client',
    'libsql',
    '@node-rs/argon2',
  ],
  // Found at run time by computed names, so the build's own tracing does not see them.
  outputFileTracingIncludes: {
    '/*': [
      './prisma/migrations/**',
      './node_modules/@libsql/linux-*-gnu/**',
      './node_modules/@node-rs/argon2-linux-*-gnu/**',
    ],
  },
}

export default config
