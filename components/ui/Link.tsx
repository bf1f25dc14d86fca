// A link within the console. Nothing is fetched before it is followed: a page of a thousand links would ask for all of
// them while its own facts wait, and a page comes in some milliseconds.
import NextLink from 'next/link'
import type { ComponentProps } from 'react'

export const Link = (props: ComponentProps<typeof NextLink>) => <NextLink prefetch={false} {...props} />
