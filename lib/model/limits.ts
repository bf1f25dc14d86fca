// Limits that both the browser and the console keep to.

/** The longest password that is taken, in characters: nobody shall make the appliance hash megabytes. */
export const LONGEST_PASSWORD = 256
