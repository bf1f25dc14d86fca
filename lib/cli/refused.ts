// The appliance said no, and why.
export class Refused extends Error {}
