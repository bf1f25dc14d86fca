'use client'
// Where the fallback page answers: addresses and port of that one service.
import { SinglePage } from '../area/SinglePage.tsx'
import { FALLBACK_SOCKET } from '../frame/menu.ts'

export const FallbackListener = () => (
  <SinglePage
    page={FALLBACK_SOCKET}
    area="fallback"
    kind="listener"
    say="Update applies this at once. Virtual Services reach the page as before."
    saved="The fallback page’s addresses are saved."
  />
)
