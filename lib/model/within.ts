// How long somebody has to confirm a change that can cut them off. Apart, because every page says it.

/** In seconds. */
export const CONFIRM_WITHIN = 60
