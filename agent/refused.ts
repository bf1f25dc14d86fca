// Why a message of the console is turned away.
/** A message of the console that cannot be done, whatever the machine does: answered with 400 and this text. */
export class Refused extends Error {}
